import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { SeatId } from '#domain/ids.ts';
import { scanChunks } from '#domain/record/chunk.ts';
import type { Seat } from '#domain/seats.ts';
import { openSoundServer } from '../../native/sound-server/index.ts';
import { startPrivateSoundServer, type PrivateSoundServer } from './private-sound-server.ts';
import { runToEnd, systemClock } from '../../src/hall/plumbing/index.ts';
import { SoundDesk } from '../../src/sound-path/sound-desk.ts';
import { quietLog, setRecorderStage, until, type RecorderStage } from './recorder-stage.ts';
import { openChunkDoor } from './recorder-window.ts';

const tonesHz = [300, 450, 600, 750, 900, 1100, 1300, 1500];
const soundServer = openSoundServer();
let sound: PrivateSoundServer;
const endings: (() => Promise<void>)[] = [];

beforeAll(async () => {
  sound = await startPrivateSoundServer();
  await sound.pactl(
    'load-module',
    'module-null-sink',
    'sink_name=mixer',
    'rate=48000',
    'channels=8',
    "sink_properties=device.description='Mixer'",
  );
  await sound.pactl(
    'load-module',
    'module-null-sink',
    'sink_name=desk',
    'rate=48000',
    'channels=8',
    `channel_map=${Array.from({ length: 8 }, (_, n) => `aux${String(n)}`).join(',')}`,
  );
  for (const sink of ['mixer', 'desk']) sound.play(sink, await channelMapOf(`${sink}.monitor`), tones());
});
afterAll(() => sound.stop());
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

async function channelMapOf(source: string): Promise<readonly string[]> {
  const listed = await soundServer.listSources();
  if (listed === 'not-available' || !listed.ok) throw new Error('no sound server');
  return listed.value.find((one) => one.source === source)!.channelMap;
}

/** One second of a different tone on every channel. */
function tones(): Buffer {
  const samples = new Int16Array(48_000 * tonesHz.length);
  for (let at = 0; at < 48_000; at += 1)
    tonesHz.forEach((hz, channel) => {
      samples[at * tonesHz.length + channel] = Math.round(8000 * Math.sin((2 * Math.PI * hz * at) / 48_000));
    });
  return Buffer.from(samples.buffer);
}

function channelSeat(source: string, channel: number): Seat {
  return {
    id: `seat-${String(channel)}` as SeatId,
    kind: 'microphone',
    place: 'other',
    name: '',
    gated: false,
    device: { path: 'hall', source, label: source, channels: 8, channel },
  };
}

/** Amplitude of each tone in what ffmpeg decodes of a track, ±1 full scale, in three half seconds. */
async function heard(stage: RecorderStage, trackId: string, epoch = 1): Promise<readonly (readonly number[])[]> {
  const file = fileOf(stage, trackId, epoch);
  const run = await runToEnd({
    command: 'ffmpeg',
    limitMs: 20_000,
    args: ['-v', 'error', '-i', file, '-ac', '1', '-ar', '48000', '-f', 'f32le', 'pipe:1'],
  });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const bytes = Uint8Array.from(run.stdout);
  const samples = new Float32Array(bytes.buffer);
  return [24_000, 48_000, 72_000].map((from) => tonesIn(samples.subarray(from, from + 24_000)));
}
function tonesIn(samples: Float32Array): readonly number[] {
  return tonesHz.map((hz) => {
    let real = 0;
    let imaginary = 0;
    samples.forEach((sample, at) => {
      real += sample * Math.cos((2 * Math.PI * hz * at) / 48_000);
      imaginary += sample * Math.sin((2 * Math.PI * hz * at) / 48_000);
    });
    return (2 * Math.hypot(real, imaginary)) / samples.length;
  });
}
const fileOf = (stage: RecorderStage, trackId: string, epoch = 1): string =>
  path.join(stage.folder, 'tracks', trackId, `${String(epoch).padStart(4, '0')}.mkv`);

/** A real recorder and the sound path's own desk, joined by a real chunk socket; only the process around it is ours. */
async function begin(): Promise<RecorderStage> {
  const soundPath = {
    isSecondWay: true,
    ensure() {},
    pid: () => null,
    end: () => desk.abandon(),
    stop: () => desk.abandon(),
  };
  const stage = setRecorderStage({
    soundServer,
    soundPath,
    planned: (plan) => {
      desk.follow(plan);
    },
  });
  const door = await openChunkDoor(stage.recorder);
  const desk = new SoundDesk({
    ffmpegPath: 'ffmpeg',
    soundServer,
    log: quietLog,
    clock: systemClock,
    address: () => door.address,
    isAllowed: () => true,
    login: () => Promise.resolve(null),
    pictureDoor: () => Promise.resolve(null),
    send: (report) => {
      stage.recorder.receiveReport('sound-path', report);
    },
  });
  stage.recorder.windowCame('sound-path', 'new');
  endings.push(async () => {
    await stage.end();
    await door.close();
  });
  return stage;
}

test.each(['mixer.monitor', 'desk.monitor'])(
  'each channel of %s is on its own track and on no other',
  async (source) => {
    const stage = await begin();
    const seats = tonesHz.map((_, channel) => channelSeat(source, channel));
    expect(await stage.recorder.record(stage.ask(seats))).toEqual({ ok: true, value: undefined });
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(stage.recorder.lamp().state).toBe('recording');
    const closed = await stage.recorder.close({ cutAtUs: null, lamp: 'off' });
    expect(closed).toMatchObject({ openStreams: [], confirmedBy: ['recorder', 'sound-path', 'sound-server'] });
    for (const channel of seats.keys()) {
      // Another channel would be heard all the time; a player that stumbles spoils one half second.
      const bleedsDb = (await heard(stage, `seat-${String(channel)}`)).map((levels) => {
        const own = levels[channel]!;
        expect(own).toBeGreaterThan(0.15);
        return 20 * Math.log10(Math.max(...levels.filter((_, at) => at !== channel)) / own);
      });
      expect(Math.min(...bleedsDb)).toBeLessThan(-60);
    }
  },
);

test('sound is stamped with the time at which it was heard, and nothing after the cut is kept', async () => {
  const stage = await begin();
  const ask = stage.ask([channelSeat('mixer.monitor', 0)]);
  await stage.recorder.record(ask);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const cutAtUs = Number(process.hrtime.bigint() / 1000n) - ask.zero.monotonicUs;
  await stage.recorder.close({ cutAtUs });
  const chunks = [...scanChunks(readFileSync(fileOf(stage, 'seat-0')))].flatMap((chunk) =>
    chunk.state === 'whole' && chunk.header.seq > 0 ? [chunk] : [],
  );
  const first = chunks[0]!.header;
  const last = chunks.at(-1)!.header;
  expect(first.firstAtUs).toBeGreaterThanOrEqual(0);
  expect(last.lastAtUs).toBeLessThanOrEqual(cutAtUs);
  expect(last.lastAtUs).toBeGreaterThan(cutAtUs - 400_000);
  const lengthUs = chunks.reduce((sum, chunk) => sum + chunk.header.frames * 20_000, 0);
  expect(Math.abs(last.lastAtUs - first.firstAtUs - lengthUs)).toBeLessThan(20_000);
});

test('a source that vanishes is an alarm within seconds, and what comes back begins a new epoch behind a gap', async () => {
  const module = await sound.pactl(
    'load-module',
    'module-remap-source',
    'master=mixer.monitor',
    'source_name=line',
    'channels=8',
    `channel_map=${(await channelMapOf('mixer.monitor')).join(',')}`,
  );
  const stage = await begin();
  await stage.recorder.record(stage.ask([channelSeat('line', 2)]));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await sound.pactl('unload-module', module);
  await until('the alarm', () => stage.told.raised.some((fault) => fault.key === 'recorder.device-missing'), 4000);
  await sound.pactl(
    'load-module',
    'module-remap-source',
    'master=mixer.monitor',
    'source_name=line',
    'channels=8',
    `channel_map=${(await channelMapOf('mixer.monitor')).join(',')}`,
  );
  // Whichever of the two notices first ends an epoch; the one between may never have begun.
  await until('the new epoch', () => stage.told.opened.some((body) => body.epoch > 1), 8000);
  await until('its end', () => stage.told.cleared.some((fault) => fault.key === 'recorder.device-missing'), 4000);
  await new Promise((resolve) => setTimeout(resolve, 2200));
  await stage.recorder.close({ cutAtUs: null });
  const lost = stage.told.gaps.filter((gap) => gap.cause === 'device-lost');
  expect(lost).toHaveLength(1);
  expect(lost[0]!.toUs - lost[0]!.fromUs).toBeGreaterThan(300_000);
  const levels = await heard(stage, 'seat-2', stage.told.opened.at(-1)!.epoch);
  expect(levels[0]![2]).toBeGreaterThan(0.15);
});

test('an open capture of ours is named and one of another program is only counted', async () => {
  const stage = await begin();
  const ours = spawn('parec', ['-d', 'mixer.monitor', '--raw'], { stdio: 'ignore' });
  endings.push(async () => {
    ours.kill('SIGKILL');
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  const closed = await stage.recorder.close({ cutAtUs: null });
  expect(closed.openStreams).toEqual([`sound-server: pacat ${String(ours.pid)} mixer.monitor`]);
  expect(closed.streamsSeen).toBe(1);
});
