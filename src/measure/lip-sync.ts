import type { Frame } from './picture.ts';
import { powerDb } from './levels.ts';

/** Flashes of a monitor and beeps of a loudspeaker that were to come at the same moments, ms of one clock. */
export type SyncPlan = Readonly<{
  /** When each was to begin. */
  atMs: readonly number[];
  /** How long a flash shines. */
  shinesMs: number;
  /** Frequency of the beep, Hz, and how long one lasts. */
  beepHz: number;
  beepMs: number;
}>;

/** How late the flashes were seen, ms after the plan, and by how much a spot of the picture became brighter, steps of luma. */
export type SeenFlashes = Readonly<{ lateMs: number; contrast: number }>;
/** How late the beeps were heard, ms after the plan, and how far they stood above the rest, dB. */
export type HeardBeeps = Readonly<{ lateMs: number; overRestDb: number }>;

/** Nothing comes so early or so late that it would not be told as a fault long before. */
const earliestMs = -300;
const latestMs = 700;
const coarseMs = 20;
/** Pictures are looked at in spots so wide, pixels: a monitor in a camera's view is seldom smaller. */
const spotPx = 5;
/** A spot brightens by more than a sensor's noise, with every flash; what moves does so with some of them. */
const leastContrast = 3;
const leastOverNoise = 8;
const leastShare = 0.75;
const beepOverRestDb = 12;
/** An arrival begins where its power has risen to this share of its highest. */
const onsetShare = 0.25;

/**
 * Looks for the flashes of a plan in the pictures of a camera, `width` pixels wide: in every spot, how much brighter it is whenever they
 * shine, for every delay. To a few ms, finer than the pictures' own pace, where the plan's times are no multiple of it. Null where
 * nothing brightens so.
 */
export function findFlashes(frames: readonly Frame[], width: number, plan: SyncPlan): SeenFlashes | null {
  const spots = spotsOf(frames, width);
  const times = frames.map(({ atMs }) => atMs);
  let best: (Scored & Readonly<{ lateMs: number; spot: number }>) | null = null;
  for (let lateMs = earliestMs; lateMs <= latestMs; lateMs += coarseMs) {
    const lit = litAt(times, plan, lateMs);
    for (const [spot, values] of spots.entries()) {
      const scored = score(values, lit);
      if (scored.overNoise > (best?.overNoise ?? 0)) best = { ...scored, lateMs, spot };
    }
  }
  if (best === null || best.contrast < leastContrast || best.overNoise < leastOverNoise) return null;
  const values = spots[best.spot]!;
  const fine = finest(values, times, plan, best.lateMs);
  const followed = plan.atMs.filter((fromMs) => follows(values, times, fromMs + fine, plan.shinesMs)).length;
  return followed < leastShare * plan.atMs.length ? null : { lateMs: fine, contrast: best.contrast };
}

type Scored = Readonly<{ contrast: number; overNoise: number }>;

/** The course of brightness of each spot: mean luma by picture. */
function spotsOf(frames: readonly Frame[], width: number): readonly Float64Array[] {
  const height = Math.floor((frames[0]?.luma.length ?? 0) / width);
  const across = Math.floor(width / spotPx);
  const down = Math.floor(height / spotPx);
  const spots = Array.from({ length: across * down }, () => new Float64Array(frames.length));
  for (const [at, { luma }] of frames.entries())
    for (let y = 0; y < down * spotPx; y += 1)
      for (let x = 0; x < across * spotPx; x += 1)
        spots[Math.floor(y / spotPx) * across + Math.floor(x / spotPx)]![at]! +=
          luma[y * width + x]! / (spotPx * spotPx);
  return spots;
}

/** For each picture 1 while a flash shines, -1 in as long a time before and after it, 0 elsewhere: what changes slowly says nothing. */
function litAt(times: readonly number[], { atMs, shinesMs }: SyncPlan, lateMs: number): Int8Array {
  return Int8Array.from(times, (time) => {
    for (const from of atMs) {
      const since = time - from - lateMs;
      if (since >= 0 && since < shinesMs) return 1;
      if (since >= -shinesMs && since < 2 * shinesMs) return -1;
    }
    return 0;
  });
}

function score(values: Float64Array, lit: Int8Array): Scored {
  let [count, sum, squares, darkCount, darkSum, darkSquares] = [0, 0, 0, 0, 0, 0];
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at]!;
    if (lit[at] === 1) {
      count += 1;
      sum += value;
      squares += value * value;
    } else if (lit[at] === -1) {
      darkCount += 1;
      darkSum += value;
      darkSquares += value * value;
    }
  }
  if (count < 3 || darkCount < 3) return { contrast: 0, overNoise: 0 };
  const [bright, dark] = [sum / count, darkSum / darkCount];
  const spread = squares / count - bright ** 2 + (darkSquares / darkCount - dark ** 2);
  // A picture out of a computer has no noise at all.
  return { contrast: bright - dark, overNoise: (bright - dark) / Math.sqrt(Math.max(0.01, spread / count)) };
}

/** The delay that fits best to the millisecond; of several that fit alike the middle one. */
function finest(values: Float64Array, times: readonly number[], plan: SyncPlan, nearMs: number): number {
  const fits = Array.from({ length: 4 * coarseMs + 1 }, (_, step) => {
    const lateMs = nearMs - 2 * coarseMs + step;
    return { lateMs, ...score(values, litAt(times, plan, lateMs)) };
  });
  const most = Math.max(...fits.map(({ overNoise }) => overNoise));
  const alike = fits.filter(({ overNoise }) => overNoise >= most * 0.999);
  return (alike[0]!.lateMs + alike.at(-1)!.lateMs) / 2;
}

/** Whether this one flash was seen: of several a passer-by makes one. */
function follows(values: Float64Array, times: readonly number[], fromMs: number, shinesMs: number): boolean {
  const mean = (from: number, to: number): number => {
    const within = values.filter((_, at) => times[at]! >= from && times[at]! < to);
    return within.reduce((sum, value) => sum + value, 0) / Math.max(1, within.length);
  };
  return mean(fromMs, fromMs + shinesMs) - mean(fromMs - shinesMs, fromMs) > leastContrast / 2;
}

/**
 * Looks for the beeps of a plan in mono samples, of which the first is at `fromMs`: the power at their frequency in every millisecond, all
 * beeps laid upon one another. Null where nothing stands out.
 */
export function findBeeps(
  samples: Float32Array,
  sampleRate: number,
  fromMs: number,
  { atMs, beepHz, beepMs }: SyncPlan,
): HeardBeeps | null {
  const step = Math.round(sampleRate / 1000);
  const powers = powersAt(samples, sampleRate, beepHz, step);
  const length = latestMs - earliestMs + Math.round(beepMs);
  const laid = new Float64Array(length);
  let count = 0;
  for (const planned of atMs) {
    const first = Math.round(planned + earliestMs - fromMs);
    if (first < 0 || first + length > powers.length) continue;
    count += 1;
    for (let at = 0; at < length; at += 1) laid[at]! += powers[first + at]!;
  }
  if (count === 0) return null;
  const rest = Float64Array.from(laid).sort()[Math.floor(length / 4)]!;
  const highest = laid.reduce((most, power) => Math.max(most, power), 0);
  const overRestDb = powerDb(highest / count) - powerDb(rest / count);
  if (overRestDb < beepOverRestDb) return null;
  const onset = laid.findIndex((power) => power - rest >= onsetShare * (highest - rest));
  return { lateMs: earliestMs + onset, overRestDb };
}

/** The power at a frequency, one value for each `step` samples. */
function powersAt(samples: Float32Array, sampleRate: number, hz: number, step: number): Float64Array {
  const angle = (2 * Math.PI * hz) / sampleRate;
  const turns = Array.from({ length: step }, (_, at) => [Math.cos(angle * at), Math.sin(angle * at)] as const);
  return Float64Array.from({ length: Math.floor(samples.length / step) }, (_, block) => {
    let [re, im] = [0, 0];
    for (const [at, [cos, sin]] of turns.entries()) {
      const value = samples[block * step + at]!;
      re += value * cos;
      im += value * sin;
    }
    return (re * re + im * im) / step ** 2;
  });
}
