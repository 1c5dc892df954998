import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HearingId, SeatId, TrackId } from '#domain/ids.ts';
import { writeInitChunk, writeMediaChunk } from '#domain/record/chunk.ts';
import { opusHead } from '#domain/record/opus-head.ts';
import { lampOf, TailReader, trackLampOf, type TailSight } from '../../../../src/hall/recorder/lamp.ts';
import { defaultTuning } from '../../../../src/hall/recorder/tuning.ts';

const place = { hearingId: '11111111-2222-4333-8444-555555555555' as HearingId, trackNo: 1, epoch: 1 };
let folder: string;
let file: string;
let reader: TailReader;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tarazy-lamp-'));
  file = path.join(folder, '0001.mkv');
  reader = new TailReader(file);
});
afterEach(async () => {
  await reader.close();
  rmSync(folder, { recursive: true, force: true });
});

const init = (): Uint8Array =>
  writeInitChunk({ ...place, codec: { kind: 'audio', sampleRate: 48_000, codecPrivate: opusHead(48_000) } });
const media = (seq: number): Uint8Array =>
  writeMediaChunk({
    ...place,
    seq,
    firstAtUs: seq * 200_000,
    lastAtUs: (seq + 1) * 200_000,
    sourceUs: 0,
    isJump: false,
    frames: [{ atUs: seq * 200_000, isKey: true, bytes: Uint8Array.of(1, 2, 3, 4) }],
  });
/** The lamp's word on a track last seen so, at a moment of the hearing. */
function stateAt(sight: TailSight, nowUs: number): string {
  return trackLampOf(
    {
      trackId: 'judge' as TrackId,
      seatId: 'judge' as SeatId,
      kind: 'microphone',
      wantedSinceUs: 0,
      sight,
      newestUs: sight.writtenToUs,
      undecodedFromUs: null,
      lengthBytes: sight.lengthBytes,
    },
    nowUs,
    defaultTuning,
  ).state;
}

test('a file that is not there yet is starting, and stopped when it does not come', async () => {
  const sight = await reader.look();
  expect(sight.writtenToUs).toBeNull();
  expect(stateAt(sight, 500_000)).toBe('starting');
  expect(stateAt(sight, 3_500_000)).toBe('stopped');
});

test('a head without a frame lights nothing', async () => {
  writeFileSync(file, init());
  expect(stateAt(await reader.look(), 500_000)).toBe('starting');
});

test('a growing file is written; once it stops growing it is late and then stopped', async () => {
  writeFileSync(file, init());
  for (let seq = 1; seq < 6; seq += 1) {
    appendFileSync(file, media(seq));
    const sight = await reader.look();
    expect(sight).toMatchObject({
      writtenToUs: (seq + 1) * 200_000,
      lengthBytes: readFileSync(file).length,
      isBroken: false,
    });
    expect(stateAt(sight, (seq + 1) * 200_000 + 300_000)).toBe('written');
  }
  const sight = await reader.look();
  expect(stateAt(sight, 1_200_000 + 1_600_000)).toBe('late');
  expect(stateAt(sight, 1_200_000 + 3_100_000)).toBe('stopped');
});

test('the lamp never says written more than two seconds after the last captured frame', () => {
  const sight = { lengthBytes: 1, firstAtUs: 0, writtenToUs: 0, isBroken: false };
  const longestMs = Array.from({ length: 60 }, (_, at) => at * 50)
    .filter((ms) => stateAt(sight, ms * 1000) === 'written')
    .at(-1)!;
  expect(longestMs + defaultTuning.lampEveryMs).toBeLessThanOrEqual(2000);
});

test('a chunk that is half there counts only when it is whole', async () => {
  const next = media(1);
  writeFileSync(file, Buffer.concat([init(), next.subarray(0, 60)]));
  expect((await reader.look()).writtenToUs).toBeNull();
  appendFileSync(file, next.subarray(60));
  expect((await reader.look()).writtenToUs).toBe(400_000);
});

test.each([
  [
    'a flipped bit',
    (bytes: Uint8Array) => {
      bytes[bytes.length - 2]! ^= 1;
      return bytes;
    },
  ],
  ['a missing chunk', () => media(3)],
  ['bytes that are no chunk', () => new Uint8Array(400).fill(7)],
])('%s puts the track out for good, however the file grows on', async (_, hurt) => {
  writeFileSync(file, Buffer.concat([init(), media(1)]));
  await reader.look();
  appendFileSync(file, hurt(media(2)));
  appendFileSync(file, media(4));
  const sight = await reader.look();
  expect(sight).toMatchObject({ isBroken: true, writtenToUs: 400_000 });
  expect(stateAt(sight, 500_000)).toBe('stopped');
});

test('a file that became shorter puts the track out', async () => {
  writeFileSync(file, Buffer.concat([init(), media(1)]));
  await reader.look();
  truncateSync(file, 40);
  expect(stateAt(await reader.look(), 500_000)).toBe('stopped');
});

test('one track that is not written takes the whole lamp out of recording, and the worst is named', () => {
  const track = (trackId: string, state: 'written' | 'late' | 'stopped' | 'starting', lagMs: number | null) =>
    ({
      trackId: trackId as TrackId,
      seatId: trackId as SeatId,
      kind: 'microphone',
      state,
      writtenToUs: 1,
      lagMs,
      lengthBytes: 1,
    }) as const;
  expect(lampOf([track('a', 'written', 300), track('b', 'written', 200)], 5)).toMatchObject({
    state: 'recording',
    worst: null,
  });
  expect(lampOf([track('a', 'written', 300), track('b', 'starting', null)], 5)).toMatchObject({
    state: 'starting',
    worst: 'b',
  });
  expect(lampOf([track('a', 'late', 1900), track('b', 'stopped', 4000), track('c', 'written', 0)], 5)).toMatchObject({
    state: 'trouble',
    worst: 'b',
  });
  expect(lampOf([], 0).state).toBe('off');
});

function trackAt(trackId: string, newestUs: number | null, wantedSinceUs: number | null, nowUs: number) {
  const sight = { lengthBytes: 0, firstAtUs: null, writtenToUs: newestUs, isBroken: false };
  const seen = { trackId: trackId as TrackId, seatId: trackId as SeatId, kind: 'microphone' } as const;
  return trackLampOf(
    { ...seen, wantedSinceUs, sight, newestUs, undecodedFromUs: null, lengthBytes: 0 },
    nowUs,
    defaultTuning,
  );
}

test('a hall to which the link is down leaves the lamp to what is recorded here', () => {
  const own = trackAt('judge', 59_900_000, 0, 60_000_000);
  const away = trackAt('remote-sound', 20_000_000, null, 60_000_000);
  expect(away).toMatchObject({ state: 'off', lagMs: null, writtenToUs: 20_000_000 });
  expect(lampOf([own, away], 60_000, new Set([away.trackId]))).toMatchObject({ state: 'recording', worst: null });
});

test('a hall that is back is not called written before something new of it was re-read', () => {
  const own = trackAt('judge', 59_900_000, 0, 60_000_000);
  const back = trackAt('remote-sound', 20_000_000, 59_800_000, 60_000_000);
  expect(back.state).toBe('starting');
  expect(lampOf([own, back], 60_000, new Set([back.trackId])).state).toBe('recording');
  const stopped = trackAt('remote-sound', 20_000_000, 50_000_000, 60_000_000);
  expect(stopped.state).toBe('stopped');
  expect(lampOf([own, stopped], 60_000, new Set([stopped.trackId]))).toMatchObject({
    state: 'trouble',
    worst: 'remote-sound',
  });
});
