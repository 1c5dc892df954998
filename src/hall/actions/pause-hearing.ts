import type { Answerers } from '#contract/hall.ts';
import { mayRecord, nextPhase } from '#domain/hearing/phases.ts';
import { fault } from '#domain/faults.ts';
import { done, failed } from '#domain/outcome.ts';
import { enterBreak } from './incidents-found.ts';
import { authorOf, heldHearing, noteBySystem, systemAuthor, type Rooms } from './rooms.ts';

/**
 * P19, L5: a break, a technical break, or retiring to deliberate. Where nothing may be recorded, every device is
 * closed from this very moment, even if the journal could not be written. What is still open the recorder makes an alarm.
 */
export function pauseHearing(rooms: Rooms): Answerers['hearing.pause'] {
  return async ({ pause, byOralOrder, note, announcedMin }, asker) => {
    const { desk, recorder, journals, peers, rules } = rooms;
    const paused = await rooms.inTurn(async () => {
      const held = heldHearing(rooms);
      if (!held.ok) return held;
      const { view, nowUs } = held.value;
      const next = nextPhase(view.phase, `pause-${pause}`);
      if (!next.ok) return next;
      // Nothing is recorded already, and whether the hearing goes on at all is not yet said.
      if (view.interruption !== null)
        return failed(fault('hearing.wrong-phase', { phase: view.phase, act: `pause-${pause}` }));
      const recordingGoesOn = mayRecord(next.value, rules);
      const announced = announcedMin === null ? {} : { announcedMin };
      const body = { pause, atUs: nowUs, recordingGoesOn, byOralOrder, note, ...announced };
      const noting = journals.note(view.hearingId, authorOf(asker), { kind: 'hearing.paused', body });
      if (!recordingGoesOn) {
        desk.isSilenced = true;
        // The call window holds a camera and microphones too, and the other hall must hear nothing more (L5).
        peers.calls.endAll('closed', systemAuthor);
        rooms.participants.refresh();
        peers.exhibits.cancel();
      }
      const closing = recordingGoesOn ? null : recorder.close({ cutAtUs: nowUs, lamp: 'closed' });
      const noted = await noting;
      if (noted.ok && pause === 'technical-break') await enterBreak(rooms, view, authorOf(asker), note);
      rooms.tellState();
      const closed = await closing;
      if (closed !== null) {
        const { openStreams, confirmedBy } = closed;
        await noteBySystem(rooms, view.hearingId, {
          kind: 'capture.closed',
          body: { atUs: nowUs, openStreams, confirmedBy },
        });
      }
      return noted.ok ? done({}) : noted;
    });
    rooms.tellState();
    return paused;
  };
}
