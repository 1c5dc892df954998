import { powerDb } from './levels.ts';

/** How loud speech is while somebody speaks, and the room while nobody does; dBFS, 0 is amplitude 1. */
export type ActiveSpeech = Readonly<{
  /** Level of speech without its pauses (ITU-T P.56, method B); null where nothing rises and falls as speech does. */
  speechDbfs: number | null;
  /** Share of the time in which somebody speaks, 0 to 1. */
  activity: number;
  /** Level of the quietest twentieth of the time; even in a flow of speech so much lies between its words. */
  pauseDbfs: number;
  /** Speech over its pauses. */
  overPauseDb: number | null;
}>;

const smoothingS = 0.03;
/** A gap between words belongs to speech. */
const hangoverS = 0.2;
/** What counts as speech is so far below its own level. */
const marginDb = 15.9;
const highestDbfs = 0;
const lowestDbfs = -96;
const stepDb = 2;
/** Envelopes change slowly: judged so often, not at every sample. */
const judgedEveryS = 0.001;
const pauseWindow = 50;
/** Somebody who speaks is louder than their own pauses by so much, and noise by itself never is. */
const leastOverPauseDb = 6;
/** What is nearer to the pauses is the room. */
const leastThresholdDb = 3;

/** Mono samples, ±1 full scale, of some seconds at least. */
export function readActiveSpeech(samples: Float32Array, sampleRate: number): ActiveSpeech {
  const { envelope, powers } = smoothed(samples, sampleRate);
  const pauseDbfs = quietestTwentieth(powers);
  const level = activeLevel(envelope, powers, pauseDbfs + leastThresholdDb);
  if (level === null || level.speechDbfs - pauseDbfs < leastOverPauseDb)
    return { speechDbfs: null, activity: 0, pauseDbfs, overPauseDb: null };
  return { ...level, pauseDbfs, overPauseDb: level.speechDbfs - pauseDbfs };
}

/** Mean of the quietest twentieth of all stretches of 50 ms. */
function quietestTwentieth(powers: Float64Array): number {
  const windows = Float64Array.from({ length: Math.floor(powers.length / pauseWindow) }, (_, at) =>
    meanOf(powers.subarray(at * pauseWindow, (at + 1) * pauseWindow)),
  ).sort();
  return powerDb(meanOf(windows.subarray(0, Math.max(1, Math.floor(windows.length / 20)))));
}

function meanOf(powers: Float64Array): number {
  return powers.reduce((sum, power) => sum + power, 0) / Math.max(1, powers.length);
}

/** Amplitude, averaged twice with a time constant of 30 ms, and mean power, both once in a millisecond. */
function smoothed(samples: Float32Array, sampleRate: number): { envelope: Float64Array; powers: Float64Array } {
  const keep = Math.exp(-1 / (smoothingS * sampleRate));
  const every = Math.max(1, Math.round(judgedEveryS * sampleRate));
  const count = Math.floor(samples.length / every);
  const [envelope, powers] = [new Float64Array(count), new Float64Array(count)];
  let [once, twice] = [0, 0];
  for (let step = 0; step < count; step += 1) {
    let power = 0;
    for (let at = step * every; at < (step + 1) * every; at += 1) {
      const value = samples[at]!;
      once = keep * once + (1 - keep) * Math.abs(value);
      twice = keep * twice + (1 - keep) * once;
      power += value * value;
    }
    envelope[step] = twice;
    powers[step] = power / every;
  }
  return { envelope, powers };
}

/** 1 for every millisecond in which the envelope is above the threshold, or was less than the hangover ago. */
function above(envelope: Float64Array, thresholdDbfs: number): Uint8Array {
  const threshold = 10 ** (thresholdDbfs / 20);
  const hangover = Math.round(hangoverS / judgedEveryS);
  let left = 0;
  return Uint8Array.from(envelope, (value) => {
    left = value >= threshold ? hangover + 1 : Math.max(0, left - 1);
    return left > 0 ? 1 : 0;
  });
}

type Active = Readonly<{ speechDbfs: number; activity: number }>;

/**
 * The level of what is above that threshold which lies just the margin below it, from the two that enclose it; above the lowest
 * threshold where noise leaves no such. From below: near the loudest moment so little is above a threshold, above all where the
 * sound ends with it, that its level would seem far louder than anything that was said.
 */
function activeLevel(envelope: Float64Array, powers: Float64Array, lowestThresholdDbfs: number): Active | null {
  const mean = meanOf(powers);
  let last: Readonly<{ marginDb: number; speechDbfs: number }> | null = null;
  const lowest = Math.max(lowestDbfs, lowestThresholdDbfs);
  const steps = Math.floor((highestDbfs - lowest) / stepDb);
  for (let threshold = highestDbfs - steps * stepDb; threshold <= highestDbfs; threshold += stepDb) {
    const spoken = above(envelope, threshold).reduce((sum, each) => sum + each, 0);
    if (spoken === 0) break;
    const speechDbfs = powerDb((mean * envelope.length) / spoken);
    const now = { marginDb: speechDbfs - threshold, speechDbfs };
    if (now.marginDb < marginDb) {
      if (last === null) return withActivity(speechDbfs, mean);
      const share = (last.marginDb - marginDb) / (last.marginDb - now.marginDb);
      return withActivity(last.speechDbfs + share * (speechDbfs - last.speechDbfs), mean);
    }
    last = now;
  }
  return last === null ? null : withActivity(last.speechDbfs, mean);
}

function withActivity(speechDbfs: number, mean: number): Active {
  return { speechDbfs, activity: Math.min(1, mean / 10 ** (speechDbfs / 10)) };
}
