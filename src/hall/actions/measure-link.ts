import type { Answerers } from '#contract/hall.ts';
import type { HallPeerId } from '#domain/ids.ts';
import type { Author } from '#domain/journal/entries.ts';
import { done, type Outcome } from '#domain/outcome.ts';
import type { LinkMeasured } from '#domain/peers/bandwidth.ts';
import { authorOf, systemAuthor, type Rooms } from './rooms.ts';

/** P38: measures what the path to a hall carries, before a call; with a hearing on the screens it is evidence of that hearing. */
export function measureLink(rooms: Rooms): Answerers['peer.measure'] {
  return async ({ peerId }, asker) => {
    const measured = await rooms.peers.measure(peerId);
    if (!measured.ok) return measured;
    const noted = await noteMeasured(rooms, peerId, measured.value, authorOf(asker));
    return noted.ok ? done({ measured: measured.value }) : noted;
  };
}

/** Journals the figures in the hearing on the screens, unless there is none or it has ended. `by` null: the other hall asked. */
export async function noteMeasured(
  rooms: Rooms,
  peerId: HallPeerId,
  measured: LinkMeasured,
  by: Author | null,
): Promise<Outcome<void>> {
  const { hearingId } = rooms.desk;
  const view = hearingId === null ? undefined : rooms.journals.view(hearingId);
  if (view === undefined || view.phase === 'ended') return done(undefined);
  const { court, hall } = rooms.peers.get(peerId) ?? { court: '', hall: '' };
  const body = { ...measured, peerId, court, hall };
  const noted = await rooms.journals.note(view.hearingId, by ?? systemAuthor, { kind: 'link.measured', body });
  if (noted.ok) return done(undefined);
  rooms.alarms.raise(noted.fault);
  return noted;
}
