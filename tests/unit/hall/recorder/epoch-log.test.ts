import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HearingId, SeatId, TrackId } from '#domain/ids.ts';
import { writeInitChunk, writeMediaChunk } from '#domain/record/chunk.ts';
import { opusHead } from '#domain/record/opus-head.ts';
import { EpochLog } from '../../../../src/hall/recorder/epoch-log.ts';

const hearingId = '11111111-2222-4333-8444-555555555555' as HearingId;
const place = { hearingId, trackNo: 1, epoch: 1 };
const head = writeInitChunk({ ...place, codec: { kind: 'audio', sampleRate: 48_000, codecPrivate: opusHead(48_000) } });
const media = (seq: number, firstAtUs = seq * 200_000): Uint8Array =>
  writeMediaChunk({
    ...place,
    seq,
    firstAtUs,
    lastAtUs: firstAtUs + 200_000,
    sourceUs: 0,
    isJump: false,
    frames: [{ atUs: firstAtUs, isKey: true, bytes: Uint8Array.of(1, 2, 3, 4) }],
  });
let folder: string;
let told: string[];
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tarazy-epoch-'));
  told = [];
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function openLog(
  file = path.join(folder, 'tracks', 'judge', '0001.mkv'),
  largestChunkBytes = 10_000,
  provenToUs = (): number => Infinity,
): EpochLog {
  return new EpochLog(
    {
      ...place,
      trackId: 'judge' as TrackId,
      seatId: 'judge' as SeatId,
      kind: 'microphone',
      path: 'browser',
      device: 'x',
      file,
    },
    {
      opened: () => told.push('opened'),
      segmentClosed: (segment) => told.push(`segment ${String(segment.firstSeq)}-${String(segment.lastSeq)}`),
      closed: (body) => told.push(`closed ${String(body.chunks)} ${body.cause}`),
      flowed: (fromUs) => told.push(`flowed ${String(fromUs)}`),
      gapFound: (fromUs, toUs) => told.push(`gap ${String(fromUs)}-${String(toUs)}`),
      writeFailed: () => told.push('write failed'),
      written: () => {},
      provenToUs,
    },
    { largestChunkBytes, segmentUs: 4_000_000, gapFromUs: 250_000, nowUs: 0 },
  );
}

test('chunks handed over all at once are written once each, in order, and told as segments before the end', async () => {
  const log = openLog();
  const chunks = [head, ...Array.from({ length: 45 }, (_, at) => media(at + 1))];
  const admissions = await Promise.all(chunks.map((chunk) => log.admit(chunk)));
  expect(admissions.every((admission) => admission.state === 'written')).toBe(true);
  expect(await log.admit(chunks[7]!)).toEqual({ state: 'had', seq: 7 });
  await log.close('asked');
  expect(readFileSync(log.place.file).equals(Buffer.concat(chunks))).toBe(true);
  expect(told).toEqual([
    'opened',
    'flowed 200000',
    'segment 0-19',
    'segment 20-39',
    'segment 40-45',
    'closed 46 asked',
  ]);
  expect(await log.admit(media(46))).toEqual({ state: 'ended' });
});

test('segments end at the same moments of the hearing, whenever a track began, and none is shorter than half a length', async () => {
  for (const beginsAtUs of [100_000, 1_900_000, 2_100_000, 3_900_000]) {
    told = [];
    const log = openLog(path.join(folder, 'tracks', String(beginsAtUs), '0001.mkv'));
    const at = (seq: number): number => beginsAtUs + (seq - 1) * 200_000;
    await log.admit(head);
    for (let seq = 1; seq <= 100; seq += 1) await log.admit(media(seq, at(seq)));
    await log.close('asked');
    const lasts = told.flatMap((line) => /^segment \d+-(\d+)$/.exec(line)?.slice(1).map(Number) ?? []).slice(0, -1);
    const endsS = lasts.map((seq) => at(seq + 1) / 1e6);
    expect(endsS.every((endS) => endS % 4 < 0.2)).toBe(true);
    expect(endsS.length).toBeGreaterThan(3);
    expect(endsS[0]! - beginsAtUs / 1e6).toBeGreaterThan(2);
  }
});

test('what does not belong or runs back in time is refused and leaves no byte', async () => {
  const log = openLog();
  await log.admit(head);
  await log.admit(media(1));
  expect(await log.admit(media(3))).toEqual({ state: 'refused', why: 'order' });
  expect(await log.admit(media(2, 0))).toEqual({ state: 'refused', why: 'time' });
  expect(await log.admit(Buffer.concat([media(2), media(3)]))).toEqual({ state: 'refused', why: 'structure' });
  expect(await log.admit(new Uint8Array(20_000))).toEqual({ state: 'refused', why: 'too-large' });
  expect(await log.admit(media(2))).toEqual({ state: 'written', seq: 2 });
  expect(readFileSync(log.place.file).equals(Buffer.concat([head, media(1), media(2)]))).toBe(true);
  await log.close('asked');
});

test('a hole inside an epoch is told', async () => {
  const log = openLog();
  for (const chunk of [head, media(1), media(2, 1_000_000)]) await log.admit(chunk);
  await log.close('asked');
  expect(told).toContain('gap 400000-1000000');
});

test.skipIf(process.platform === 'win32')(
  'a full disk acknowledges nothing, is tried again, and gives what waited back when nobody waits any longer',
  async () => {
    const log = openLog('/dev/full');
    const waiting = log.admit(head);
    await expect.poll(() => told.length, { timeout: 3000 }).toBeGreaterThanOrEqual(2);
    const closed = log.close('asked');
    log.giveUp();
    await closed;
    expect(await waiting).toEqual({ state: 'failed' });
    expect(log.have).toBe(-1);
    expect(new Set(told)).toEqual(new Set(['write failed']));
  },
);

test('what a disk refused is written once it takes it again, with nothing sent twice', async () => {
  const file = path.join(folder, 'tracks', 'judge', '0001.mkv');
  mkdirSync(file, { recursive: true });
  const log = openLog(file);
  const admitted = [head, media(1), media(2)].map((chunk) => log.admit(chunk));
  await expect.poll(() => told).toContain('write failed');
  rmSync(file, { recursive: true });
  expect((await Promise.all(admitted)).map(({ state }) => state)).toEqual(['written', 'written', 'written']);
  await log.close('asked');
  expect(readFileSync(file).equals(Buffer.concat([head, media(1), media(2)]))).toBe(true);
});

test('an epoch in which nothing was written leaves no trace', async () => {
  const log = openLog();
  await log.close('asked');
  expect(told).toEqual([]);
});

test('sound waits until it is proven to be its own, and what is proven foreign never comes to disk', async () => {
  let provenToUs = 0;
  const log = openLog(undefined, undefined, () => provenToUs);
  await log.admit(head);
  const first = log.admit(media(1));
  const second = log.admit(media(2));
  const third = log.admit(media(3));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(log.have).toBe(0);
  provenToUs = 650_000;
  log.proceed();
  expect(await first).toEqual({ state: 'written', seq: 1 });
  expect(await second).toEqual({ state: 'written', seq: 2 });
  log.foreignFrom(650_000);
  expect(await third).toEqual({ state: 'late' });
  expect(await log.admit(media(4))).toEqual({ state: 'late' });
  await log.close('device-lost');
  expect(readFileSync(log.place.file).equals(Buffer.concat([head, media(1), media(2)]))).toBe(true);
});

test('the last moments of an epoch for which no proof comes any more are kept when nothing speaks against them', async () => {
  const log = openLog(undefined, undefined, () => 0);
  await log.admit(head);
  const last = log.admit(media(1));
  await log.close('asked');
  expect(await last).toEqual({ state: 'written', seq: 1 });
});
