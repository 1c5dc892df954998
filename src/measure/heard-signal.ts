import { readAcousticPath, type AcousticPath } from './acoustic-path.ts';
import { partOf, partSamples, signalRate, type CheckSignal } from './check-signal.ts';
import { measureLevels, powerDb } from './levels.ts';
import { readStipa } from './stipa.ts';
import { impulseResponse } from './sweep.ts';
import { readTone, type ToneFigures } from './tone.ts';

/** What a microphone heard of a signal that a loudspeaker played. */
export type HeardSignal = Readonly<{
  path: AcousticPath;
  /** From the moment at which it was said to begin until it arrived, ms: the same start for every microphone, and nobody's true latency. */
  lateMs: number;
  /** Of the tone; null where the signal has none. */
  tone: ToneFigures | null;
  /** RMS of the sweep as it was heard, and of the quietest tenth of a second before it all began; dBFS. */
  signalDbfs: number;
  noiseDbfs: number;
  /** Estimate of the speech transmission index with the noise as it was, 0 to 1; null in a signal without STIPA. By the way alone: `path`. */
  stipaIndex: number | null;
}>;

/** A start that was told late or early by so much is found all the same. */
const slackS = 0.35;
const longestWayS = 1.9;
/** Where a tone swings in and out nothing is read. */
const toneEdgeS = 0.1;
const noiseWindowS = 0.1;

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
  return {
    path,
    lateMs: ((beganAt - startsAt) * 1000) / signalRate,
    tone: heardTone(samples, beganAt, signal),
    signalDbfs: rmsDbfs(samples.subarray(sweepAt, sweepAt + inSamples(sweep.part.lengthS))),
    noiseDbfs: quietest(samples.subarray(Math.max(0, Math.round(startsAt) - inSamples(0.5)), Math.round(startsAt))),
    stipaIndex: heardIndex(samples, beganAt, signal),
  };
}

function rmsDbfs(samples: Float32Array): number {
  return measureLevels(samples, signalRate).rmsDbfs;
}

function quietest(samples: Float32Array): number {
  const length = Math.round(noiseWindowS * signalRate);
  let least = Infinity;
  for (let from = 0; from + length <= samples.length; from += length / 2) {
    const window = samples.subarray(from, from + length);
    least = Math.min(least, window.reduce((sum, value) => sum + value * value, 0) / length);
  }
  return powerDb(least);
}

function heardTone(samples: Float32Array, beganAt: number, signal: CheckSignal): ToneFigures | null {
  const tone = partOf(signal, 'tone');
  if (tone === null) return null;
  const from = beganAt + Math.round((tone.fromS + toneEdgeS) * signalRate);
  const to = beganAt + Math.round((tone.fromS + tone.part.lengthS - toneEdgeS / 2) * signalRate);
  return from < 0 || to > samples.length ? null : readTone(samples.subarray(from, to), signalRate, tone.part.hz);
}

function heardIndex(samples: Float32Array, beganAt: number, signal: CheckSignal): number | null {
  const stipa = partOf(signal, 'stipa');
  if (stipa === null) return null;
  const from = beganAt + Math.round(stipa.fromS * signalRate);
  const heard = samples.subarray(from, from + Math.round(stipa.part.lengthS * signalRate));
  const played = partSamples(stipa.part);
  return from < 0 || heard.length < played.length ? null : readStipa(played, heard, signalRate).index;
}
