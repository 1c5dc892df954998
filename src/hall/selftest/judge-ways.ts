import type { CheckFinding } from '#domain/check/check-item.ts';
import type { SeatId } from '#domain/ids.ts';
import type { HeardSignal } from '#measure/heard-signal.ts';
import type { CheckTuning } from './check-tuning.ts';

/** What one microphone heard of one loudspeaker that played; null where nothing of it arrived. */
export type WayOf = Readonly<{ loudspeaker: string; seatId: SeatId; isGated: boolean; heard: HeardSignal | null }>;

type Said = Readonly<{ findings: readonly CheckFinding[]; figures: Readonly<Record<string, number>> }>;
export type WaysJudged = Readonly<{
  /** `isProven`: it hears a loudspeaker well, so that it lives, whether or not anybody spoke. */
  microphones: ReadonlyMap<SeatId, Said & Readonly<{ isProven: boolean }>>;
  loudspeakers: ReadonlyMap<string, Said>;
}>;

/** A way on which the loudspeaker is really heard. */
type Way = Readonly<{ loudspeaker: string; seatId: SeatId; heard: HeardSignal }>;

/** What can be wrong on a way, by the key of its finding. */
const flaws = ['distorted', 'echo', 'reverberant', 'muffled'] as const;
type Flaw = (typeof flaws)[number];

/** Octaves from 250 Hz to 4 kHz, which speech cannot do without. */
const speechOctaves = { from: 1, to: 6 } as const;

/** Judges the matrix of loudspeakers and microphones; `played` in the hall's order. */
export function judgeWays(ways: readonly WayOf[], played: readonly string[], tuning: CheckTuning): WaysJudged {
  const good = ways.flatMap(({ loudspeaker, seatId, heard }): readonly Way[] =>
    heard !== null && heard.path.peakOverFloorDb >= tuning.heardOverFloorDb ? [{ loudspeaker, seatId, heard }] : [],
  );
  const flawsOf = new Map(good.map((way) => [way, flawsOn(way, good, tuning)]));
  /** The share of microphones that hear this loudspeaker with this flaw: from a half on it lies with the loudspeaker or the room. */
  const isCommon = (loudspeaker: string, flaw: Flaw): boolean => {
    const hearers = good.filter((way) => way.loudspeaker === loudspeaker);
    const flawed = hearers.filter((way) => flawsOf.get(way)?.has(flaw) === true);
    return flawed.length > 0 && 2 * flawed.length >= hearers.length;
  };
  const seats = [...new Set(ways.map(({ seatId }) => seatId))];
  return {
    microphones: new Map(
      seats.map((seatId) => {
        const own = good.filter((way) => way.seatId === seatId);
        const isGated = ways.some((way) => way.seatId === seatId && way.isGated);
        const findings: CheckFinding[] = [];
        // A closed conference unit hears nothing, which is allowed; and where nobody hears, the loudspeakers are to blame.
        if (own.length === 0 && good.length > 0 && !isGated) findings.push({ key: 'deaf', verdict: 'bad' });
        for (const flaw of flaws)
          if (own.some((way) => flawsOf.get(way)?.has(flaw) === true && !isCommon(way.loudspeaker, flaw)))
            findings.push({ key: flaw, verdict: 'look' });
        if (own.some((way) => isLate(way, good, tuning))) findings.push({ key: 'late', verdict: 'look' });
        if (own.length > 0 && own.every((way) => isFaint(way, good, tuning)))
          findings.push({ key: 'quiet', verdict: 'look' });
        const overNoiseDb = Math.max(...own.map(({ heard }) => heard.signalDbfs - heard.noiseDbfs));
        if (own.length > 0 && overNoiseDb < tuning.noisyBelowDb) findings.push({ key: 'noisy', verdict: 'look' });
        return [seatId, { isProven: own.length > 0, findings, figures: figuresOf(own, good) }];
      }),
    ),
    loudspeakers: new Map(
      played.map((loudspeaker) => {
        const hearers = good.filter((way) => way.loudspeaker === loudspeaker);
        const listeners = ways.filter((way) => way.loudspeaker === loudspeaker && !way.isGated);
        const findings: CheckFinding[] = [];
        if (hearers.length === 0) findings.push({ key: 'not-heard', verdict: listeners.length === 0 ? 'look' : 'bad' });
        for (const flaw of flaws) if (isCommon(loudspeaker, flaw)) findings.push({ key: flaw, verdict: 'look' });
        const best = Math.max(...hearers.map(({ heard }) => heard.stipaIndex ?? heard.path.speechIndex));
        return [loudspeaker, { findings, figures: { heardBy: hearers.length, bestIndex: best } }];
      }),
    ),
  };
}

function isTroubled(way: Way, tuning: CheckTuning): boolean {
  return troubles(way, tuning).size > 0;
}

/** All flaws but the one that is seen beside others. */
function troubles(way: Way, tuning: CheckTuning): Set<Flaw> {
  const { path, tone } = way.heard;
  const found = new Set<Flaw>();
  if (tone !== null && tone.distortion > tuning.distortedFrom) found.add('distorted');
  if (path.echo !== null && path.echo.afterMs >= tuning.echoFromMs && path.echo.levelDb > tuning.echoFromDb)
    found.add('echo');
  if ((path.reverberationS ?? 0) > tuning.reverberantFromS) found.add('reverberant');
  return found;
}

function flawsOn(way: Way, good: readonly Way[], tuning: CheckTuning): ReadonlySet<Flaw> {
  const found = troubles(way, tuning);
  // Whoever distorts, echoes or rings has no octaves that others could be held against.
  const sound = good.filter((other) => !isTroubled(other, tuning));
  if (tiltDb(way, sound) > tuning.muffledFromDb && !isTroubled(way, tuning)) found.add('muffled');
  return found;
}

/** Where nobody is to be compared with, a loudspeaker's own shape counts too. */
const aloneMoreDb = 8;

/** How far an octave of speech stands from the others, dB, against what most microphones hear of this loudspeaker, where there are enough of them. */
function tiltDb({ loudspeaker, heard }: Way, good: readonly Way[]): number {
  const same = good.filter((other) => other.loudspeaker === loudspeaker);
  const own = speechOf(heard.path.octavesDb);
  const usual = own.map((_, octave) =>
    median(same.map((other) => speechOf(other.heard.path.octavesDb)[octave] ?? Number.NaN)),
  );
  const isComparable = same.length >= 3;
  const beside = isComparable ? own.map((value, octave) => value - (usual[octave] ?? 0)) : own;
  return Math.max(...beside) - Math.min(...beside) - (isComparable ? 0 : aloneMoreDb);
}

function speechOf(octavesDb: readonly number[]): readonly number[] {
  return octavesDb.slice(speechOctaves.from, speechOctaves.to);
}

function isLate({ loudspeaker, heard }: Way, good: readonly Way[], tuning: CheckTuning): boolean {
  return heard.lateMs - earliestMs(loudspeaker, good) > tuning.lateFromMs;
}

function earliestMs(loudspeaker: string, good: readonly Way[]): number {
  return Math.min(...good.filter((way) => way.loudspeaker === loudspeaker).map(({ heard }) => heard.lateMs));
}

/** Compared with its neighbours, of which there must be two at least: one alone may as well be too loud. */
function isFaint({ loudspeaker, heard }: Way, good: readonly Way[], tuning: CheckTuning): boolean {
  const same = good.filter((other) => other.loudspeaker === loudspeaker);
  return same.length >= 3 && heard.path.levelDb < median(same.map((way) => way.heard.path.levelDb)) - tuning.faintByDb;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}

/** For the specialist and for the comparison with the hall's acceptance; `@front`: of that loudspeaker. */
function figuresOf(own: readonly Way[], good: readonly Way[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    own.flatMap(({ loudspeaker, heard: { path, lateMs, tone, signalDbfs, noiseDbfs, stipaIndex } }) =>
      Object.entries({
        wayDb: path.levelDb,
        overFloorDb: path.peakOverFloorDb,
        laterMs: lateMs - earliestMs(loudspeaker, good),
        overNoiseDb: signalDbfs - noiseDbfs,
        index: stipaIndex ?? path.speechIndex,
        distortion: tone?.distortion ?? Number.NaN,
        echoDb: path.echo?.levelDb ?? Number.NaN,
        reverberationS: path.reverberationS ?? Number.NaN,
      }).map(([name, value]) => [`${name}@${loudspeaker}`, value] as const),
    ),
  );
}
