import { useEffect } from 'react';
import type { JoinStand } from '#line/join-line.ts';

/** What the court says stands at the top of the page: whoever has scrolled away from it is brought back. */
export function useNewsOnTop(stand: JoinStand): void {
  const news = newsOf(stand);
  useEffect(() => scrollTo({ top: 0 }), [news]);
}

function newsOf(stand: JoinStand): string {
  if (stand.at !== 'hearing') return stand.at;
  const { told } = stand;
  if (told.say === 'wait') return `wait ${String(told.isCalled)}`;
  if (told.say === 'private') return told.roomId;
  if (told.say === 'test') return `test ${String(told.isOnLine)}`;
  return [
    told.say,
    told.isCut,
    told.isMuted,
    told.asksUnder16,
    told.directions.at(-1)?.wallMs,
    told.exhibit?.exhibitId,
  ].join(' ');
}
