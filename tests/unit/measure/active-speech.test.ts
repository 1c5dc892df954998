import { expect, test } from 'vitest';
import { readActiveSpeech } from '#measure/active-speech.ts';
import { silenceDbfs } from '#measure/levels.ts';
import { gaussianNoise } from './noise.ts';

const rate = 16_000;
/** Words of `spokenS`, then a pause, again and again; speech of RMS 0.1 (-20 dBFS) over a room of `room` RMS. */
function speech(spokenS: number, pauseS: number, room: number): Float32Array {
  const [voice, noise] = [gaussianNoise(20 * rate, 0.1), gaussianNoise(20 * rate, room, 5)];
  return voice.map((value, at) => ((at / rate) % (spokenS + pauseS) < spokenS ? value : 0) + noise[at]!);
}

test('the pauses between sentences make speech no quieter', () => {
  for (const pauseS of [0.5, 1, 2]) {
    const { speechDbfs, pauseDbfs, overPauseDb, activity } = readActiveSpeech(speech(2, pauseS, 0.001), rate);
    expect(Math.abs(speechDbfs! + 20)).toBeLessThan(0.7);
    expect(Math.abs(pauseDbfs + 60)).toBeLessThan(1.5);
    expect(overPauseDb).toBeCloseTo(speechDbfs! - pauseDbfs, 6);
    // What follows a word for a fifth of a second is still speech.
    expect(Math.abs(activity - 2 / (2 + pauseS))).toBeLessThan(0.15);
  }
});

test('gaps between words belong to speech', () => {
  const { activity, speechDbfs } = readActiveSpeech(speech(0.3, 0.1, 0.001), rate);
  expect(activity).toBeGreaterThan(0.95);
  expect(speechDbfs).toBeCloseTo(-20 + 10 * Math.log10(0.75), 0);
});

test.each([10, 20, 30])('speech %d dB over its room is told so', (decibel) => {
  const { overPauseDb } = readActiveSpeech(speech(2, 1, 0.1 * 10 ** (-decibel / 20)), rate);
  expect(Math.abs(overPauseDb! - decibel)).toBeLessThan(2);
});

test('silence, an even noise and a tone are nobody who speaks', () => {
  const tone = Float32Array.from({ length: 5 * rate }, (_, at) => 0.1 * Math.SQRT2 * Math.sin(at));
  for (const [samples, roomDbfs] of [
    [new Float32Array(rate), silenceDbfs],
    [gaussianNoise(5 * rate, 0.01), -40],
    [tone, -20],
  ] as const) {
    const { speechDbfs, activity, pauseDbfs, overPauseDb } = readActiveSpeech(samples, rate);
    expect([speechDbfs, activity, overPauseDb]).toEqual([null, 0, null]);
    expect(Math.abs(pauseDbfs - roomDbfs)).toBeLessThan(1);
  }
});

test('speech is as loud where the sound ends with its loudest moment', () => {
  const samples = speech(2, 1, 0.001);
  // A word that has just begun to swell when the recording is cut.
  for (let at = samples.length - 0.04 * rate; at < samples.length; at += 1) samples[at] = 0.7 * Math.sin(at);
  expect(Math.abs(readActiveSpeech(samples, rate).speechDbfs! + 20)).toBeLessThan(2);
});
