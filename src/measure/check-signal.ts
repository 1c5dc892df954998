import type { SyncPlan } from './lip-sync.ts';
import { stipaSamples } from './stipa.ts';
import { sweepSamples } from './sweep.ts';

/** A stretch of what the check plays through a loudspeaker. `amplitude` and `rms` from 0 to 1, full scale. */
export type SignalPart =
  | Readonly<{ kind: 'silence'; lengthS: number }>
  | Readonly<{ kind: 'tone'; lengthS: number; hz: number; amplitude: number }>
  | Readonly<{ kind: 'sweep'; lengthS: number; fromHz: number; toHz: number; amplitude: number }>
  /** A beep of `beepS` at each whole multiple of `everyS`, from the first moment on. */
  | Readonly<{ kind: 'beeps'; lengthS: number; everyS: number; beepS: number; hz: number; amplitude: number }>
  | Readonly<{ kind: 'stipa'; lengthS: number; rms: number; seed: number }>;
export type CheckSignal = readonly SignalPart[];

/** Whoever plays and whoever listens make the same samples at this rate. */
export const signalRate = 48_000;

/** As loud as somebody who speaks up; a hall's amplifier is set for that. */
const amplitude = 0.25;
const fadeS = 0.01;
/** In rests a room becomes silent, and what came late of one part is not taken for the next. */
const rest = { kind: 'silence', lengthS: 0.6 } as const;

/**
 * A tone for distortion, and a sweep for everything that is linear: how loud, how late, which octaves, echo, reverberation. The tone comes
 * first: what a chain that clips makes of a sweep is no impulse response.
 */
export const waySignal: CheckSignal = [
  { kind: 'tone', lengthS: 0.5, hz: 1000, amplitude },
  rest,
  { kind: 'sweep', lengthS: 1.5, fromHz: 50, toHz: 20_000, amplitude },
  { kind: 'silence', lengthS: 1.6 },
];

/** The same, and then long enough a signal for a figure of how well speech is understood (IEC 60268-16, STIPA). */
export const fullWaySignal: CheckSignal = [
  ...waySignal,
  { kind: 'stipa', lengthS: 20, rms: 0.06, seed: 1 },
  { kind: 'silence', lengthS: 1.3 },
];

/**
 * Beeps with which the monitors flash, less often than once a second: nobody is hurt by it (W3C allows three). Their distance is no
 * multiple of a camera's pictures, so that these fall differently upon every flash.
 */
export const syncSignal = [
  { kind: 'silence', lengthS: 1 },
  { kind: 'beeps', lengthS: 8 * 1.037, everyS: 1.037, beepS: 0.08, hz: 2000, amplitude },
  { kind: 'silence', lengthS: 0.7 },
] as const satisfies CheckSignal;
const [syncLead, syncBeeps] = syncSignal;
export const flashMs = 260;

/** A voice's stand-in from the line: loud and quiet by turns, long enough for an echo canceller to learn the hall. */
export const echoSignal: CheckSignal = [{ kind: 'stipa', lengthS: 7, rms: 0.06, seed: 2 }];
/** What is heard of it before that is not judged. */
export const echoSettlesMs = 4000;

/** When monitors flash and the beeps of `syncSignal` sound that began at `beganAtMs`. */
export function syncPlan(beganAtMs: number): SyncPlan {
  const { lengthS, everyS, hz, beepS } = syncBeeps;
  const count = Math.round(lengthS / everyS);
  return {
    atMs: Array.from({ length: count }, (_, no) => beganAtMs + (syncLead.lengthS + no * everyS) * 1000),
    ...{ shinesMs: flashMs, beepHz: hz, beepMs: beepS * 1000 },
  };
}

/** How long it all lasts, s. */
export function signalLengthS(signal: CheckSignal): number {
  return signal.reduce((sum, { lengthS }) => sum + lengthS, 0);
}

/** The first part of this kind and when it begins, s; null where there is none. */
export function partOf<Kind extends SignalPart['kind']>(
  signal: CheckSignal,
  kind: Kind,
): Readonly<{ part: Extract<SignalPart, { kind: Kind }>; fromS: number }> | null {
  let fromS = 0;
  for (const part of signal) {
    if (part.kind === kind) return { part: part as Extract<SignalPart, { kind: Kind }>, fromS };
    fromS += part.lengthS;
  }
  return null;
}

/** Mono samples of one part. */
export function partSamples(part: SignalPart): Float32Array {
  const sampleRate = signalRate;
  switch (part.kind) {
    case 'silence':
      return new Float32Array(Math.round(part.lengthS * sampleRate));
    case 'tone':
      return toneSamples(part, part.lengthS);
    case 'beeps': {
      const beep = toneSamples(part, part.beepS);
      const samples = new Float32Array(Math.round(part.lengthS * sampleRate));
      for (let no = 0; (no + 1) * part.everyS <= part.lengthS + 1e-6; no += 1)
        samples.set(beep, Math.round(no * part.everyS * sampleRate));
      return samples;
    }
    case 'sweep':
      return sweepSamples({ sampleRate, ...part });
    case 'stipa':
      return stipaSamples({ sampleRate, ...part });
  }
}

function toneSamples({ hz, amplitude }: Readonly<{ hz: number; amplitude: number }>, lengthS: number): Float32Array {
  const length = Math.round(lengthS * signalRate);
  return Float32Array.from({ length }, (_, at) => {
    const fade = Math.min(1, at / signalRate / fadeS, (length - at) / signalRate / fadeS);
    return amplitude * fade * Math.sin((2 * Math.PI * hz * at) / signalRate);
  });
}

/** Mono samples of all of it. */
export function signalSamples(signal: CheckSignal): Float32Array {
  const parts = signal.map(partSamples);
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const samples of parts) {
    whole.set(samples, at);
    at += samples.length;
  }
  return whole;
}
