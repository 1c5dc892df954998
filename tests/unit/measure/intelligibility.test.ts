import { expect, test } from 'vitest';
import { fullWaySignal, partOf, signalRate, signalSamples } from '#measure/check-signal.ts';
import { readHeardSignal } from '#measure/heard-signal.ts';
import { octaveEnvelopes } from '#measure/octaves.ts';
import { indexOfEnvelopes } from '#measure/speech-transmission.ts';
import { reverberation } from '../../lab/acoustic-room.ts';
import { speechNoise } from '../../measure/selftest/speech-noise.ts';
import { gaussianNoise } from './noise.ts';
import { throughRoom } from './through-room.ts';

const stipaRms = 0.06;
const gain = 0.5;
const signal = signalSamples(fullWaySignal);

function wayOf(decayS: number, seed: number): Float32Array {
  return decayS === 0
    ? Float32Array.from({ length: signalRate }, (_, at) => (at === 480 ? gain : 0))
    : reverberation(decayS, gain, gaussianNoise(5 * signalRate, 1, seed));
}

/** What is read of the check's long signal behind such a way. */
function heardIndex(
  decayS: number,
  overNoiseDb: number,
  seed: number,
  change = (value: number, _at: number): number => value,
): number {
  const came = throughRoom(signal, wayOf(decayS, seed));
  const noise = speechNoise(
    came.length + 2 * signalRate,
    signalRate,
    gain * stipaRms * 10 ** (-overNoiseDb / 20),
    seed,
  );
  const recorded = noise.map((value, at) => value + change(came[at - signalRate] ?? 0, at - signalRate));
  return readHeardSignal(recorded, signalRate, fullWaySignal)!.stipaIndex!;
}

test.each([
  [0, 15],
  [0, -10],
  [0.6, 10],
  [3, 60],
])(
  'a room of %d s with speech %d dB over noise has the index that theory says, within 0.015',
  (decayS, overNoiseDb) => {
    // What this very room's response and the noise have together (Schroeder; IEC 60268-16).
    const truth = indexOfEnvelopes(octaveEnvelopes(wayOf(decayS, 2), signalRate), Array<number>(7).fill(overNoiseDb));
    expect(Math.abs(heardIndex(decayS, overNoiseDb, 2) - truth)).toBeLessThan(0.015);
  },
);

test('a microphone that turned itself down for the sweep is not said to be noisy', () => {
  const quietUntil = partOf(fullWaySignal, 'stipa')!.fromS * signalRate;
  const index = heardIndex(0, 40, 1, (value, at) => (at < quietUntil ? 0.5 : 1) * value);
  expect(index).toBeGreaterThan(0.95);
});
