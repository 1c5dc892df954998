import type { Answerers } from '#contract/hall.ts';
import { nextPhase } from '#domain/hearing/phases.ts';
import { done } from '#domain/outcome.ts';
import { lineNow } from '#domain/hearing/view.ts';
import { authorOf, clockNow, heldHearing, noteBySystem, systemAuthor, type Rooms } from './rooms.ts';
import { heardOf, playedEpochs } from './show-timeline.ts';
import { verifyAndNote } from './verify-record.ts';

/** Closes the record. Its verification and the playable copies are made behind the answer. */
export function endHearing(rooms: Rooms): Answerers['hearing.end'] {
  return async ({ byOralOrder }, asker) => {
    const { desk, recorder, journals, clock } = rooms;
    const ended = await rooms.inTurn(async () => {
      const held = heldHearing(rooms);
      if (!held.ok) return held;
      const { view } = held.value;
      const next = nextPhase(view.phase, 'end');
      if (!next.ok) return next;
      desk.isSilenced = true;
      rooms.peers.calls.endAll('closed', systemAuthor);
      rooms.participants.refresh();
      rooms.peers.exhibits.cancel();
      const closed = await recorder.close({ cutAtUs: null, lamp: 'off' });
      // The end is stamped when the last chunk is on disk, so that nothing of the record lies behind it.
      const atUs = lineNow(view, clockNow(clock));
      const { openStreams, confirmedBy } = closed;
      await noteBySystem(rooms, view.hearingId, { kind: 'capture.closed', body: { atUs, openStreams, confirmedBy } });
      const noted = await journals.note(view.hearingId, authorOf(asker), {
        kind: 'hearing.ended',
        body: { atUs, byOralOrder },
      });
      if (noted.ok) rooms.alarms.clearAll('hearing.interrupted');
      desk.isSessionClosed = false;
      return noted.ok ? done(view.hearingId) : noted;
    });
    rooms.tellState();
    if (!ended.ok) return ended;
    const forgotten = await rooms.participants.endHearing(ended.value);
    if (!forgotten.ok) rooms.alarms.raise(forgotten.fault);
    const view = journals.view(ended.value);
    if (view !== undefined) {
      rooms.playback.timelinePieces(playedEpochs(rooms, view));
      rooms.playback.layMix(heardOf(rooms, view));
    }
    void rooms.exhibits.tidy(journals.folderOf(ended.value));
    void verifyAndNote(rooms, ended.value);
    return done({});
  };
}
