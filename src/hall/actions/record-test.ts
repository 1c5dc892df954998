import { setTimeout as wait } from 'node:timers/promises';
import type { CheckProgress } from '#contract/check-papers.ts';
import { isAsked, isKindAsked, type CheckPart, type CheckVariant } from '#domain/check/check-item.ts';
import type { CheckReason } from '#domain/check/check-report.ts';
import type { HearingId, TrackId } from '#domain/ids.ts';
import type { Loudspeaker, Seat } from '#domain/seats.ts';
import {
  echoSettlesMs,
  echoSignal,
  flashMs,
  fullWaySignal,
  signalLengthS,
  syncPlan,
  syncSignal,
  waySignal,
  type CheckSignal,
} from '#measure/check-signal.ts';
import type { AnalyseAsk } from '../selftest/index.ts';
import { showHindrance } from './keep-recording.ts';
import { clockNow, type Rooms } from './rooms.ts';

/** What a check records and plays, for how long. */
export type TestPlan = Readonly<{
  seats: readonly Seat[];
  loudspeakers: readonly Loudspeaker[];
  signal: CheckSignal;
  /** At the end the monitors flash to beeps of the first loudspeaker that played. */
  isSync: boolean;
  /** And what a call would send back of a voice from the line is heard. */
  isEcho: boolean;
  isTalk: boolean;
  talkMs: number;
  totalMs: number;
}>;

const tickMs = 500;
/** Whoever is only looked at whether they are there needs no longer. */
const quickMs = 2000;
/** Long enough for a sentence. */
const besideSignalsMs = 7000;
/** So many seconds tell what a camera shows, and how its pictures are when seen closely. */
const earlyLookFromMs = 6000;
/** What it takes to open a loudspeaker and to hear its last sample. */
const eachMoreMs = 700;

/** Plans the test recording of a check; beside a running hearing there is none. */
export function planTest(
  { setup, peers, rules }: Rooms,
  {
    isPassive,
    only,
    variant,
    reason,
  }: Readonly<{ isPassive: boolean; only: readonly CheckPart[]; variant: CheckVariant; reason: CheckReason }>,
): TestPlan {
  const { seats, loudspeakers = [] } = setup.card();
  // Nobody on the line is to hear the hall's signals.
  const isOnLine = peers.calls.all().some(({ state }) => state === 'connected');
  const isSync =
    !isPassive &&
    !isOnLine &&
    loudspeakers.length > 0 &&
    seats.some(({ kind }) => kind === 'camera') &&
    (variant === 'full' ? isKindAsked('lip-sync', only) : only.some(({ kind }) => kind === 'lip-sync'));
  const played = isPassive || isOnLine || variant === 'quick' || !isKindAsked('loudspeaker', only) ? [] : loudspeakers;
  const toPlay = played.filter(({ id }) => isAsked({ subject: id, kind: 'loudspeaker' }, only));
  const isWanted = ({ id, kind }: Seat): boolean =>
    isSync ||
    isAsked({ subject: id, kind }, only) ||
    (kind === 'microphone' && (toPlay.length > 0 || isAsked({ subject: id, kind: 'second-path' }, only)));
  const recorded = isPassive ? [] : seats.filter(isWanted);
  const signal = variant === 'full' ? fullWaySignal : waySignal;
  // In the morning nobody is there to speak, and no microphone is to be blamed for it.
  const isAttended = variant !== 'quick' && reason !== 'morning';
  const isSyncAlone = isSync && only.every(({ kind }) => kind === 'lip-sync') && only.length > 0;
  const isTalk = isAttended && !isSyncAlone && recorded.some(({ kind }) => kind === 'microphone');
  const wholeMs = rules.checkLengthS * 1000;
  // Where loudspeakers play, more than the whole length is recorded, and a microphone need not be spoken into to be proven.
  const speakMs = toPlay.length > 0 ? Math.min(wholeMs, besideSignalsMs) : wholeMs;
  const talkMs = recorded.length === 0 ? 0 : isTalk ? speakMs : quickMs;
  const isEcho = toPlay.length > 0 && variant === 'full' && recorded.some(isInBrowser);
  const lengthMs = (each: CheckSignal): number => signalLengthS(each) * 1000 + eachMoreMs;
  const totalMs =
    talkMs +
    toPlay.length * lengthMs(signal) +
    (isSync ? lengthMs(syncSignal) : 0) +
    (isEcho ? lengthMs(echoSignal) : 0);
  return { seats: recorded, loudspeakers: toPlay, signal, isSync, isEcho, isTalk, talkMs, totalMs };
}

/**
 * Records what is planned under an id of its own, while people speak and then while the loudspeakers play one after another; how far it
 * is goes to `show`. Says what is to be measured in the folder. `stop` ends the talk early.
 */
export async function recordTest(
  rooms: Rooms,
  { seats, loudspeakers, signal, isSync, isEcho, isTalk, talkMs, totalMs }: TestPlan,
  { checkId, folder }: Readonly<{ checkId: HearingId; folder: string }>,
  show: (change: Partial<Pick<CheckProgress, 'remainingMs' | 'playing' | 'flashes'>>) => void,
  stop?: AbortSignal,
): Promise<AnalyseAsk> {
  const { recorder, clock, signals, selftest } = rooms;
  const zero = clockNow(clock);
  const atMs = (monotonicUs: number): number => (monotonicUs - zero.monotonicUs) / 1000;
  const recording = await recorder.record({
    hearingId: checkId,
    zero,
    folder,
    seats,
    isTest: true,
    nextEpoch: () => 1,
    trackNo: (trackId: TrackId) => seats.findIndex((seat) => (seat.id as string) === trackId) + 1,
  });
  showHindrance(rooms, recording.ok ? null : recording.fault);
  if (!recording.ok)
    return {
      seats,
      folder,
      loudspeakers: [],
      isTalk,
      stretches: { talkToMs: talkMs, signal, plays: [], sync: null, echo: null },
    };
  const endsMs = performance.now() + totalMs;
  const remainingMs = (): number => Math.max(1, Math.round(endsMs - performance.now()));
  const ticking = setInterval(() => show({ remainingMs: remainingMs() }), tickMs);
  await wait(talkMs, undefined, stop && { signal: stop }).catch(() => undefined);
  const talkToMs = atMs(clock.monotonicUs());
  // While loudspeakers play the cameras have shown enough, and the processor has time.
  const looks =
    loudspeakers.length > 0 && talkMs >= earlyLookFromMs
      ? { looks: selftest.lookEarly({ seats, folder, isTalk, sights: recorder.sights() }) }
      : {};
  const sounded: AnalyseAsk['loudspeakers'][number][] = [];
  const plays: AnalyseAsk['stretches']['plays'][number][] = [];
  for (const loudspeaker of loudspeakers) {
    show({ playing: loudspeaker.name });
    const played = await signals.play(loudspeaker, signal);
    sounded.push({ loudspeaker, isPlayed: played.ok });
    if (played.ok) plays.push({ loudspeaker: loudspeaker.id, beganAtMs: atMs(played.value.beganAtUs) });
  }
  const sync = isSync ? await flashWithBeeps(rooms, sounded, atMs, show) : null;
  const echo = isEcho ? await hearEcho(rooms, seats, atMs) : null;
  clearInterval(ticking);
  show({ playing: null, flashes: null });
  return { seats, folder, loudspeakers: sounded, isTalk, stretches: { talkToMs, signal, plays, sync, echo }, ...looks };
}

/** Has the monitors flash while a loudspeaker beeps: when the beeps began, ms of the recording's line; null where none can be heard. */
async function flashWithBeeps(
  { clock, signals, setup }: Rooms,
  sounded: AnalyseAsk['loudspeakers'],
  atMs: (monotonicUs: number) => number,
  show: (change: Partial<Pick<CheckProgress, 'playing' | 'flashes'>>) => void,
): Promise<AnalyseAsk['stretches']['sync']> {
  const loudspeaker = sounded.find(({ isPlayed }) => isPlayed)?.loudspeaker ?? setup.card().loudspeakers?.[0];
  if (loudspeaker === undefined) return null;
  show({ playing: loudspeaker.name });
  const played = await signals.play(loudspeaker, syncSignal, ({ outLatencyMs }) => {
    const { atMs: times } = syncPlan(clock.wallMs() + outLatencyMs);
    show({ flashes: { atMs: times.map(Math.round), shinesMs: flashMs } });
  });
  return played.ok ? { beganAtMs: atMs(played.value.beganAtUs) + played.value.outLatencyMs } : null;
}

function isInBrowser({ kind, device }: Seat): boolean {
  return kind === 'microphone' && device.path === 'browser';
}

/** Plays a voice's stand-in as the line would: what the hall's microphones would send back of it, and when it was loud enough to be compared. */
async function hearEcho(
  { signals }: Rooms,
  seats: readonly Seat[],
  atMs: (monotonicUs: number) => number,
): Promise<AnalyseAsk['stretches']['echo']> {
  const played = await signals.playToListeners(seats.filter(isInBrowser), echoSignal);
  if (!played.ok) return null;
  const { beganAtUs, heard } = played.value;
  const fromMs = atMs(beganAtUs) + echoSettlesMs;
  return { fromMs, toMs: atMs(beganAtUs) + signalLengthS(echoSignal) * 1000, heard };
}
