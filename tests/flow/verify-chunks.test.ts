import { appendFileSync, copyFileSync, readFileSync, renameSync, rmSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { chunkLogParts } from '#domain/journal/hearing-folder.ts';
import { sealChunk } from '#domain/record/chunk-header.ts';
import { makeHall, openHallArchive, type MadeHall } from '../fixtures/make-hall.ts';
import { makeRecord, type MadeRecord } from '../fixtures/make-record.ts';
import { chunkPlace, tamperWith, type Tampered } from '../fixtures/tampered-record.ts';

let hall: MadeHall;
let record: MadeRecord;
let other: MadeRecord;
let tampered: Tampered;

beforeAll(async () => {
  hall = await makeHall();
  record = await makeRecord(hall);
  other = await makeRecord(hall, [{ trackId: 'camera-1', kind: 'camera', epochs: [{ fromS: 0, lengthS: 4 }] }], {
    caseNumber: 'other',
  });
  openHallArchive(hall).close();
});
afterAll(() => hall.remove());
beforeEach(() => {
  tampered = tamperWith(hall, record);
  return () => {
    tampered.remove();
  };
});

const told = (): ReturnType<Tampered['told']> => tampered.told();
const named = (trackId: string, epoch = 1): string => path.join(...chunkLogParts(trackId, epoch));
const chunkAt = (trackId: string, seq: number): { at: number; end: number } => chunkPlace(record.fileOf(trackId), seq);
function bytesOf(trackId: string, segment: number, epoch = 1): Buffer {
  const { offsetBytes, lengthBytes } = record.segment(trackId, segment, epoch);
  return readFileSync(record.fileOf(trackId, epoch)).subarray(offsetBytes, offsetBytes + lengthBytes);
}
/** Puts `inserted` in the place of [from, to) of a chunk log. */
function splice(trackId: string, from: number, to: number, ...inserted: Buffer[]): void {
  tampered.change(tampered.logFile(trackId), (bytes) =>
    Buffer.concat([bytes.subarray(0, from), ...inserted, bytes.subarray(to)]),
  );
}
function flip(trackId: string, at: number, mask = 0x10): void {
  tampered.change(tampered.logFile(trackId), (bytes) => {
    bytes[at]! ^= mask;
    return bytes;
  });
}
function endOf(trackId: string, segment: number, epoch = 1): number {
  const { offsetBytes, lengthBytes } = record.segment(trackId, segment, epoch);
  return offsetBytes + lengthBytes;
}

test('an untouched record is intact and every sealed byte was read', async () => {
  const verification = await tampered.verify();
  expect(verification).toMatchObject({ intact: true, damages: [], segments: record.segments.length });
  expect(verification.lengthBytes).toBe(record.segments.reduce((sum, segment) => sum + segment.lengthBytes, 0));
});

test('one flipped bit is named by its chunk', async () => {
  const { at, end } = chunkAt('camera-1', 23);
  flip('camera-1', at + 1500, 0x10);
  expect(await told()).toEqual([
    {
      what: 'flipped',
      file: named('camera-1'),
      trackId: 'camera-1',
      epoch: 1,
      segment: 3,
      firstSeq: 23,
      lastSeq: 23,
      fromByte: at,
      toByte: end,
      fromUs: record.segment('camera-1', 3).fromUs,
      toUs: record.segment('camera-1', 3).toUs,
    },
  ]);
});

test.each([0, 1, 2, 7, 12, 47, 60, 66, 90, 97])(
  'a flipped bit in byte %i of a frame header is named by its chunk',
  async (offset) => {
    const { at, end } = chunkAt('judge', 14);
    flip('judge', at + offset, 0x01);
    expect(await told()).toMatchObject([
      { what: 'flipped', trackId: 'judge', segment: 2, firstSeq: 14, lastSeq: 14, fromByte: at, toByte: end },
    ]);
  },
);

test('a flipped bit in the head of the file is named as chunk 0', async () => {
  flip('judge', 40, 0x01);
  expect(await told()).toMatchObject([
    {
      what: 'flipped',
      trackId: 'judge',
      segment: 1,
      firstSeq: 0,
      lastSeq: 0,
      fromByte: 0,
      toByte: chunkAt('judge', 0).end,
    },
  ]);
});

test('flipped bits in two tracks are two places', async () => {
  flip('judge', chunkAt('judge', 5).at + 120, 0x80);
  flip('camera-1', chunkAt('camera-1', 50).at + 120, 0x80);
  expect(await told()).toMatchObject([
    { what: 'flipped', trackId: 'camera-1', segment: 5, firstSeq: 50 },
    { what: 'flipped', trackId: 'judge', segment: 1, firstSeq: 5 },
  ]);
});

test('a chunk that was altered and given a fitting crc is named by its segment', async () => {
  const { at, end } = chunkAt('judge', 14);
  tampered.change(tampered.logFile('judge'), (bytes) => {
    bytes[end - 5]! ^= 0xff;
    sealChunk(bytes.subarray(at, end), 0);
    return bytes;
  });
  expect(await told()).toMatchObject([{ what: 'flipped', trackId: 'judge', segment: 2, firstSeq: 11, lastSeq: 20 }]);
});

test('a deleted segment is named and nothing behind it', async () => {
  const segment = record.segment('camera-1', 3);
  splice('camera-1', segment.offsetBytes, endOf('camera-1', 3));
  expect(await told()).toEqual([
    {
      what: 'deleted',
      file: named('camera-1'),
      trackId: 'camera-1',
      epoch: 1,
      segment: 3,
      firstSeq: segment.firstSeq,
      lastSeq: segment.lastSeq,
      fromByte: segment.offsetBytes,
      toByte: endOf('camera-1', 3),
      fromUs: segment.fromUs,
      toUs: segment.toUs,
    },
  ]);
});

test('a deleted first segment is named', async () => {
  tampered.change(tampered.logFile('judge'), (bytes) => bytes.subarray(endOf('judge', 1)));
  expect(await told()).toMatchObject([{ what: 'deleted', trackId: 'judge', segment: 1, firstSeq: 0, lastSeq: 10 }]);
});

test('two deleted segments are two places, or one where they were neighbours', async () => {
  splice('camera-1', endOf('camera-1', 1), endOf('camera-1', 4), bytesOf('camera-1', 3));
  splice('judge', endOf('judge', 1), endOf('judge', 3));
  expect(await told()).toMatchObject([
    { what: 'deleted', trackId: 'camera-1', segment: 2 },
    { what: 'deleted', trackId: 'camera-1', segment: 4 },
    { what: 'deleted', trackId: 'judge', segment: 2, firstSeq: 11, lastSeq: 30 },
  ]);
});

test('chunks cut out of the middle of a segment are named', async () => {
  const from = chunkAt('camera-1', 24).at;
  const to = chunkAt('camera-1', 26).end;
  splice('camera-1', from, to);
  expect(await told()).toMatchObject([
    { what: 'deleted', trackId: 'camera-1', segment: 3, firstSeq: 24, lastSeq: 26, fromByte: from },
  ]);
});

test('two neighbouring segments that changed places are both named', async () => {
  splice('camera-1', endOf('camera-1', 1), endOf('camera-1', 3), bytesOf('camera-1', 3), bytesOf('camera-1', 2));
  expect((await told()).map(({ what, segment }) => `${String(what)} ${String(segment)}`).sort()).toEqual([
    'swapped 2',
    'swapped 3',
  ]);
});

test('two segments far apart that changed places are both named and those between are not', async () => {
  splice(
    'camera-1',
    endOf('camera-1', 1),
    endOf('camera-1', 5),
    bytesOf('camera-1', 5),
    bytesOf('camera-1', 3),
    bytesOf('camera-1', 4),
    bytesOf('camera-1', 2),
  );
  expect((await told()).map(({ what, segment }) => `${String(what)} ${String(segment)}`).sort()).toEqual([
    'swapped 2',
    'swapped 5',
  ]);
});

test('segments that two tracks exchanged are named in both', async () => {
  splice('judge', endOf('judge', 2), endOf('judge', 3), bytesOf('witness', 3));
  splice('witness', endOf('witness', 2), endOf('witness', 3), bytesOf('judge', 3));
  expect(await told()).toMatchObject([
    { what: 'swapped', trackId: 'judge', segment: 3 },
    { what: 'swapped', trackId: 'witness', segment: 3 },
  ]);
});

test('a file cut inside a segment is named once, with all that is gone', async () => {
  truncateSync(tampered.logFile('camera-1'), chunkAt('camera-1', 33).at + 1000);
  expect(await told()).toMatchObject([
    { what: 'truncated', trackId: 'camera-1', segment: 4, firstSeq: 33, lastSeq: 50, toByte: endOf('camera-1', 5) },
  ]);
});

test('a file cut between chunks is named', async () => {
  truncateSync(tampered.logFile('camera-1'), chunkAt('camera-1', 33).at);
  expect(await told()).toMatchObject([
    { what: 'truncated', trackId: 'camera-1', segment: 4, firstSeq: 33, lastSeq: 50 },
  ]);
});

test('a file that lost its last segments whole has its tail cut', async () => {
  truncateSync(tampered.logFile('camera-1'), endOf('camera-1', 3));
  expect(await told()).toMatchObject([
    {
      what: 'tail-cut',
      trackId: 'camera-1',
      segment: 4,
      firstSeq: 31,
      lastSeq: 50,
      fromByte: endOf('camera-1', 3),
      toByte: endOf('camera-1', 5),
    },
  ]);
});

test('an emptied file has its tail cut from the first byte', async () => {
  truncateSync(tampered.logFile('judge'), 0);
  expect(await told()).toMatchObject([
    { what: 'tail-cut', trackId: 'judge', segment: 1, firstSeq: 0, lastSeq: 51, fromByte: 0 },
  ]);
});

test.each([
  ['an earlier segment of the track', (): Buffer => bytesOf('judge', 2)],
  ['a segment of another track', (): Buffer => bytesOf('witness', 4)],
  ['a segment of another epoch', (): Buffer => bytesOf('judge', 2, 2)],
  [
    'a segment of another hearing',
    (): Buffer => readFileSync(other.fileOf('camera-1')).subarray(other.segment('camera-1', 2).offsetBytes),
  ],
])('a segment replayed over by %s is named', async (_, copy) => {
  splice('judge', endOf('judge', 3), endOf('judge', 4), copy());
  expect(await told()).toMatchObject([
    {
      what: 'replayed',
      trackId: 'judge',
      segment: 4,
      firstSeq: 31,
      lastSeq: 40,
      fromByte: endOf('judge', 3),
      toByte: endOf('judge', 3) + copy().length,
    },
  ]);
});

test('a segment replayed a second time behind itself is named where it was put in', async () => {
  splice('judge', endOf('judge', 2), endOf('judge', 2), bytesOf('judge', 2));
  const [place, ...more] = await told();
  expect(more).toEqual([]);
  expect(place).toMatchObject({ what: 'replayed', trackId: 'judge', segment: 2, firstSeq: 11, lastSeq: 20 });
  expect((place?.toByte ?? 0) - (place?.fromByte ?? 0)).toBe(bytesOf('judge', 2).length);
});

test('a segment of another track put in between is named where it lies', async () => {
  splice('judge', endOf('judge', 2), endOf('judge', 2), bytesOf('witness', 2));
  expect(await told()).toMatchObject([
    {
      what: 'replayed',
      trackId: 'judge',
      fromByte: endOf('judge', 2),
      toByte: endOf('judge', 2) + bytesOf('witness', 2).length,
    },
  ]);
});

test('bytes behind the end of a closed epoch are extra', async () => {
  appendFileSync(tampered.logFile('judge'), Buffer.alloc(500, 7));
  expect(await told()).toMatchObject([
    { what: 'extra', trackId: 'judge', fromByte: endOf('judge', 6), toByte: endOf('judge', 6) + 500 },
  ]);
});

test('a missing file and a strange one are named', async () => {
  rmSync(tampered.logFile('witness'));
  copyFileSync(tampered.logFile('judge', 2), tampered.logFile('judge', 9));
  expect(await told()).toMatchObject([
    { what: 'missing-file', file: named('witness') },
    { what: 'extra', file: named('judge', 9) },
  ]);
});

test('two files that changed places are one place each', async () => {
  renameSync(tampered.logFile('witness'), `${tampered.logFile('witness')}.x`);
  renameSync(tampered.logFile('judge'), tampered.logFile('witness'));
  renameSync(`${tampered.logFile('witness')}.x`, tampered.logFile('judge'));
  const places = await told();
  expect(places.map(({ what, trackId }) => `${String(what)} ${String(trackId)}`)).toEqual([
    'swapped judge',
    'swapped witness',
  ]);
});
