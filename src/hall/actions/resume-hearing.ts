import type { Answerers } from '#contract/hall.ts';
import { nextPhase, pauseKinds } from '#domain/hearing/phases.ts';
import { knownToUs } from '#domain/hearing/hearing-tracks.ts';
import type { HearingView } from '#domain/hearing/view.ts';
import type { Author } from '#domain/journal/entries.ts';
import { done, type Outcome } from '#domain/outcome.ts';
import { toTimeline, zeroGoingOn } from '#domain/record/timeline.ts';
import { keepRecording } from './keep-recording.ts';
import { authorOf, clockNow, heldHearing, type Rooms } from './rooms.ts';
import { noteHoles } from './take-up.ts';

/** Sets the line of an interrupted hearing going again on this boot's clocks, and tells what its tracks lack. */
async function continueLine(
  rooms: Rooms,
  view: HearingView,
  author: Author,
  byOralOrder: boolean,
): Promise<Outcome<unknown>> {
  const now = clockNow(rooms.clock);
  if (view.zero === null || (view.interruption === null && view.zero.bootId === now.bootId)) return done(null);
  const zero = zeroGoingOn(view.zero, now, knownToUs(view));
  const body = { atUs: toTimeline(zero, now), zero, byOralOrder };
  const noted = await rooms.journals.note(view.hearingId, author, { kind: 'hearing.continued', body });
  if (!noted.ok) return noted;
  rooms.alarms.clearAll('hearing.interrupted');
  if (view.interruption !== null) await noteHoles(rooms, view.hearingId, view.interruption.cause);
  return noted;
}

/**
 * Goes on after a pause or an interruption; L5: only ever by this explicit act. Every track begins a new epoch where
 * recording had stopped.
 */
export function resumeHearing(rooms: Rooms): Answerers['hearing.resume'] {
  return async ({ byOralOrder }, asker) => {
    const author = authorOf(asker);
    const resumed = await rooms.inTurn(async () => {
      const held = heldHearing(rooms);
      if (!held.ok) return held;
      const { view } = held.value;
      const next = nextPhase(view.phase, 'resume');
      // A pause that could not be journaled, or an interruption: silence is kept, and in the journal nothing pauses.
      const isOpenInSilence = view.phase === 'open' && rooms.desk.isSilenced;
      if (!next.ok && !isOpenInSilence) return next;
      const continued = await continueLine(rooms, view, author, byOralOrder);
      if (!continued.ok) return continued;
      const pause = pauseKinds.find((kind) => kind === view.phase);
      if (pause !== undefined) {
        const after = heldHearing(rooms);
        if (!after.ok) return after;
        const body = { pause, atUs: after.value.nowUs, byOralOrder };
        const noted = await rooms.journals.note(view.hearingId, author, { kind: 'hearing.resumed', body });
        if (!noted.ok) return noted;
      }
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
