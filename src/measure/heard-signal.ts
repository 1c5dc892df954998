import { readAcousticPath, type AcousticPath } from './acoustic-path.ts';
import { partOf, partSamples, signalRate, type CheckSignal, type SignalPart } from './check-signal.ts';
import { readIntelligibility } from './intelligibility.ts';
import { powerDb } from './levels.ts';
import { beginsAt } from './octave-decays.ts';
import { impulseResponse } from './sweep.ts';
import { readTone, type ToneFigures } from './tone.ts';

/** What a microphone heard of a signal that a loudspeaker played. */
export type HeardSignal = Readonly<{
  path: AcousticPath;
  /** From the moment at which it was said to begin until it arrived, ms: the same start for every microphone, and nobody's true latency. */
  lateMs: number;
  /** Of the tone; null where the signal has none. */
  tone: ToneFigures | null;
  /** RMS of the sweep as it was heard, without the noise, and of the noise: before it all began or after it, where it is quieter; dBFS. */
  signalDbfs: number;
  noiseDbfs: number;
  /** Estimate of the speech transmission index with the noise as it was, 0 to 1; null in a signal without STIPA. By the way alone: `path`. */
  stipaIndex: number | null;
}>;

/** A start that was told late or early by so much is found all the same. */
const slackS = 0.35;
const longestWayS = 1.5;
/** Where a tone swings in and out nothing is read. */
const toneEdgeS = 0.1;
/** Until then a room that rings is not full of a signal that has just begun, and would seem to ring less. */
const fillsS = 2;
const noiseS = 0.5;
const ringsS = 1.05;
const noiseWindowS = 0.02;

/**
 * Looks for `signal` in mono samples of `signalRate`, of which `startsAt` (may be a fraction) is where it was said to begin to be played;
 * null where nothing of its sweep arrived. Whether what arrived is more than chance is told by `path.peakOverFloorDb`.
 */
export function readHeardSignal(samples: Float32Array, startsAt: number, signal: CheckSignal): HeardSignal | null {
  const sweep = partOf(signal, 'sweep');
  if (sweep === null) return null;
  const inSamples = (seconds: number): number => Math.round(seconds * signalRate);
  const cutFrom = Math.max(0, Math.round(startsAt) + inSamples(sweep.fromS - slackS));
  const cut = samples.subarray(cutFrom, cutFrom + inSamples(slackS + sweep.part.lengthS + longestWayS));
  if (cut.length <= inSamples(sweep.part.lengthS + slackS)) return null;
  const response = impulseResponse(partSamples(sweep.part), cut);
  const path = readAcousticPath(response, signalRate);
  if (path === null) return null;
  const sweepAt = cutFrom + Math.round((path.latencyMs * signalRate) / 1000);
  const beganAt = sweepAt - inSamples(sweep.fromS);
  const sweepEndsAt = sweepAt + inSamples(sweep.part.lengthS);
  // Somebody may still speak before it begins, and after it a room may still ring.
  const silences = [
    samples.subarray(Math.max(0, Math.round(startsAt) - inSamples(noiseS)), Math.round(startsAt)),
    samples.subarray(sweepEndsAt + inSamples(ringsS), sweepEndsAt + inSamples(ringsS + noiseS)),
  ];
  const noise = Math.min(...silences.map(usualPower));
  const way = response.subarray(beginsAt(response, signalRate, sweepAt - cutFrom));
  return {
    path,
    lateMs: ((beganAt - startsAt) * 1000) / signalRate,
    tone: heardTone(samples, beganAt, signal),
    signalDbfs: powerDb(Math.max(0, powerOf(samples.subarray(sweepAt, sweepEndsAt)) - noise)),
    noiseDbfs: powerDb(noise),
    stipaIndex: heardIndex(samples, beganAt, signal, way, silences),
  };
}

function powerOf(samples: Float32Array): number {
  return samples.reduce((sum, value) => sum + value * value, 0) / Math.max(1, samples.length);
}

/** The mean power of all windows but those that stand out: a knock is no noise. Infinite where there are none. */
function usualPower(samples: Float32Array): number {
  const length = Math.round(noiseWindowS * signalRate);
  const windows = Array.from({ length: Math.floor(samples.length / length) }, (_, at) =>
    powerOf(samples.subarray(at * length, (at + 1) * length)),
  ).sort((one, other) => one - other);
  if (windows.length === 0) return Infinity;
  const median = windows[windows.length >> 1]!;
  const usual = windows.filter((power) => power <= 3 * median);
  return usual.reduce((sum, power) => sum + power, 0) / usual.length;
}

function heardTone(samples: Float32Array, beganAt: number, signal: CheckSignal): ToneFigures | null {
  const tone = partOf(signal, 'tone');
  if (tone === null) return null;
  const from = beganAt + Math.round((tone.fromS + toneEdgeS) * signalRate);
  const to = beganAt + Math.round((tone.fromS + tone.part.lengthS - toneEdgeS / 2) * signalRate);
  return from < 0 || to > samples.length ? null : readTone(samples.subarray(from, to), signalRate, tone.part.hz);
}

function heardIndex(
  samples: Float32Array,
  beganAt: number,
  signal: CheckSignal,
  response: Float64Array,
  silences: readonly Float32Array[],
): number | null {
  const stipa = partOf(signal, 'stipa');
  if (stipa === null) return null;
  const from = beganAt + Math.round((stipa.fromS + fillsS) * signalRate);
  const played = playedStipa(stipa.part);
  const heard = samples.subarray(from, from + played.length);
  if (from < 0 || heard.length < played.length) return null;
  const whole = silences.filter(({ length }) => length >= (noiseS * signalRate) / 2);
  return readIntelligibility({ response, played, heard, silences: whole, sampleRate: signalRate });
}

/** What of it is judged. Kept: it is long in the making, and what is known of it is asked for every microphone and loudspeaker. */
let kept: Readonly<{ key: string; samples: Float32Array }> | null = null;

function playedStipa(part: Extract<SignalPart, { kind: 'stipa' }>): Float32Array {
  const key = JSON.stringify(part);
  if (kept?.key !== key) kept = { key, samples: partSamples(part).subarray(Math.round(fillsS * signalRate)) };
  return kept.samples;
}
