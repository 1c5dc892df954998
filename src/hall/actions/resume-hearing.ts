import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { nextPhase, pauseKinds } from '#domain/hearing/phases.ts';
import { done, failed } from '#domain/outcome.ts';
import { keepRecording } from './keep-recording.ts';
import { authorOf, heldHearing, type Rooms } from './rooms.ts';

/** Goes on after a pause; L5: only ever by this explicit act. Every track begins a new epoch where recording had stopped. */
export function resumeHearing(rooms: Rooms): Answerers['hearing.resume'] {
  return async ({ byOralOrder }, asker) => {
    const resumed = await rooms.inTurn(async () => {
      const held = heldHearing(rooms);
      if (!held.ok) return held;
      const { view, nowUs } = held.value;
      // The pause could not be journaled, but silence was kept all the same: the journal knows nothing to resume from.
      if (view.phase === 'open' && rooms.desk.isSilenced) {
        rooms.desk.isSilenced = false;
        return done({});
      }
      const next = nextPhase(view.phase, 'resume');
      if (!next.ok) return next;
      const pause = pauseKinds.find((kind) => kind === view.phase);
      if (pause === undefined) return failed(fault('hearing.wrong-phase', { phase: view.phase, act: 'resume' }));
      const noted = await rooms.journals.note(view.hearingId, authorOf(asker), {
        kind: 'hearing.resumed',
        body: { pause, atUs: nowUs, byOralOrder },
      });
      if (!noted.ok) return noted;
      rooms.desk.isSilenced = false;
      return done({});
    });
    if (resumed.ok) {
      rooms.tellState();
      await keepRecording(rooms);
    }
    return resumed;
  };
}
