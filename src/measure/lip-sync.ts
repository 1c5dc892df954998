import type { Frame } from './picture.ts';

/** A flash of a monitor and a beep of a loudspeaker that came at one moment, when each was seen and heard, ms on one clock. */
export type Together = Readonly<{ seenAtMs: number; heardAtMs: number }>;

export type LipSync = Readonly<{
  /** Sound less picture, the middle one: positive, sound is late; negative, it comes first. */
  soundLateMs: number;
  /** Half of all lie within so much of the middle one. */
  spreadMs: number;
  pairs: readonly Together[];
}>;

/** A frame is bright when it is nearer to the brightest than to the darkest, where these are really two. */
const leastSwing = 20;
/** A turn of the beep. */
const windowMs = 1;
const beepOverRestDb = 12;
/** Two beeps are further apart than one lasts. */
const apartMs = 300;

/** Times at which pictures become bright. The moment lies between the dark picture and the bright one; a share of the way by how bright. */
export function flashesIn(frames: readonly Frame[]): readonly number[] {
  const bright = frames.map(({ luma }) => luma.reduce((sum, value) => sum + value, 0) / Math.max(1, luma.length));
  const [low, high] = [Math.min(...bright), Math.max(...bright)];
  if (high - low < leastSwing) return [];
  const half = (low + high) / 2;
  return frames.flatMap(({ atMs }, at) => (at > 0 && bright[at]! >= half && bright[at - 1]! < half ? [atMs] : []));
}

/** Times at which a beep (of 1 kHz or more) begins in mono samples, of which the first is at `fromMs`; to the millisecond. */
export function beepsIn(samples: Float32Array, sampleRate: number, fromMs: number): readonly number[] {
  const step = Math.max(1, Math.round((windowMs * sampleRate) / 1000));
  const levels = Array.from({ length: Math.floor(samples.length / step) }, (_, at) => {
    const energy = samples.subarray(at * step, (at + 1) * step).reduce((sum, value) => sum + value * value, 0);
    return 10 * Math.log10(energy / step + 1e-12);
  });
  if (levels.length === 0) return [];
  const sorted = [...levels].sort((one, other) => one - other);
  const [rest, loud] = [sorted[sorted.length >> 1]!, sorted.at(-1)!];
  if (loud - rest < beepOverRestDb) return [];
  const limit = (rest + loud) / 2;
  const found: number[] = [];
  for (const [at, level] of levels.entries()) {
    const atMs = fromMs + (at * step * 1000) / sampleRate;
    const isNew = found.length === 0 || atMs - found.at(-1)! > apartMs;
    if (level >= limit && isNew) found.push(atMs);
  }
  return found;
}

/** Pairs each flash with the beep next to it, at most half a period away; null where there are fewer than three pairs. */
export function readLipSync(
  flashesMs: readonly number[],
  beepsMs: readonly number[],
  periodMs: number,
): LipSync | null {
  const pairs = flashesMs.flatMap((seenAtMs): Together[] => {
    const nearest = beepsMs.toSorted((one, other) => Math.abs(one - seenAtMs) - Math.abs(other - seenAtMs))[0];
    return nearest === undefined || Math.abs(nearest - seenAtMs) > periodMs / 2
      ? []
      : [{ seenAtMs, heardAtMs: nearest }];
  });
  if (pairs.length < 3) return null;
  const late = pairs.map(({ seenAtMs, heardAtMs }) => heardAtMs - seenAtMs);
  const soundLateMs = middle(late);
  return { soundLateMs, spreadMs: middle(late.map((each) => Math.abs(each - soundLateMs))), pairs };
}

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
