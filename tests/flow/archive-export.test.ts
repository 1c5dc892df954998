import { existsSync, mkdirSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TrackId } from '#domain/ids.ts';
import { scanChunks } from '#domain/record/chunk.ts';
import { openArchive, type Archive } from '../../src/hall/archive/index.ts';
import { runToEnd } from '../../src/hall/plumbing/index.ts';
import { makeHall, openHallArchive, silentLog, type MadeHall } from '../fixtures/make-hall.ts';
import { makeRecord, usualTracks, type MadeRecord } from '../fixtures/make-record.ts';

let hall: MadeHall;
let record: MadeRecord;
let archive: Archive;
const tracks = usualTracks.map((track) => track.trackId as TrackId);

beforeAll(async () => {
  hall = await makeHall();
  record = await makeRecord(hall);
  archive = openHallArchive(hall);
});
afterAll(async () => {
  archive.close();
  await hall.remove();
});

type Packet = Readonly<{ stream_index: number; pts_time: string; data_hash: string }>;
async function packets(file: string): Promise<Packet[]> {
  const run = await runToEnd({
    command: 'ffprobe',
    args: [
      '-v',
      'error',
      '-show_entries',
      'packet=stream_index,pts_time,data_hash',
      '-show_data_hash',
      'MD5',
      '-of',
      'json',
      file,
    ],
    limitMs: 30_000,
  });
  return (JSON.parse(run.stdout.toString()) as { packets: Packet[] }).packets;
}
async function titles(file: string): Promise<string[]> {
  const run = await runToEnd({
    command: 'ffprobe',
    args: ['-v', 'error', '-show_entries', 'stream_tags=title', '-of', 'csv=p=0', file],
    limitMs: 30_000,
  });
  return run.stdout.toString().trim().split('\n');
}
/** Lines that a decoder prints over a file: none for a healthy one. */
async function decoderSays(file: string): Promise<string> {
  const run = await runToEnd({
    command: 'ffmpeg',
    args: [
      '-v',
      'error',
      '-i',
      file,
      '-map',
      '0',
      '-fps_mode',
      'passthrough',
      '-enc_time_base',
      '-1',
      '-f',
      'null',
      '-',
    ],
    limitMs: 60_000,
  });
  return run.stderr;
}
const outFile = (name: string): string => path.join(hall.folders.exports, name);

/** The frames of a track as they lie in its chunk logs: what a bit-exact copy must hold. */
function storedFrames(trackId: string): { atMs: number; md5: string }[] {
  return [1, 2].flatMap((epoch) =>
    [...scanChunks(readFileSync(record.fileOf(trackId, epoch)))].flatMap((chunk) =>
      chunk.state === 'whole'
        ? chunk.frames.map((frame) => ({ atMs: frame.atMs, md5: createHash('md5').update(frame.bytes).digest('hex') }))
        : [],
    ),
  );
}

test.each(['whole.mkv', 'whole.mp4'])(
  'the whole hearing is copied bit by bit into %s, each epoch in its place on the line',
  async (name) => {
    const shares: number[] = [];
    const made = await archive.exportRange({
      hearingId: record.hearingId,
      fromUs: 0,
      toUs: 60_000_000,
      tracks,
      out: outFile(name),
      onProgress: (share) => shares.push(share),
    });
    if (!made.ok) throw new Error(made.fault.key);
    expect(made.value.sha256).toBe(
      createHash('sha256')
        .update(readFileSync(outFile(name)))
        .digest('hex'),
    );
    expect(shares.at(-1)).toBe(1);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
    const all = await packets(outFile(name));
    for (const [index, trackId] of tracks.entries()) {
      const stored = storedFrames(trackId);
      const copied = all.filter((packet) => packet.stream_index === index);
      expect(copied.map((packet) => packet.data_hash.replace('MD5:', ''))).toEqual(stored.map((frame) => frame.md5));
      // What a player shows is the stored time less the codec's delay, which a sound packet carries in front.
      const delayMs = trackId === 'camera-1' ? 0 : 6.5;
      const worst = Math.max(
        ...copied.map((packet, at) => Math.abs(Number(packet.pts_time) * 1000 - (stored[at]!.atMs - delayMs))),
      );
      expect(worst).toBeLessThanOrEqual(1);
    }
    expect(await decoderSays(outFile(name))).toBe('');
    if (name.endsWith('.mkv')) expect(await titles(outFile(name))).toEqual(tracks);
  },
);

test('a clip begins at zero with the key before its first moment, and its tracks stay together', async () => {
  const made = await archive.exportRange({
    hearingId: record.hearingId,
    fromUs: 3_500_000,
    toUs: 15_500_000,
    tracks,
    out: outFile('clip.mkv'),
  });
  expect(made.ok).toBe(true);
  const all = await packets(outFile('clip.mkv'));
  const startOf = (index: number): number => Number(all.find((packet) => packet.stream_index === index)?.pts_time);
  // Key frames lie at 0.24 s and each second on: 3.24 s is the clip's zero; the chunk of sound before 3.5 s begins at 3.5 s and 3.35 s.
  expect(startOf(0)).toBe(0);
  expect(startOf(1)).toBeCloseTo(3.5 - 0.0065 - 3.24, 2);
  expect(startOf(2)).toBeCloseTo(3.35 - 0.0065 - 3.24, 2);
  const pictures = all.filter((packet) => packet.stream_index === 0).map((packet) => Number(packet.pts_time));
  expect(pictures.at(-1)).toBeCloseTo(15.56 - 3.24, 2);
  // The break stays a gap.
  const largest = Math.max(...pictures.slice(1).map((at, index) => at - pictures[index]!));
  expect(largest).toBeCloseTo(14 - 10.2, 1);
  expect(await decoderSays(outFile('clip.mkv'))).toBe('');
});

test('one track alone is a file with one stream', async () => {
  const made = await archive.exportRange({
    hearingId: record.hearingId,
    fromUs: 1_000_000,
    toUs: 4_000_000,
    tracks: ['witness' as TrackId],
    out: outFile('witness.mkv'),
  });
  expect(made.ok).toBe(true);
  expect(await titles(outFile('witness.mkv'))).toEqual(['witness']);
});

test('a file that is there is never replaced', async () => {
  writeFileSync(outFile('there.mkv'), 'mine');
  const made = await archive.exportRange({
    hearingId: record.hearingId,
    fromUs: 0,
    toUs: 4_000_000,
    tracks,
    out: outFile('there.mkv'),
  });
  expect(made).toMatchObject({ ok: false, fault: { key: 'archive.target-exists' } });
  expect(readFileSync(outFile('there.mkv'), 'utf8')).toBe('mine');
});

test('a range in which nothing was recorded is refused and leaves no file', async () => {
  const made = await archive.exportRange({
    hearingId: record.hearingId,
    fromUs: 11_000_000,
    toUs: 13_000_000,
    tracks,
    out: outFile('break.mkv'),
  });
  expect(made).toMatchObject({ ok: false, fault: { key: 'archive.range-empty' } });
  expect(existsSync(outFile('break.mkv'))).toBe(false);
});

test('a folder that is not there fails with a sentence and leaves nothing behind', async () => {
  const made = await archive.exportRange({
    hearingId: record.hearingId,
    fromUs: 0,
    toUs: 4_000_000,
    tracks,
    out: outFile(path.join('no', 'such.mkv')),
  });
  expect(made).toMatchObject({ ok: false, fault: { key: 'archive.unwritable' } });
});

test('a copy that lost its end is no success', async () => {
  const short = await makeRecord(hall, [{ trackId: 'camera-1', kind: 'camera', epochs: [{ fromS: 0, lengthS: 10 }] }], {
    caseNumber: 'short',
  });
  const reopened = openArchive({
    folders: hall.folders,
    keys: hall.keys,
    log: silentLog,
    ffmpeg: { ffmpegPath: '/bin/true', ffprobePath: 'ffprobe' },
  });
  if (!reopened.ok) throw new Error(reopened.fault.key);
  const made = await reopened.value.exportRange({
    hearingId: short.hearingId,
    fromUs: 0,
    toUs: 10_000_000,
    tracks: ['camera-1' as TrackId],
    out: outFile('short.mkv'),
  });
  reopened.value.close();
  expect(made).toMatchObject({ ok: false, fault: { key: 'archive.export-failed' } });
  expect(readdirSync(hall.folders.exports).filter((name) => name.startsWith('.') || name === 'short.mkv')).toEqual([]);
  mkdirSync(outFile('later'), { recursive: true });
  truncateSync(short.fileOf('camera-1'), 1000);
  expect(
    (
      await archive.exportRange({
        hearingId: short.hearingId,
        fromUs: 0,
        toUs: 10_000_000,
        tracks: ['camera-1' as TrackId],
        out: outFile('later/cut.mkv'),
      })
    ).ok,
  ).toBe(false);
});

test('of a closed session no copy is made, also not of the second before it that a copy would begin with (P6, L6)', async () => {
  const { hearingId } = record;
  await hall.note(hearingId, { kind: 'session.closed', body: { atUs: 4_000_000, byOralOrder: true } });
  await hall.note(hearingId, { kind: 'session.reopened', body: { atUs: 6_000_000, byOralOrder: true } });
  await hall.journals.settle();
  const reopened = openHallArchive(hall);
  const copyOf = (fromUs: number, toUs: number, form: 'exact' | 'party') =>
    reopened.exportRange({ hearingId, fromUs, toUs, tracks, form, out: outFile(`closed-${fromUs}-${toUs}.mkv`) });
  const refused = { ok: false, fault: { key: 'archive.closed-session' } };
  expect(await copyOf(0, 20_000_000, 'exact')).toMatchObject(refused);
  expect(await copyOf(5_000_000, 5_500_000, 'party')).toMatchObject(refused);
  expect(await copyOf(6_000_001, 9_000_000, 'exact')).toMatchObject(refused);
  expect((await copyOf(1_000_000, 3_000_000, 'exact')).ok).toBe(true);
  expect((await copyOf(8_500_000, 9_500_000, 'exact')).ok).toBe(true);
  reopened.close();
});
