import { octaveDecays } from './octave-decays.ts';
import { meanPower, octaveEnvelopes } from './octaves.ts';
import { indexOfEnvelopes } from './speech-transmission.ts';
import { octavePowers, stipaIndexOf } from './stipa.ts';

/** A signal of 20 s leaves chance: rooms of 0.3 to 3 s gave up to 0.036 by it, noise of -10 dB 0.031. Further apart is no chance. */
const chanceAtMost = 0.06;

/** Silence tells noise that lies this far below speech better than a response does that was heard beside it; and where both say nearly the same. */
const noiseAtMost = 0.5;
const apartAtMost = 0.25;

export type IntelligibilityHeard = Readonly<{
  /** Of the way, from its first arrival on (`beginsAt`). */
  response: Float64Array;
  /** A STIPA signal, and what came of it: aligned within some tens of ms. */
  played: Float32Array;
  heard: Float32Array;
  /** Stretches in which nothing was played, of which the quietest counts: somebody may speak before, and the room ring after. */
  silences: readonly Float32Array[];
  /** Of all of it. */
  sampleRate: number;
}>;

/**
 * Estimate of the speech transmission index of a way, 0 to 1 (IEC 60268-16): the room's part by its impulse response (indirect method), the
 * noise's by how much more power came than the response lets through, or by the silence before.
 *
 * The direct method alone, by the depths that are left of the signal's own modulations, is off by up to 0.036 in rooms that ring: in
 * 20 s chance moves the loudness of narrow noise as much as what is looked for. It decides where the two lie further apart than that:
 * such a way is not linear, as of a microphone that sets its own gain, and what a response says of it is not true.
 */
export function readIntelligibility(of: IntelligibilityHeard): number {
  const { response, played, heard, silences, sampleRate } = of;
  const length = Math.min(played.length, heard.length);
  const came = octaveEnvelopes(heard.subarray(0, length), sampleRate);
  const powers = came.map((envelope) => meanPower(envelope));
  const sent = octavePowers(played, length, sampleRate);
  const noises = silences.map((silence) => octaveEnvelopes(silence, sampleRate).map((each) => meanPower(each)));
  const decays = octaveDecays(response, sampleRate);
  const overNoiseDb = decays.map(({ transferPower }, octave) => {
    const all = powers[octave]!;
    const passed = sent[octave]! * transferPower;
    if (passed <= 0) return -Infinity;
    const noise = Math.min(...noises.map((each) => each[octave]!));
    const beside = all - noise;
    const isToldBySilence = noise < noiseAtMost * passed && Math.abs(beside - passed) < apartAtMost * passed;
    const signal = isToldBySilence ? beside : passed;
    return 10 * Math.log10(signal / Math.max(0, all - signal));
  });
  const byResponse = indexOfEnvelopes(decays, overNoiseDb);
  const direct = stipaIndexOf(played, came, sampleRate);
  return Math.abs(direct - byResponse) > chanceAtMost ? direct : byResponse;
}
