import { median } from '../verdict.ts';

/** A flash and a chirp, or two chirps, of which it is known how far apart they were; null where one was not found. */
export type Pair = Readonly<{ reference: number | null; chirp: number | null; apartS: number }>;

/** How sound lies to what it is compared with over a run, in ms; positive is early. */
export type Offsets = Readonly<{
  earliestMs: number;
  latestMs: number;
  medianMs: number;
  /** Of the last fifth against the first. */
  driftMs: number;
  pairs: number;
  missing: number;
}>;

const rounded = (ms: number): number => Math.round(ms * 10) / 10;

export function offsetsOf(pairs: readonly Pair[]): Offsets {
  const found = pairs.flatMap(({ reference, chirp, apartS }) =>
    reference === null || chirp === null ? [] : [1000 * (reference + apartS - chirp)],
  );
  const fifth = Math.max(1, Math.floor(found.length / 5));
  return {
    earliestMs: rounded(Math.max(...found)),
    latestMs: rounded(Math.min(...found)),
    medianMs: rounded(median(found)),
    driftMs: rounded(median(found.slice(-fifth)) - median(found.slice(0, fifth))),
    pairs: found.length,
    missing: pairs.length - found.length,
  };
}
