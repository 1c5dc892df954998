import { readActiveSpeech, type ActiveSpeech } from '#measure/active-speech.ts';
import { signalRate, type CheckSignal } from '#measure/check-signal.ts';
import { readHeardSignal, type HeardSignal } from '#measure/heard-signal.ts';
import { humShare } from '#measure/hum.ts';
import { measureLevels, silenceDbfs, type Levels } from '#measure/levels.ts';

/** What happened when in a test recording, ms of its line. */
export type SoundStretches = Readonly<{
  /** Until then people were asked to speak. */
  talkToMs: number;
  signal: CheckSignal;
  /** Each loudspeaker that played the signal, and when it was told to begin. */
  plays: readonly Readonly<{ loudspeaker: string; beganAtMs: number }>[];
}>;

/** A microphone's test recording: the people's part, and what it heard of each loudspeaker. */
export type SoundReading = Readonly<{
  lengthS: number;
  levels: Levels;
  speech: ActiveSpeech;
  /** In the quietest second: while somebody speaks, what hums is hidden by it. */
  hum: Readonly<{ share: number; dbfs: number }>;
  /** By loudspeaker; null where nothing of it arrived. */
  ways: Readonly<Record<string, HeardSignal | null>>;
}>;

/** Reads mono samples of `signalRate`, of which the first was captured at `firstMs`. */
export function readSound(samples: Float32Array, firstMs: number, stretches: SoundStretches): SoundReading {
  const at = (ms: number): number => ((ms - firstMs) * signalRate) / 1000;
  const talk = samples.subarray(0, Math.max(0, Math.round(at(stretches.talkToMs))));
  return {
    lengthS: samples.length / signalRate,
    levels: measureLevels(talk, signalRate),
    speech: readActiveSpeech(talk, signalRate),
    hum: humIn(talk),
    ways: Object.fromEntries(
      stretches.plays.map(({ loudspeaker, beganAtMs }) => [
        loudspeaker,
        readHeardSignal(samples, at(beganAtMs), stretches.signal),
      ]),
    ),
  };
}

function humIn(samples: Float32Array): SoundReading['hum'] {
  const seconds = Array.from({ length: Math.floor(samples.length / signalRate) }, (_, second) => {
    const stretch = samples.subarray(second * signalRate, (second + 1) * signalRate);
    return { stretch, dbfs: measureLevels(stretch, signalRate).rmsDbfs };
  });
  const quietest = seconds.toSorted((one, other) => one.dbfs - other.dbfs)[0];
  return quietest === undefined
    ? { share: 0, dbfs: silenceDbfs }
    : { share: humShare(quietest.stretch, signalRate), dbfs: quietest.dbfs };
}
