import { expect, test } from 'vitest';
import { readAcousticPath, type AcousticPath } from '#measure/acoustic-path.ts';
import { impulseResponse, sweepSamples, type Sweep } from '#measure/sweep.ts';
import { evenNoise, gaussianNoise } from './noise.ts';

const sampleRate = 48_000;
const sweep: Sweep = { sampleRate, lengthS: 1.5, fromHz: 50, toHz: 20_000, amplitude: 0.5 };
const played = sweepSamples(sweep);
const inSamples = (ms: number): number => Math.round((ms * sampleRate) / 1000);

/** What a room of these arrivals gives: ms and share of the amplitude. */
function heardThrough(arrivals: readonly (readonly [ms: number, share: number])[], noise?: Float32Array): Float32Array {
  const recorded = new Float32Array(played.length + sampleRate);
  for (const [ms, share] of arrivals) {
    const late = inSamples(ms);
    for (const [at, value] of played.entries()) recorded[at + late]! += share * value;
  }
  if (noise !== undefined) for (const [at, value] of noise.entries()) recorded[at]! += value;
  return recorded;
}
const pathOf = (recorded: Float32Array): AcousticPath =>
  readAcousticPath(impulseResponse(played, recorded), sampleRate)!;

test('the way is as long and as loud as it was made', () => {
  const { latencyMs, levelDb, peakOverFloorDb, octavesDb, echo, reverberationS } = pathOf(heardThrough([[137, 0.5]]));
  expect(latencyMs).toBeCloseTo(137, 1);
  expect(levelDb).toBeCloseTo(-6, 0);
  expect(peakOverFloorDb).toBeGreaterThan(60);
  for (const octaveDb of octavesDb) expect(octaveDb).toBeCloseTo(-6, 0);
  expect(echo).toBeNull();
  expect(reverberationS).toBeNull();
});

test('an echo is found where it was made, as loud as it was made', () => {
  const { echo } = pathOf(
    heardThrough(
      [
        [100, 0.5],
        [220, 0.3],
      ],
      gaussianNoise(played.length + sampleRate, 0.002),
    ),
  );
  expect(echo?.afterMs).toBeCloseTo(120, 0);
  expect(echo?.levelDb).toBeCloseTo(20 * Math.log10(0.3 / 0.5), 0);
});

test('noise alone is no way: nothing stands 30 dB above it', () => {
  for (const noise of [gaussianNoise(played.length + sampleRate, 0.1), evenNoise(played.length + sampleRate, 0.1)])
    expect(pathOf(noise).peakOverFloorDb).toBeLessThan(30);
});

test('a way through noise as loud as what is heard is still found', () => {
  const { latencyMs, peakOverFloorDb } = pathOf(
    heardThrough([[80, 0.1]], gaussianNoise(played.length + sampleRate, 0.035)),
  );
  expect(latencyMs).toBeCloseTo(80, 1);
  expect(peakOverFloorDb).toBeGreaterThan(30);
});

test('a microphone that gives nothing has no way', () => {
  expect(readAcousticPath(impulseResponse(played, new Float32Array(played.length)), sampleRate)).toBeNull();
});

test('a loudspeaker that has lost its treble is told by its octaves', () => {
  // One pole at 1 kHz: 3 dB down there, some 18 dB at 8 kHz.
  const share = 1 - Math.exp((-2 * Math.PI * 1000) / sampleRate);
  let kept = 0;
  const dull = heardThrough([[50, 0.5]]).map((value) => (kept += share * (value - kept)));
  const { octavesDb } = pathOf(dull);
  const flat = pathOf(heardThrough([[50, 0.5]])).octavesDb;
  expect(octavesDb[3]! - flat[3]!).toBeCloseTo(-3, 0);
  expect(octavesDb[6]! - flat[6]!).toBeLessThan(-15);
  expect(octavesDb[0]! - flat[0]!).toBeCloseTo(0, 0);
});

test.each([0.4, 0.8, 1.6])('a room in which sound takes %d s to fall by 60 dB is told so', (seconds) => {
  const noise = gaussianNoise(3 * sampleRate, 1);
  const response = Float64Array.from(noise, (value, at) => value * Math.exp((-6.9078 * at) / sampleRate / seconds));
  const { reverberationS } = readAcousticPath(response, sampleRate)!;
  expect(reverberationS! / seconds).toBeGreaterThan(0.9);
  expect(reverberationS! / seconds).toBeLessThan(1.1);
});

test('a dry way in noise does not look like a room that rings, however quiet it arrives', () => {
  for (const share of [0.4, 0.12, 0.04, 0.01])
    for (let seed = 0; seed < 3; seed += 1) {
      const { reverberationS } = pathOf(
        heardThrough([[30, share]], gaussianNoise(played.length + sampleRate, 0.0006, seed)),
      );
      expect(reverberationS, `${String(share)} ${String(seed)}`).toBeNull();
    }
});
