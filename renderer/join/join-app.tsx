import { useEffect, useSyncExternalStore, type ReactNode } from 'react';
import type { JoinLine, JoinStand } from '#line/join-line.ts';
import { useWords } from '../ui/words.tsx';
import type { DocumentDesk } from './document-desk.ts';
import { JoinPage } from './join-page.tsx';
import type { PartyMedia } from './party-media.ts';
import type { PrivateMedia } from './private-media.ts';

const noLine: JoinStand = { at: 'door', isKnocking: false, fault: null };
const neverChanges = (): (() => void) => () => {};

/** Draws the page anew whenever its line says that something has changed. */
export function JoinApp({
  line,
  media,
  desk,
  talk,
}: {
  line: JoinLine | null;
  media: PartyMedia | null;
  desk: DocumentDesk | null;
  talk: PrivateMedia | null;
}): ReactNode {
  const { t } = useWords();
  const stand = useSyncExternalStore(line?.subscribe ?? neverChanges, line?.stand ?? (() => noLine));
  useEffect(() => {
    document.title = t('join.title');
  }, [t]);
  return <JoinPage line={line} media={media} desk={desk} talk={talk} stand={stand} />;
}
