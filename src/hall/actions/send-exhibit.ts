import type { Answerers } from '#contract/hall.ts';
import { paperOf, type ExhibitPaper } from '#domain/exhibits/exhibit.ts';
import { fault } from '#domain/faults.ts';
import { lineNow } from '#domain/hearing/view.ts';
import type { HallPeerId } from '#domain/ids.ts';
import type { Author } from '#domain/journal/entries.ts';
import { done, failed } from '#domain/outcome.ts';
import { mayCall } from './hold-call.ts';
import { exhibitOf, isOfHearing, takenExhibitOf } from './keep-exhibits.ts';
import { authorOf, clockNow, heldHearing, runningHearing, type Rooms } from './rooms.ts';

/** P36: sends a document to a hall that takes part in the hearing; never in closed session, and never one of it (P6). */
export function sendExhibit(rooms: Rooms): Pick<Answerers, 'exhibit.send' | 'exhibit.cancel'> {
  const { peers, exhibits, journals } = rooms;
  return {
    'exhibit.send': async ({ exhibitId, peerId }, asker) => {
      const held = heldHearing(rooms);
      if (!held.ok) return held;
      const { view } = held.value;
      const allowed = mayCall(rooms);
      if (!allowed.ok) return allowed;
      const found = takenExhibitOf(view, exhibitId);
      if (!found.ok) return found;
      if (found.value.isClosed) return failed(fault('exhibit.closed', {}));
      if (!isOfHearing(rooms, view, peerId)) return failed(fault('exhibit.not-on-line', {}));
      const paper = paperOf(found.value);
      const file = exhibits.fileOf(journals.folderOf(view.hearingId), paper);
      const sent = peers.exhibits.send({ peerId, paper, file, by: authorOf(asker) });
      return sent.ok ? done({}) : sent;
    },
    'exhibit.cancel': async () => (peers.exhibits.cancel() ? done({}) : failed(fault('exhibit.none-goes', {}))),
  };
}

/** Journals that the other hall has it, under who sent it. */
export async function noteSent(rooms: Rooms, peerId: HallPeerId, paper: ExhibitPaper, by: Author): Promise<void> {
  const view = runningHearing(rooms);
  if (view === null || !exhibitOf(view, paper.exhibitId).ok) return;
  const { court, hall } = rooms.peers.get(peerId) ?? { court: '', hall: '' };
  const body = { ...paper, atUs: lineNow(view, clockNow(rooms.clock)), peerId, court, hall };
  const noted = await rooms.journals.note(view.hearingId, by, { kind: 'exhibit.sent', body });
  if (!noted.ok) rooms.alarms.raise(noted.fault);
}
