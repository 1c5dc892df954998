import { expect, test } from 'vitest';
import { fullWaySignal, partOf, signalLengthS, signalRate, signalSamples, waySignal } from '#measure/check-signal.ts';
import { readHeardSignal } from '#measure/heard-signal.ts';
import { gaussianNoise } from './noise.ts';

const signal = signalSamples(waySignal);
const startsAt = 2 * signalRate;

/** What a microphone records: silence with this noise, and the signal from two seconds on, so much later, times `gain`. */
function recorded(lateMs: number, gain: number, noiseRms: number, played = signal): Float32Array {
  const noise = gaussianNoise(startsAt + played.length + signalRate, noiseRms);
  const from = startsAt + Math.round((lateMs * signalRate) / 1000);
  return noise.map((value, at) => value + gain * (played[at - from] ?? 0));
}

test('the parts of a signal lie where they are said to', () => {
  expect(signalLengthS(waySignal)).toBeCloseTo(4.2, 6);
  expect(signal.length).toBe(Math.round(4.2 * signalRate));
  expect(partOf(waySignal, 'sweep')?.fromS).toBeCloseTo(1.1, 6);
  expect(partOf(waySignal, 'stipa')).toBeNull();
  // The rest between tone and sweep is silent.
  expect(Math.max(...signal.subarray(0.5 * signalRate, 1.1 * signalRate).map(Math.abs))).toBe(0);
});

test.each([-200, 0, 40, 180, 400])(
  'a signal that comes %d ms after it was told is found to the millisecond',
  (lateMs) => {
    const heard = readHeardSignal(recorded(lateMs, 0.5, 0.0005), startsAt, waySignal)!;
    expect(heard.lateMs).toBeCloseTo(lateMs, 0);
    expect(heard.path.levelDb).toBeCloseTo(-6, 0);
    expect(heard.path.peakOverFloorDb).toBeGreaterThan(50);
    expect(heard.tone!.distortion).toBeLessThan(0.01);
    expect(heard.tone!.crestDb).toBeCloseTo(3, 0);
    expect(heard.noiseDbfs).toBeGreaterThan(-67);
    expect(heard.noiseDbfs).toBeLessThan(-65);
    // A sine's sweep of amplitude 0.125 has -21 dBFS.
    expect(heard.signalDbfs).toBeCloseTo(-21, 0);
    expect(heard.path.speechIndex).toBeGreaterThan(0.97);
  },
);

test('a signal is found in noise that is as loud as it', () => {
  const heard = readHeardSignal(recorded(40, 0.25, 0.04), startsAt, waySignal)!;
  expect(heard.lateMs).toBeCloseTo(40, 0);
  expect(heard.path.levelDb).toBeGreaterThan(-14);
  expect(heard.path.levelDb).toBeLessThan(-10);
  expect(heard.path.peakOverFloorDb).toBeGreaterThan(30);
});

test('where nothing was played there is nothing, or no more than chance', () => {
  expect(readHeardSignal(new Float32Array(8 * signalRate), startsAt, waySignal)).toBeNull();
  expect(readHeardSignal(recorded(0, 0, 0.01), startsAt, waySignal)!.path.peakOverFloorDb).toBeLessThan(28);
});

test('a chain that clips is told by its tone', () => {
  const clipped = recorded(40, 4, 0.0005).map((value) => Math.max(-0.5, Math.min(0.5, value)));
  const heard = readHeardSignal(clipped, startsAt, waySignal)!;
  expect(heard.tone!.distortion).toBeGreaterThan(0.2);
  expect(heard.tone!.crestDb).toBeLessThan(2);
});

test('the long signal tells how well speech is understood beside noise', () => {
  const short = fullWaySignal.map((part) => (part.kind === 'stipa' ? { ...part, lengthS: 8 } : part));
  const noisy = readHeardSignal(recorded(60, 0.5, 0.03, signalSamples(short)), startsAt, short)!;
  // Noise as loud as the signal in each octave is worth 0.5; this one is white and the signal falls, so it is less.
  expect(noisy.stipaIndex).toBeGreaterThan(0.2);
  expect(noisy.stipaIndex).toBeLessThan(0.6);
  expect(noisy.path.speechIndex).toBeGreaterThan(0.85);
});
