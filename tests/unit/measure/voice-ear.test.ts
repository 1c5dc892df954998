import { expect, test } from 'vitest';
import { VoiceEar } from '#measure/voice-ear.ts';
import { gaussianNoise } from './noise.ts';

const rate = 16_000;
/** Words of two seconds with pauses of one, of this RMS over a room. */
function speech(lengthS: number, rms: number, roomRms: number, seed = 1): Float32Array {
  const [voice, room] = [gaussianNoise(lengthS * rate, rms, seed), gaussianNoise(lengthS * rate, roomRms, seed + 9)];
  return voice.map((value, at) => ((at / rate) % 3 < 2 ? value : 0) + room[at]!);
}
/** In pieces as a window that looks about once a second takes them, no two alike. */
function hear(ear: VoiceEar, samples: Float32Array): void {
  for (let [at, looks] = [0, 0]; at < samples.length; looks += 1) {
    const length = Math.round(rate * (0.8 + 0.1 * (looks % 5)));
    ear.hear(samples.subarray(at, at + length));
    at += length;
  }
}

test.each([
  [-20, 40],
  [-26, 20],
  [-45, 15],
  [-45, 9],
])('speech of %d dBFS that is %d dB over its room is told so', (dbfs, overDb) => {
  const ear = new VoiceEar(rate);
  hear(ear, speech(24, 10 ** (dbfs / 20), 10 ** ((dbfs - overDb) / 20)));
  expect(Math.abs(ear.figures!.speechDbfs - dbfs)).toBeLessThan(1);
  expect(Math.abs(ear.figures!.overPauseDb - overDb)).toBeLessThan(2);
});

test('nothing is told of silence, an even noise, a cough, nor in the first seconds', () => {
  const cough = gaussianNoise(24 * rate, 0.001).map((value, at) => (at > rate && at < 2 * rate ? 100 : 1) * value);
  for (const samples of [new Float32Array(24 * rate), gaussianNoise(24 * rate, 0.05), cough, speech(8, 0.1, 0.001)]) {
    const ear = new VoiceEar(rate);
    hear(ear, samples);
    expect(ear.figures).toBeNull();
  }
});

test('what was told stands while nobody speaks, and whoever comes nearer is told so within half a minute', () => {
  const ear = new VoiceEar(rate);
  hear(ear, speech(24, 0.005, 0.0001));
  hear(ear, gaussianNoise(40 * rate, 0.0001, 3));
  expect(Math.abs(ear.figures!.speechDbfs + 46)).toBeLessThan(1);
  hear(ear, speech(30, 0.05, 0.0001, 4));
  expect(Math.abs(ear.figures!.speechDbfs + 26)).toBeLessThan(1);
});
