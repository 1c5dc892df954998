import { createHash } from 'node:crypto';
import { appendFileSync, copyFileSync, cpSync, mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { HearingId } from '#domain/ids.ts';
import { entryLine, sealEntry } from '#domain/journal/chain.ts';
import type { JournalEntry, JournalNote } from '#domain/journal/entries.ts';
import { chunkLogParts } from '#domain/journal/hearing-folder.ts';
import { scanChunks } from '#domain/record/chunk.ts';
import { openArchive, openArchiveForReading, type Damage, type Verification } from '../../src/hall/archive/index.ts';
import { dataFolders } from '../../src/hall/plumbing/index.ts';
import { readHallKeys } from '../../src/hall/security/index.ts';
import { makeHall, makeRecord, silentLog, type MadeHall, type MadeRecord } from '../fixtures/make-record.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const tools = { ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' };

let hall: MadeHall;
let record: MadeRecord;
let other: MadeRecord;
let home: string;
let folder: string;

beforeAll(async () => {
  hall = await makeHall();
  record = await makeRecord(hall);
  other = await makeRecord(hall, [{ trackId: 'camera-1', kind: 'camera', epochs: [{ fromS: 0, lengthS: 4 }] }], { caseNumber: 'other' });
  const opened = openArchive({ folders: hall.folders, keys: hall.keys, log: silentLog, ffmpeg: tools });
  if (opened.ok) opened.value.close();
});
afterAll(() => hall.remove());
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'tarazy-tampered-'));
  cpSync(hall.folders.root, home, { recursive: true });
  folder = path.join(home, 'archive', path.basename(record.folder));
  return () => { rmSync(home, { recursive: true, force: true }); };
});

async function verify(hearingId: HearingId = record.hearingId): Promise<Verification> {
  const folders = dataFolders({ TARAZY_HOME: home });
  const keys = readHallKeys(folders.keys);
  if (keys === null) throw new Error('no keys');
  const opened = openArchiveForReading({ folders, keys, log: silentLog, ffmpeg: tools });
  if (!opened.ok) throw new Error(opened.fault.key);
  try {
    return await opened.value.verify(hearingId);
  } finally {
    opened.value.close();
  }
}

/** The damages without the fields that are empty, so that a test shows all that is told and nothing else. */
async function told(): Promise<Partial<Damage>[]> {
  const { damages, intact } = await verify();
  expect(intact).toBe(damages.length === 0);
  return damages.map((damage) => Object.fromEntries(Object.entries(damage).filter(([, value]) => value !== null)));
}

const logFile = (trackId: string, epoch = 1): string => path.join(folder, ...chunkLogParts(trackId, epoch));
const named = (trackId: string, epoch = 1): string => path.join(...chunkLogParts(trackId, epoch));
function change(file: string, changeBytes: (bytes: Buffer) => Buffer): void {
  writeFileSync(file, changeBytes(readFileSync(file)));
}
function bytesOf(trackId: string, segment: number, epoch = 1): Buffer {
  const { offsetBytes, lengthBytes } = record.segment(trackId, segment, epoch);
  return readFileSync(record.fileOf(trackId, epoch)).subarray(offsetBytes, offsetBytes + lengthBytes);
}
function endOf(trackId: string, segment: number, epoch = 1): number {
  const { offsetBytes, lengthBytes } = record.segment(trackId, segment, epoch);
  return offsetBytes + lengthBytes;
}
function chunkAt(trackId: string, seq: number): { at: number; end: number } {
  for (const chunk of scanChunks(readFileSync(record.fileOf(trackId)))) {
    if (chunk.state === 'whole' && chunk.header.seq === seq) return { at: chunk.offsetBytes, end: chunk.offsetBytes + chunk.lengthBytes };
  }
  throw new Error('no such chunk');
}
const lines = (): string[] => readFileSync(path.join(folder, 'journal.jsonl'), 'utf8').trimEnd().split('\n');
const writeLines = (all: readonly string[]): void => { writeFileSync(path.join(folder, 'journal.jsonl'), all.map((line) => `${line}\n`).join('')); };
const entryAt = (n: number): JournalEntry => JSON.parse(lines()[n - 1] ?? '') as JournalEntry;
const numberOf = (kind: string): number => lines().findIndex((line) => line.includes(`"kind":"${kind}"`)) + 1;

/** What a forger without the hall's key does: numbers and chains all entries anew. */
function rechain(notes: readonly JournalEntry[]): void {
  let last: JournalEntry | null = null;
  const sealed: string[] = [];
  for (const entry of notes) {
    last = sealEntry(last, entry.wallMs, entry.author, { kind: entry.kind, body: entry.body } as JournalNote, sha256);
    sealed.push(entryLine(last).trimEnd());
  }
  writeLines(sealed);
}

test('an untouched record is intact and every sealed byte was read', async () => {
  const verification = await verify();
  expect(verification).toMatchObject({ intact: true, damages: [], segments: record.segments.length });
  expect(verification.lengthBytes).toBe(record.segments.reduce((sum, segment) => sum + segment.lengthBytes, 0));
});

describe('chunk logs', () => {
  test('one flipped bit is named by its chunk', async () => {
    const { at, end } = chunkAt('camera-1', 23);
    change(logFile('camera-1'), (bytes) => { bytes[at + 1500]! ^= 0x10; return bytes; });
    expect(await told()).toEqual([{
      what: 'flipped', file: named('camera-1'), trackId: 'camera-1', epoch: 1, segment: 3, firstSeq: 23, lastSeq: 23,
      fromByte: at, toByte: end, fromUs: record.segment('camera-1', 3).fromUs, toUs: record.segment('camera-1', 3).toUs,
    }]);
  });

  test.each([0, 1, 2, 7, 12, 47, 60, 66, 90, 97])('a flipped bit in byte %i of a frame header is named by its chunk', async (offset) => {
    const { at, end } = chunkAt('judge', 14);
    change(logFile('judge'), (bytes) => { bytes[at + offset]! ^= 0x01; return bytes; });
    expect(await told()).toMatchObject([{ what: 'flipped', trackId: 'judge', segment: 2, firstSeq: 14, lastSeq: 14, fromByte: at, toByte: end }]);
  });

  test('a flipped bit in the head of the file is named as chunk 0', async () => {
    change(logFile('judge'), (bytes) => { bytes[40]! ^= 0x01; return bytes; });
    expect(await told()).toMatchObject([{ what: 'flipped', trackId: 'judge', segment: 1, firstSeq: 0, lastSeq: 0, fromByte: 0, toByte: chunkAt('judge', 0).end }]);
  });

  test('flipped bits in two tracks are two places', async () => {
    change(logFile('judge'), (bytes) => { bytes[chunkAt('judge', 5).at + 120]! ^= 0x80; return bytes; });
    change(logFile('camera-1'), (bytes) => { bytes[chunkAt('camera-1', 50).at + 120]! ^= 0x80; return bytes; });
    expect(await told()).toMatchObject([
      { what: 'flipped', trackId: 'camera-1', segment: 5, firstSeq: 50 }, { what: 'flipped', trackId: 'judge', segment: 1, firstSeq: 5 },
    ]);
  });

  test('a chunk that was altered and given a fitting crc is named by its segment', async () => {
    const { at, end } = chunkAt('judge', 14);
    const elsewhere = [...scanChunks(readFileSync(record.fileOf('judge')))].find((chunk) => chunk.offsetBytes === at);
    if (elsewhere?.state !== 'whole') throw new Error('no chunk');
    const { sealChunk } = await import('#domain/record/chunk-header.ts');
    change(logFile('judge'), (bytes) => {
      bytes[end - 5]! ^= 0xff;
      sealChunk(bytes.subarray(at, end), 0);
      return bytes;
    });
    expect(await told()).toMatchObject([{ what: 'flipped', trackId: 'judge', segment: 2, firstSeq: 11, lastSeq: 20 }]);
  });

  test('a deleted segment is named and nothing behind it', async () => {
    const segment = record.segment('camera-1', 3);
    change(logFile('camera-1'), (bytes) => Buffer.concat([bytes.subarray(0, segment.offsetBytes), bytes.subarray(endOf('camera-1', 3))]));
    expect(await told()).toEqual([{
      what: 'deleted', file: named('camera-1'), trackId: 'camera-1', epoch: 1, segment: 3, firstSeq: segment.firstSeq, lastSeq: segment.lastSeq,
      fromByte: segment.offsetBytes, toByte: endOf('camera-1', 3), fromUs: segment.fromUs, toUs: segment.toUs,
    }]);
  });

  test('a deleted first segment is named', async () => {
    change(logFile('judge'), (bytes) => bytes.subarray(endOf('judge', 1)));
    expect(await told()).toMatchObject([{ what: 'deleted', trackId: 'judge', segment: 1, firstSeq: 0, lastSeq: 10 }]);
  });

  test('two deleted segments are two places, or one where they were neighbours', async () => {
    change(logFile('camera-1'), (bytes) => Buffer.concat([bytes.subarray(0, endOf('camera-1', 1)), bytes.subarray(endOf('camera-1', 2), endOf('camera-1', 3)), bytes.subarray(endOf('camera-1', 4))]));
    change(logFile('judge'), (bytes) => Buffer.concat([bytes.subarray(0, endOf('judge', 1)), bytes.subarray(endOf('judge', 3))]));
    expect(await told()).toMatchObject([
      { what: 'deleted', trackId: 'camera-1', segment: 2 }, { what: 'deleted', trackId: 'camera-1', segment: 4 },
      { what: 'deleted', trackId: 'judge', segment: 2, firstSeq: 11, lastSeq: 30 },
    ]);
  });

  test('chunks cut out of the middle of a segment are named', async () => {
    const from = chunkAt('camera-1', 24).at;
    const to = chunkAt('camera-1', 26).end;
    change(logFile('camera-1'), (bytes) => Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]));
    expect(await told()).toMatchObject([{ what: 'deleted', trackId: 'camera-1', segment: 3, firstSeq: 24, lastSeq: 26, fromByte: from }]);
  });

  test('two neighbouring segments that changed places are both named', async () => {
    change(logFile('camera-1'), (bytes) => Buffer.concat([bytes.subarray(0, endOf('camera-1', 1)), bytesOf('camera-1', 3), bytesOf('camera-1', 2), bytes.subarray(endOf('camera-1', 3))]));
    expect((await told()).map(({ what, segment }) => `${String(what)} ${String(segment)}`).sort()).toEqual(['swapped 2', 'swapped 3']);
  });

  test('two segments far apart that changed places are both named and those between are not', async () => {
    change(logFile('camera-1'), (bytes) => Buffer.concat([
      bytes.subarray(0, endOf('camera-1', 1)), bytesOf('camera-1', 5), bytesOf('camera-1', 3), bytesOf('camera-1', 4), bytesOf('camera-1', 2), bytes.subarray(endOf('camera-1', 5)),
    ]));
    expect((await told()).map(({ what, segment }) => `${String(what)} ${String(segment)}`).sort()).toEqual(['swapped 2', 'swapped 5']);
  });

  test('segments that two tracks exchanged are named in both', async () => {
    change(logFile('judge'), (bytes) => Buffer.concat([bytes.subarray(0, endOf('judge', 2)), bytesOf('witness', 3), bytes.subarray(endOf('judge', 3))]));
    change(logFile('witness'), (bytes) => Buffer.concat([bytes.subarray(0, endOf('witness', 2)), bytesOf('judge', 3), bytes.subarray(endOf('witness', 3))]));
    expect(await told()).toMatchObject([{ what: 'swapped', trackId: 'judge', segment: 3 }, { what: 'swapped', trackId: 'witness', segment: 3 }]);
  });

  test('a file cut inside a segment is named once, with all that is gone', async () => {
    truncateSync(logFile('camera-1'), chunkAt('camera-1', 33).at + 1000);
    expect(await told()).toMatchObject([{ what: 'truncated', trackId: 'camera-1', segment: 4, firstSeq: 33, lastSeq: 50, toByte: endOf('camera-1', 5) }]);
  });

  test('a file cut between chunks is named', async () => {
    truncateSync(logFile('camera-1'), chunkAt('camera-1', 33).at);
    expect(await told()).toMatchObject([{ what: 'truncated', trackId: 'camera-1', segment: 4, firstSeq: 33, lastSeq: 50 }]);
  });

  test('a file that lost its last segments whole has its tail cut', async () => {
    truncateSync(logFile('camera-1'), endOf('camera-1', 3));
    expect(await told()).toMatchObject([{ what: 'tail-cut', trackId: 'camera-1', segment: 4, firstSeq: 31, lastSeq: 50, fromByte: endOf('camera-1', 3), toByte: endOf('camera-1', 5) }]);
  });

  test('an emptied file has its tail cut from the first byte', async () => {
    truncateSync(logFile('judge'), 0);
    expect(await told()).toMatchObject([{ what: 'tail-cut', trackId: 'judge', segment: 1, firstSeq: 0, lastSeq: 51, fromByte: 0 }]);
  });

  test.each([
    ['an earlier segment of the track', (): Buffer => bytesOf('judge', 2)],
    ['a segment of another track', (): Buffer => bytesOf('witness', 4)],
    ['a segment of another epoch', (): Buffer => bytesOf('judge', 2, 2)],
    ['a segment of another hearing', (): Buffer => readFileSync(other.fileOf('camera-1')).subarray(other.segment('camera-1', 2).offsetBytes)],
  ])('a segment replayed over by %s is named', async (_, copy) => {
    change(logFile('judge'), (bytes) => Buffer.concat([bytes.subarray(0, endOf('judge', 3)), copy(), bytes.subarray(endOf('judge', 4))]));
    expect(await told()).toMatchObject([{
      what: 'replayed', trackId: 'judge', segment: 4, firstSeq: 31, lastSeq: 40, fromByte: endOf('judge', 3), toByte: endOf('judge', 3) + copy().length,
    }]);
  });

  test('a segment replayed a second time behind itself is named where it was put in', async () => {
    change(logFile('judge'), (bytes) => Buffer.concat([bytes.subarray(0, endOf('judge', 2)), bytesOf('judge', 2), bytes.subarray(endOf('judge', 2))]));
    const [place, ...more] = await told();
    expect(more).toEqual([]);
    expect(place).toMatchObject({ what: 'replayed', trackId: 'judge', segment: 2, firstSeq: 11, lastSeq: 20 });
    expect((place?.toByte ?? 0) - (place?.fromByte ?? 0)).toBe(bytesOf('judge', 2).length);
  });

  test('a segment of another track put in between is named where it lies', async () => {
    change(logFile('judge'), (bytes) => Buffer.concat([bytes.subarray(0, endOf('judge', 2)), bytesOf('witness', 2), bytes.subarray(endOf('judge', 2))]));
    expect(await told()).toMatchObject([{ what: 'replayed', trackId: 'judge', fromByte: endOf('judge', 2), toByte: endOf('judge', 2) + bytesOf('witness', 2).length }]);
  });

  test('bytes behind the end of a closed epoch are extra', async () => {
    appendFileSync(logFile('judge'), Buffer.alloc(500, 7));
    expect(await told()).toMatchObject([{ what: 'extra', trackId: 'judge', fromByte: endOf('judge', 6), toByte: endOf('judge', 6) + 500 }]);
  });

  test('a missing file and a strange one are named', async () => {
    rmSync(logFile('witness'));
    copyFileSync(logFile('judge', 2), logFile('judge', 9));
    expect(await told()).toMatchObject([{ what: 'missing-file', file: named('witness') }, { what: 'extra', file: named('judge', 9) }]);
  });

  test('two files that changed places are one place each', async () => {
    renameSync(logFile('witness'), `${logFile('witness')}.x`);
    renameSync(logFile('judge'), logFile('witness'));
    renameSync(`${logFile('witness')}.x`, logFile('judge'));
    const places = await told();
    expect(places.map(({ what, trackId }) => `${String(what)} ${String(trackId)}`)).toEqual(['swapped judge', 'swapped witness']);
  });
});

describe('the journal', () => {
  test('an edited mark is named by its entry', async () => {
    const n = numberOf('mark.set');
    writeLines(lines().map((line, index) => (index === n - 1 ? line.replace('names the day', 'names no day') : line)));
    expect(await told()).toMatchObject([{ what: 'entry-edited', file: 'journal.jsonl', entry: n }]);
  });

  test('any single byte of an entry cannot be changed unseen', async () => {
    const n = numberOf('mark.set');
    const line = lines()[n - 1] ?? '';
    for (const at of [0, 1, 8, 30, 60, line.indexOf('hash') + 9, line.indexOf('prev') + 9, line.length - 1]) {
      writeLines(lines().map((one, index) => (index === n - 1 ? `${line.slice(0, at)}${String.fromCharCode(line.charCodeAt(at) ^ 1)}${line.slice(at + 1)}` : one)));
      expect(await told(), `byte ${String(at)}`).toMatchObject([{ what: 'entry-edited', entry: n }]);
    }
  });

  test('an edited mark with its own hash made anew is named', async () => {
    const n = numberOf('mark.set');
    const entry = entryAt(n);
    const before = entryAt(n - 1);
    const body = { ...entry.body, text: 'Something else' };
    const forged = sealEntry(before, entry.wallMs, entry.author, { kind: 'mark.set', body } as JournalNote, sha256);
    writeLines(lines().map((line, index) => (index === n - 1 ? entryLine(forged).trimEnd() : line)));
    expect(await told()).toMatchObject([{ what: 'entry-edited', entry: n }]);
  });

  test('an edited mark in a chain made anew is named with the index as witness', async () => {
    const n = numberOf('mark.set');
    rechain(lines().map((_, index) => entryAt(index + 1)).map((entry) => (entry.n === n ? { ...entry, body: { ...entry.body, text: 'Something else' } } as JournalEntry : entry)));
    expect(await told()).toMatchObject([{ what: 'entry-edited', entry: n }]);
  });

  test('a chain made anew is found without the index, though not the entry', async () => {
    const n = numberOf('mark.set');
    rechain(lines().map((_, index) => entryAt(index + 1)).map((entry) => (entry.n === n ? { ...entry, body: { ...entry.body, text: 'Something else' } } as JournalEntry : entry)));
    for (const ending of ['', '-wal', '-shm']) rmSync(path.join(home, `index.sqlite${ending}`), { force: true });
    expect(await told()).toMatchObject([{ what: 'entry-edited', file: 'journal.jsonl' }]);
  });

  test('a removed entry is named', async () => {
    const n = numberOf('mark.set');
    writeLines(lines().filter((_, index) => index !== n - 1));
    expect(await told()).toMatchObject([{ what: 'entry-removed', entry: n }]);
  });

  test('a removed segment entry is one place, not a hole in the track as well', async () => {
    const n = numberOf('segment.admitted') + 4;
    writeLines(lines().filter((_, index) => index !== n - 1));
    expect(await told()).toMatchObject([{ what: 'entry-removed', entry: n }]);
  });

  test('a removed track opening is one place', async () => {
    const n = numberOf('track.opened');
    writeLines(lines().filter((_, index) => index !== n - 1));
    expect(await told()).toMatchObject([{ what: 'entry-removed', entry: n }]);
  });

  test('a removed entry in a chain made anew is named with the index as witness', async () => {
    const n = numberOf('mark.set');
    rechain(lines().map((_, index) => entryAt(index + 1)).filter((entry) => entry.n !== n));
    expect(await told()).toMatchObject([{ what: 'entry-removed', entry: n }]);
  });

  test('a cut tail is named by the first entry that is gone', async () => {
    const all = lines();
    writeLines(all.slice(0, -2));
    expect(await told()).toMatchObject([{ what: 'tail-cut', file: 'journal.jsonl', entry: all.length - 1 }]);
  });

  test('a tail cut inside a line is named', async () => {
    const bytes = readFileSync(path.join(folder, 'journal.jsonl'));
    truncateSync(path.join(folder, 'journal.jsonl'), bytes.length - 20);
    expect(await told()).toMatchObject([{ what: 'entry-edited', entry: lines().length }]);
  });

  test('an entry put behind the signed end is named', async () => {
    const all = lines();
    const last = entryAt(all.length);
    const extra = sealEntry(last, last.wallMs, last.author, { kind: 'mark.taken-back', body: { markId: 'x' as never } }, sha256);
    const more = sealEntry(extra, last.wallMs, last.author, { kind: 'mark.taken-back', body: { markId: 'y' as never } }, sha256);
    writeLines([...all, entryLine(extra).trimEnd(), entryLine(more).trimEnd()]);
    expect(await told()).toMatchObject([{ what: 'extra', file: 'journal.jsonl', entry: all.length + 1 }]);
  });

  test('an entry written twice is named once', async () => {
    const n = numberOf('mark.set');
    const all = lines();
    writeLines([...all.slice(0, n), all[n - 1] ?? '', ...all.slice(n)]);
    expect(await told()).toMatchObject([{ what: 'extra', entry: n }]);
  });

  test('a missing, a forged and a foreign head are named', async () => {
    const head = path.join(folder, 'head.json');
    const text = readFileSync(head, 'utf8');
    rmSync(head);
    expect(await told()).toMatchObject([{ what: 'head-missing', file: 'head.json' }]);
    writeFileSync(head, text.replace(/"count":\d+/, '"count":3'));
    expect(await told()).toMatchObject([{ what: 'head-forged', file: 'head.json' }]);
    copyFileSync(path.join(other.folder, 'head.json'), head);
    expect(await told()).toMatchObject([{ what: 'head-forged', file: 'head.json' }]);
  });

  test('one hearing hurt leaves the other intact', async () => {
    writeLines(lines().slice(0, -2));
    expect((await verify(other.hearingId)).intact).toBe(true);
  });
});
