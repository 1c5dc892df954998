import { expect, test } from 'vitest';
import { mixSounds } from '../../native/ffmpeg/index.ts';
import { runToEnd } from '../../src/hall/plumbing/index.ts';

/** A click at half a second, and a device that begins a quarter later with its own at a whole one. */
const sounds = [
  "aevalsrc='if(between(t\\,0.5\\,0.51)\\,0.5\\,0)':s=48000:d=2",
  "aevalsrc='if(between(t\\,0.75\\,0.76)\\,0.5\\,0)':s=48000:d=1,asetpts=PTS+0.25/TB",
];

test('each sound is heard in the mix when it was heard in the hall, to the millisecond, from first to last', async () => {
  const run = await runToEnd({
    command: 'ffmpeg',
    args: [
      ...['-v', 'error', '-nostdin', '-copyts', ...sounds.flatMap((sound) => ['-f', 'lavfi', '-i', sound])],
      ...['-filter_complex', mixSounds(['0:a', '1:a'], '2', 'mix'), '-map', '[mix]', '-f', 'f32le', 'pipe:1'],
    ],
    limitMs: 20_000,
  });
  expect(run.stderr).toBe('');
  const mixed = new Float32Array(Uint8Array.from(run.stdout).buffer);
  const begins = [...mixed.keys()].filter((at) => (mixed[at] ?? 0) > 0.25 && (mixed[at - 1] ?? 0) <= 0.25);
  expect(begins.map((at) => Math.round(at / 48))).toEqual([500, 1000]);
  expect(mixed.length / 48).toBeGreaterThan(1990);
});
