import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TrackId } from '#domain/ids.ts';
import type { Archive } from '../../src/hall/archive/index.ts';
import { runToEnd } from '../../src/hall/plumbing/index.ts';
import { makeHall, openHallArchive, type MadeHall } from '../fixtures/make-hall.ts';
import { makeRecord, type MadeRecord, type WantedTrack } from '../fixtures/make-record.ts';
import { decodeSound, sampleRate } from '../lab/wave-file.ts';

/** A click of 10 ms at every full second of the hearing, as a device hears it whose clock is fast by so much. */
function clicks(clockPpm: number): string {
  const second = String(48_000 + (48_000 * clockPpm) / 1e6);
  return `aevalsrc='if(lt(mod(n+${second}/2\\,${second})\\,480)\\,0.8*sin(2*PI*1000*n/48000)\\,0)':s=48000`;
}
const fastPpm = 1000;
const lengthS = 180;
const tracks: readonly WantedTrack[] = [
  {
    trackId: 'camera-1',
    kind: 'camera',
    epochs: [
      { fromS: 0, lengthS, encodedS: 5 },
      { fromS: 190, lengthS: 10 },
    ],
  },
  {
    trackId: 'fast',
    kind: 'microphone',
    epochs: [
      { fromS: 0, lengthS: lengthS + 1, sound: clicks(fastPpm), clockPpm: fastPpm },
      { fromS: 190, lengthS: 10, sound: clicks(0) },
    ],
  },
  {
    trackId: 'true',
    kind: 'microphone',
    epochs: [
      { fromS: 0, lengthS: lengthS + 1, sound: clicks(0) },
      { fromS: 190, lengthS: 10, sound: clicks(0) },
    ],
  },
];

let hall: MadeHall;
let record: MadeRecord;
let archive: Archive;
beforeAll(async () => {
  hall = await makeHall();
  record = await makeRecord(hall, tracks);
  archive = openHallArchive(hall);
}, 120_000);
afterAll(async () => {
  archive.close();
  await hall.remove();
});

async function partyCopy(name: string, wanted: readonly string[], fromS = 0, toS = 300): Promise<string> {
  const made = await archive.exportRange({
    hearingId: record.hearingId,
    fromUs: fromS * 1e6,
    toUs: toS * 1e6,
    tracks: wanted as readonly TrackId[],
    form: 'party',
    out: path.join(hall.folders.exports, name),
  });
  if (!made.ok) throw new Error(made.fault.key);
  expect(made.value.sha256).toBe(createHash('sha256').update(readFileSync(made.value.path)).digest('hex'));
  return made.value.path;
}

type Probed = { streams: Record<string, string>[]; format: { duration: string } };
async function probe(file: string): Promise<Probed> {
  const run = await runToEnd({
    command: 'ffprobe',
    args: ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', file],
    limitMs: 30_000,
  });
  return JSON.parse(run.stdout.toString()) as Probed;
}

/** When clicks begin, in ms of the file. */
function clickTimes(sound: Float32Array): number[] {
  const times: number[] = [];
  for (let at = 0; at < sound.length; at += 1) {
    if (Math.abs(sound[at] ?? 0) < 0.2) continue;
    times.push((at * 1000) / sampleRate);
    at += sampleRate / 2;
  }
  return times;
}

test('a party copy is what stock players take: H.264 in 4:2:0 and AAC-LC at 48 kHz, with the index in front', async () => {
  const file = await partyCopy('party.mp4', ['camera-1', 'fast', 'true'], 20, 60);
  const { streams, format } = await probe(file);
  expect(streams.map((stream) => [stream['codec_name'], stream['codec_tag_string']])).toEqual([
    ['h264', 'avc1'],
    ['aac', 'mp4a'],
  ]);
  expect(streams[0]).toMatchObject({ pix_fmt: 'yuv420p' });
  expect(streams[1]).toMatchObject({ profile: 'LC', sample_rate: '48000' });
  expect(Number(format.duration)).toBeGreaterThan(39.9);
  expect(Number(format.duration)).toBeLessThan(41.2);
  const bytes = readFileSync(file).toString('latin1');
  expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
});

test.each(['fast', 'true'])(
  'the microphone with the %s clock is heard within 40 ms of the hearing for three minutes, also behind a gap',
  async (microphone) => {
    const file = await partyCopy(`${microphone}.m4a`, [microphone]);
    const times = clickTimes(await decodeSound(file));
    const offMs = times.map((ms) => ms - Math.round(ms / 500) * 500);
    expect(Math.max(...offMs.map(Math.abs))).toBeLessThanOrEqual(40);
    // 180 s before the gap of nine and ten behind it; the clicks stand at half seconds.
    expect(times.filter((ms) => ms < 181_200).length).toBeGreaterThanOrEqual(180);
    expect(times.filter((ms) => ms > 181_600 && ms < 189_900)).toEqual([]);
    expect(times.filter((ms) => ms > 189_900).length).toBeGreaterThanOrEqual(9);
  },
  60_000,
);

test('a gap of the camera is a picture that stands, so that what comes behind it is in its place', async () => {
  const file = await partyCopy('gap.mp4', ['camera-1', 'true']);
  const run = await runToEnd({
    command: 'ffprobe',
    args: ['-v', 'error', '-select_streams', 'v', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0', file],
    limitMs: 30_000,
  });
  const times = run.stdout.toString().split('\n').map(Number.parseFloat).filter(Number.isFinite);
  expect(times.filter((second) => second > 180 && second < 189.99)).toEqual([]);
  expect(times.some((second) => Math.abs(second - 190) < 0.01)).toBe(true);
});

test('making a party copy changes nothing of the record', async () => {
  const files = tracks.map(({ trackId }) => record.fileOf(trackId));
  const before = files.map((file) => `${String(statSync(file).mtimeMs)} ${String(statSync(file).size)}`);
  await partyCopy('untouched.m4a', ['camera-1', 'true'], 0, 10);
  expect(files.map((file) => `${String(statSync(file).mtimeMs)} ${String(statSync(file).size)}`)).toEqual(before);
  expect((await archive.verify(record.hearingId)).intact).toBe(true);
});
