import type { HeardProcessed } from '#contract/loudspeakers.ts';
import { readActiveSpeech, type ActiveSpeech } from '#measure/active-speech.ts';
import { signalRate, syncPlan, type CheckSignal } from '#measure/check-signal.ts';
import { readHeardSignal, type HeardSignal } from '#measure/heard-signal.ts';
import { humShare } from '#measure/hum.ts';
import { findBeeps, type HeardBeeps } from '#measure/lip-sync.ts';
import { measureLevels, powerDb, silenceDbfs, type Levels } from '#measure/levels.ts';

/** What happened when in a test recording, ms of its line. */
export type SoundStretches = Readonly<{
  /** Until then people were asked to speak. */
  talkToMs: number;
  signal: CheckSignal;
  /** Each loudspeaker that played the signal, and when it was told to begin. */
  plays: readonly Readonly<{ loudspeaker: string; beganAtMs: number }>[];
  /** When the beeps sounded with which the monitors flashed, as far as the browser knows; null: there were none. */
  sync: Readonly<{ beganAtMs: number }> | null;
  /** While a voice's stand-in was played, and what a call would have sent of it; null: it was not. */
  echo: Readonly<{ fromMs: number; toMs: number; heard: readonly HeardProcessed[] }> | null;
}>;

/** A microphone's test recording: the people's part, and what it heard of each loudspeaker. */
export type SoundReading = Readonly<{
  lengthS: number;
  levels: Levels;
  speech: ActiveSpeech;
  /** How loud each second of the people's part was. */
  secondsDbfs: readonly number[];
  /** In the quietest second of all: while somebody speaks or something plays, what hums is hidden by it. */
  hum: Readonly<{ share: number; dbfs: number }>;
  /** By loudspeaker; null where nothing of it arrived. */
  ways: Readonly<Record<string, HeardSignal | null>>;
  /** The beeps with which the monitors flashed; null where none were heard. */
  beeps: HeardBeeps | null;
  /** How loud it was while a voice's stand-in was played, dBFS; null where none was. */
  echoDbfs: number | null;
}>;

/** Reads mono samples of `signalRate`, of which the first was captured at `firstMs`. */
export function readSound(samples: Float32Array, firstMs: number, stretches: SoundStretches): SoundReading {
  const at = (ms: number): number => ((ms - firstMs) * signalRate) / 1000;
  const talk = samples.subarray(0, Math.max(0, Math.round(at(stretches.talkToMs))));
  return {
    lengthS: samples.length / signalRate,
    levels: measureLevels(talk, signalRate),
    speech: readActiveSpeech(talk, signalRate),
    secondsDbfs: secondsOf(talk),
    hum: humIn(samples),
    ways: Object.fromEntries(
      stretches.plays.map(({ loudspeaker, beganAtMs }) => [
        loudspeaker,
        readHeardSignal(samples, at(beganAtMs), stretches.signal),
      ]),
    ),
    echoDbfs: stretches.echo === null ? null : levelIn(samples, at(stretches.echo.fromMs), at(stretches.echo.toMs)),
    beeps: stretches.sync == null ? null : findBeeps(samples, signalRate, firstMs, syncPlan(stretches.sync.beganAtMs)),
  };
}

function levelIn(samples: Float32Array, from: number, to: number): number {
  return measureLevels(samples.subarray(Math.max(0, Math.round(from)), Math.round(to)), signalRate).rmsDbfs;
}

function secondsOf(samples: Float32Array): readonly number[] {
  return Array.from(
    { length: Math.floor(samples.length / signalRate) },
    (_, second) => measureLevels(samples.subarray(second * signalRate, (second + 1) * signalRate), signalRate).rmsDbfs,
  );
}

/** A second that begins at any quarter of one: pauses of those who speak are short. */
function humIn(samples: Float32Array): SoundReading['hum'] {
  const step = signalRate / 4;
  const energies = Array.from({ length: Math.floor(samples.length / step) }, (_, at) =>
    energyOf(samples, at * step, step),
  );
  let quietest = { dbfs: Infinity, from: 0 };
  for (let at = 0; at + 4 <= energies.length; at += 1) {
    const energy = energies.slice(at, at + 4).reduce((sum, each) => sum + each, 0);
    const dbfs = powerDb(energy / signalRate);
    if (dbfs < quietest.dbfs) quietest = { dbfs, from: at * step };
  }
  if (quietest.dbfs === Infinity) return { share: 0, dbfs: silenceDbfs };
  const { from, dbfs } = quietest;
  return { share: humShare(samples.subarray(from, from + signalRate), signalRate), dbfs };
}

function energyOf(samples: Float32Array, from: number, length: number): number {
  let sum = 0;
  for (const value of samples.subarray(from, from + length)) sum += value * value;
  return sum;
}
