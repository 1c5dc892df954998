import { nextToVerify, type EndedHearing } from '#domain/check/night-verification.ts';
import { fault } from '#domain/faults.ts';
import type { HearingId } from '#domain/ids.ts';
import { isLasting } from '#domain/peers/call.ts';
import { noteBySystem, runningHearing, type Rooms } from './rooms.ts';
import { testOnDesk } from './test-session.ts';

/** Before a hearing the disk is its own. */
const beforeHearingMs = 30 * 60_000;
const lookEveryMs = 10_000;

type Watched = Pick<
  Rooms,
  'archive' | 'journals' | 'desk' | 'recorder' | 'peers' | 'clock' | 'alarms' | 'log' | 'tellState'
>;

/** The hearings of this hall that have ended, also those of training. */
export function endedHearings(journals: Rooms['journals']): readonly EndedHearing[] {
  return journals.ids().flatMap((id) => {
    const view = journals.view(id);
    return view?.phase === 'ended' && view.endedAtMs !== null
      ? [{ hearingId: id, caseNumber: view.card.caseNumber, endedAtMs: view.endedAtMs }]
      : [];
  });
}

/** Somebody records, checks, speaks, looks at devices, or soon will. */
function isUsed({ desk, recorder, peers, journals, clock }: Watched): boolean {
  const soon = journals.ids().some((id) => {
    const view = journals.view(id);
    const untilMs = (view?.card.plannedAtMs ?? 0) - clock.wallMs();
    return view !== undefined && view.phase !== 'ended' && untilMs > 0 && untilMs < beforeHearingMs;
  });
  return (
    soon ||
    runningHearing({ desk, journals }) !== null ||
    desk.check?.state === 'running' ||
    testOnDesk({ desk, journals }) !== null ||
    recorder.plan().mode !== 'closed' ||
    peers.calls.all().some(isLasting)
  );
}

async function verifyQuietly(rooms: Watched, hearingId: HearingId, signal: AbortSignal): Promise<void> {
  const { archive, journals, alarms, clock, log } = rooms;
  try {
    const { intact, damages } = await archive.verify(hearingId, undefined, { signal });
    const before = journals.view(hearingId)?.intact;
    await archive.register.remember({ hearingId, atMs: clock.wallMs(), isIntact: intact, places: damages.length });
    log.info({ hearingId, intact, places: damages.length }, 'night-verified');
    if (intact) return;
    // Night after night the same would be written; what is new is that it is no longer whole.
    if (before !== false)
      await noteBySystem(rooms, hearingId, { kind: 'record.verified', body: { intact, places: damages.length } });
    alarms.raise(fault('archive.damaged', { places: damages.length }));
    rooms.tellState();
  } catch (error) {
    if (!signal.aborted) log.warn({ hearingId, error: String(error) }, 'night-verification-failed');
  }
}

/** Reads the records of the last days again when nobody uses the hall, one after another and slowly; lets go as soon as somebody does. */
export function watchByNight(rooms: Watched): () => void {
  const { clock } = rooms;
  let usedAtUs = clock.monotonicUs();
  let lookedAtUs = 0;
  let reading: AbortController | null = null;
  return () => {
    const nowUs = clock.monotonicUs();
    if (isUsed(rooms)) {
      usedAtUs = nowUs;
      reading?.abort();
      return;
    }
    if (reading !== null || nowUs - lookedAtUs < lookEveryMs * 1000) return;
    lookedAtUs = nowUs;
    const nowMs = clock.wallMs();
    const due = nextToVerify(endedHearings(rooms.journals), rooms.archive.register.all(), {
      nowMs,
      hour: new Date(nowMs).getHours(),
      quietForMs: (nowUs - usedAtUs) / 1000,
    });
    if (due === null) return;
    const began = new AbortController();
    reading = began;
    void verifyQuietly(rooms, due, began.signal).finally(() => {
      reading = null;
    });
  };
}
