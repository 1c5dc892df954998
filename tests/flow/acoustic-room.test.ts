import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readAcousticPath, type AcousticPath } from '#measure/acoustic-path.ts';
import { readActiveSpeech } from '#measure/active-speech.ts';
import { impulseResponse, sweepSamples } from '#measure/sweep.ts';
import { readTone } from '#measure/tone.ts';
import { arrivals, reverberation, type AcousticRoom } from '../lab/acoustic-room.ts';
import { startLab, type Lab } from '../lab/start-lab.ts';
import { encodeWave, sampleRate } from '../lab/wave-file.ts';
import { gaussianNoise } from '../unit/measure/noise.ts';

/* The laboratory's own room, measured by the self-test's instruments through the sound server, both ways real. */

const run = promisify(execFile);
const sweep = sweepSamples({ sampleRate, lengthS: 1.5, fromHz: 50, toHz: 20_000, amplitude: 0.3 });
const loudspeakers = ['front', 'back'] as const;
const microphones = ['judge', 'witness'] as const;
let lab: Lab;
let room: AcousticRoom;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tarazy-room-'));
  lab = await startLab({
    acoustics: {
      loudspeakers: loudspeakers.map((name) => ({ name, label: `Loudspeaker ${name}` })),
      microphones: microphones.map((name) => ({ name, label: `Microphone ${name}` })),
    },
  });
  room = lab.acoustics!;
});
afterAll(async () => {
  await lab.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  for (const microphone of microphones) {
    for (const loudspeaker of loudspeakers) await room.way(loudspeaker, microphone, null);
    await room.loop(microphone, null);
    await room.chain(microphone, { gain: 1, clipAt: 1 });
  }
});

/** What each microphone hears from a moment before `samples` are played until a good second after. */
async function play(loudspeaker: string, samples: Float32Array): Promise<Readonly<Record<string, Float32Array>>> {
  const file = path.join(folder, 'played.wav');
  writeFileSync(file, encodeWave(samples));
  const format = ['--raw', '--format=s16le', '--rate=48000', '--channels=1', '--latency-msec=20'];
  const listening = microphones.map((name) => {
    const child = spawn('parec', [`--device=mic_${name}`, ...format], { env: lab.env });
    const pieces: Buffer[] = [];
    child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
    return { name, child, pieces };
  });
  await wait(300);
  await run('paplay', [`--device=${loudspeaker}`, file], { env: lab.env });
  await wait(1200);
  const heard: Record<string, Float32Array> = {};
  for (const { name, child, pieces } of listening) {
    const gone = once(child, 'close');
    child.kill('SIGTERM');
    await gone;
    const bytes = Buffer.concat(pieces);
    heard[name] = Float32Array.from({ length: bytes.length >> 1 }, (_, at) => bytes.readInt16LE(2 * at) / 32_768);
  }
  return heard;
}
const pathOf = (heard: Float32Array): AcousticPath | null =>
  readAcousticPath(impulseResponse(sweep, heard), sampleRate);

test('a loudspeaker is heard by the microphones it was wired to, as loud and as late as it was made, and by no other', async () => {
  await room.way('front', 'judge', arrivals([5, 0.5]));
  await room.way('back', 'judge', arrivals([25, 0.25]));
  await room.way('back', 'witness', arrivals([5, 0.5]));
  const front = await play('front', sweep);
  expect(pathOf(front['judge']!)?.levelDb).toBeCloseTo(-6, 0);
  expect(pathOf(front['judge']!)?.peakOverFloorDb).toBeGreaterThan(50);
  expect(pathOf(front['witness']!)).toBeNull();
  const back = await play('back', sweep);
  const [judge, witness] = [pathOf(back['judge']!)!, pathOf(back['witness']!)!];
  expect(judge.levelDb).toBeCloseTo(-12, 0);
  expect(witness.levelDb).toBeCloseTo(-6, 0);
});

test('an echo and a room that rings are found as they were made', async () => {
  await room.way('front', 'judge', arrivals([5, 0.4], [125, 0.2]));
  await room.way('front', 'witness', reverberation(0.8, 0.4, gaussianNoise(2 * sampleRate, 1)));
  const heard = await play('front', sweep);
  const echo = pathOf(heard['judge']!)?.echo;
  expect(echo?.afterMs).toBeCloseTo(120, 0);
  expect(echo?.levelDb).toBeCloseTo(-6, 0);
  expect(pathOf(heard['witness']!)?.reverberationS).toBeGreaterThan(0.7);
  expect(pathOf(heard['witness']!)?.reverberationS).toBeLessThan(0.9);
});

test('a chain that clips distorts a tone, and what a microphone hears beside is heard too', async () => {
  const tone = Float32Array.from(
    { length: sampleRate },
    (_, at) => 0.3 * Math.sin((2 * Math.PI * 1000 * at) / sampleRate),
  );
  for (const microphone of microphones) await room.way('front', microphone, arrivals([5, 1]));
  await room.chain('witness', { gain: 4, clipAt: 0.5 });
  const heard = await play('front', tone);
  const middle = (samples: Float32Array): Float32Array => {
    const begin = samples.findIndex((value) => Math.abs(value) > 0.1);
    return samples.subarray(begin + sampleRate / 4, begin + (3 * sampleRate) / 4);
  };
  expect(readTone(middle(heard['judge']!), sampleRate, 1000).distortion).toBeLessThan(0.01);
  expect(readTone(middle(heard['witness']!), sampleRate, 1000).distortion).toBeGreaterThan(0.2);
  await room.loop('judge', gaussianNoise(sampleRate, 0.01));
  const noisy = await play('back', tone);
  expect(readActiveSpeech(noisy['judge']!.subarray(sampleRate / 2), sampleRate).pauseDbfs).toBeCloseTo(-40, 0);
});
