import { readExposure } from './exposure.ts';

export type SizePx = Readonly<{ widthPx: number; heightPx: number }>;

/** One picture's brightness, 0 to 255 a pixel. */
export type Frame = Readonly<{ atMs: number; luma: Uint8Array }>;

/** What a run of pictures is like; luma is 0 to 255, shares are 0 to 1. */
export type PictureFigures = Readonly<{
  frames: number;
  fps: number;
  /** Longest time between two pictures. */
  longestGapMs: number;
  meanLuma: number;
  /** 5th and 95th percentile. */
  p5Luma: number;
  p95Luma: number;
  /** Share of pixels at 20 and below, and at 250 and above. */
  darkShare: number;
  brightShare: number;
  /** How much a pixel changes from one picture to the next, in the middle of all. */
  movement: number;
  /** Longest time in which nothing moved and not even noise was seen. */
  frozenForS: number;
}>;

/** A picture whose mean is not above this is dark. */
const darkUpTo = 20;
/** Mean difference of two pictures below which they are the same: a sensor's noise, even averaged over 8 × 8 pixels, is several times this. */
export const sameBelow = 0.05;

/** Whether a picture is so dark that its being the same says nothing. */
export function isDark(luma: Uint8Array): boolean {
  return luma.reduce((sum, value) => sum + value, 0) <= darkUpTo * luma.length;
}

/** Mean absolute difference of two pictures of one size. */
export function frameDifference(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += Math.abs(a[at]! - b[at]!);
  return a.length === 0 ? 0 : sum / a.length;
}

/** Measures pictures in order of time; `times` of all that came, where only some of them were decoded. */
export function measurePictures(
  frames: readonly Frame[],
  times: readonly number[] = frames.map(({ atMs }) => atMs),
): PictureFigures {
  const { mean, p5, p95, crushedShare, burntShare } = readExposure(frames.map(({ luma }) => luma));
  const changes = frames.slice(1).map(({ luma }, at) => frameDifference(frames[at]!.luma, luma));
  const spanMs = times.length < 2 ? 0 : times.at(-1)! - times[0]!;
  return {
    frames: times.length,
    fps: spanMs <= 0 ? 0 : ((times.length - 1) * 1000) / spanMs,
    longestGapMs: times.reduce((gap, atMs, at) => (at === 0 ? 0 : Math.max(gap, atMs - times[at - 1]!)), 0),
    meanLuma: mean,
    p5Luma: p5,
    p95Luma: p95,
    darkShare: crushedShare,
    brightShare: burntShare,
    movement: changes.toSorted((one, other) => one - other)[Math.floor(changes.length / 2)] ?? 0,
    frozenForS: frozenForMs(frames) / 1000,
  };
}

/**
 * A still source that is encoded anew pulses at each key frame, so one differing picture between equal ones does not
 * end the stretch; two in a row do.
 */
function frozenForMs(frames: readonly Frame[]): number {
  let longest = 0;
  let sinceMs: number | null = null;
  let differing = 0;
  for (let at = 1; at < frames.length; at += 1) {
    const [before, now] = [frames[at - 1]!, frames[at]!];
    differing = frameDifference(before.luma, now.luma) < sameBelow ? 0 : differing + 1;
    if (differing === 0) sinceMs ??= before.atMs;
    else if (differing > 1) sinceMs = null;
    if (sinceMs !== null && differing === 0) longest = Math.max(longest, now.atMs - sinceMs);
  }
  return longest;
}
