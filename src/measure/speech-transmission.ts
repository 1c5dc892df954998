import type { Envelope } from './octaves.ts';

/*
 * The speech transmission index after IEC 60268-16:2011, male voice: from 0, nothing is understood, to 1. What it is not: a certified
 * measurement. Levels are not calibrated, so that masking by loud neighbouring bands and the threshold of hearing are left
 * out, and the way measured is that of a loudspeaker to a microphone, not of a person's mouth.
 */

/** Of an octave from 125 Hz to 8 kHz: its own weight, and what it shares with the next one. */
const weights = [0.085, 0.127, 0.23, 0.233, 0.309, 0.224, 0.173] as const;
const shared = [0.085, 0.078, 0.065, 0.011, 0.047, 0.095] as const;
/** Loudness of speech rises and falls so often a second. */
export const modulationsHz = [0.63, 0.8, 1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8, 10, 12.5] as const;
const reachDb = 15;

/** The index from one transfer index for each octave. */
export function indexOf(transfers: readonly number[]): number {
  const own = transfers.reduce((sum, transfer, at) => sum + weights[at]! * transfer, 0);
  const common = shared.reduce((sum, weight, at) => sum + weight * Math.sqrt(transfers[at]! * transfers[at + 1]!), 0);
  return Math.min(1, Math.max(0, own - common));
}

/** How much of a modulation's depth is left, 0 to 1, as a transfer index from 0 to 1. */
export function transferIndex(kept: number): number {
  if (kept <= 0) return 0;
  if (kept >= 1) return 1;
  const decibel = 10 * Math.log10(kept / (1 - kept));
  return (Math.min(reachDb, Math.max(-reachDb, decibel)) + reachDb) / (2 * reachDb);
}

/**
 * The index from the octaves of an impulse response (indirect method, Schroeder) and, where it is known, how far speech stands above the
 * noise of each octave, dB.
 */
export function indexOfEnvelopes(envelopes: readonly Envelope[], speechOverNoiseDb?: readonly number[]): number {
  const transfers = envelopes.map((envelope, octave) => {
    const noise = speechOverNoiseDb === undefined ? 0 : 10 ** (-speechOverNoiseDb[octave]! / 10);
    const kept = modulationsHz.map((each) => transferIndex(shareAt(envelope, each) / (1 + noise)));
    return kept.reduce((sum, each) => sum + each, 0) / kept.length;
  });
  return indexOf(transfers);
}

/** What turns so often a second in a loudness, as a share of all of it. */
export function shareAt({ power, ratePerS }: Envelope, hz: number, length = power.length): number {
  const angle = (2 * Math.PI * hz) / ratePerS;
  const [stepRe, stepIm] = [Math.cos(angle), Math.sin(angle)];
  // Turned on by one step each: a sine for every sample would take longer than all the rest, and what rounding adds is far below 1e-9.
  let [turnRe, turnIm, re, im, all] = [1, 0, 0, 0, 0];
  for (let at = 0; at < length; at += 1) {
    const value = power[at]!;
    re += value * turnRe;
    im += value * turnIm;
    all += value;
    const next = turnRe * stepRe - turnIm * stepIm;
    turnIm = turnRe * stepIm + turnIm * stepRe;
    turnRe = next;
  }
  return all === 0 ? 0 : Math.hypot(re, im) / all;
}
