import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { entryLine, sealEntry } from '#domain/journal/chain.ts';
import type { JournalEntry, JournalNote } from '#domain/journal/entries.ts';
import { makeHall, openHallArchive, type MadeHall } from '../fixtures/make-hall.ts';
import { makeRecord, type MadeRecord } from '../fixtures/make-record.ts';
import { tamperWith, type Tampered } from '../fixtures/tampered-record.ts';

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
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const lines = (): string[] => readFileSync(path.join(tampered.folder, 'journal.jsonl'), 'utf8').trimEnd().split('\n');
const writeLines = (all: readonly string[]): void => {
  writeFileSync(path.join(tampered.folder, 'journal.jsonl'), all.map((line) => `${line}\n`).join(''));
};
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

test('an edited mark is named by its entry', async () => {
  const n = numberOf('mark.set');
  writeLines(lines().map((line, index) => (index === n - 1 ? line.replace('names the day', 'names no day') : line)));
  expect(await told()).toMatchObject([{ what: 'entry-edited', file: 'journal.jsonl', entry: n }]);
});

test('any single byte of an entry cannot be changed unseen', async () => {
  const n = numberOf('mark.set');
  const line = lines()[n - 1] ?? '';
  for (const at of [0, 1, 8, 30, 60, line.indexOf('hash') + 9, line.indexOf('prev') + 9, line.length - 1]) {
    writeLines(
      lines().map((one, index) =>
        index === n - 1
          ? `${line.slice(0, at)}${String.fromCharCode(line.charCodeAt(at) ^ 1)}${line.slice(at + 1)}`
          : one,
      ),
    );
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
  rechain(
    lines()
      .map((_, index) => entryAt(index + 1))
      .map((entry) =>
        entry.n === n ? ({ ...entry, body: { ...entry.body, text: 'Something else' } } as JournalEntry) : entry,
      ),
  );
  expect(await told()).toMatchObject([{ what: 'entry-edited', entry: n }]);
});

test('a chain made anew is found without the index, though not the entry', async () => {
  const n = numberOf('mark.set');
  rechain(
    lines()
      .map((_, index) => entryAt(index + 1))
      .map((entry) =>
        entry.n === n ? ({ ...entry, body: { ...entry.body, text: 'Something else' } } as JournalEntry) : entry,
      ),
  );
  for (const ending of ['', '-wal', '-shm']) rmSync(path.join(tampered.home, `index.sqlite${ending}`), { force: true });
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
  rechain(
    lines()
      .map((_, index) => entryAt(index + 1))
      .filter((entry) => entry.n !== n),
  );
  expect(await told()).toMatchObject([{ what: 'entry-removed', entry: n }]);
});

test('a cut tail is named by the first entry that is gone', async () => {
  const all = lines();
  writeLines(all.slice(0, -2));
  expect(await told()).toMatchObject([{ what: 'tail-cut', file: 'journal.jsonl', entry: all.length - 1 }]);
});

test('a tail cut inside a line is named', async () => {
  const bytes = readFileSync(path.join(tampered.folder, 'journal.jsonl'));
  truncateSync(path.join(tampered.folder, 'journal.jsonl'), bytes.length - 20);
  expect(await told()).toMatchObject([{ what: 'entry-edited', entry: lines().length }]);
});

test('an entry put behind the signed end is named', async () => {
  const all = lines();
  const last = entryAt(all.length);
  const extra = sealEntry(
    last,
    last.wallMs,
    last.author,
    { kind: 'mark.taken-back', body: { markId: 'x' as never } },
    sha256,
  );
  const more = sealEntry(
    extra,
    last.wallMs,
    last.author,
    { kind: 'mark.taken-back', body: { markId: 'y' as never } },
    sha256,
  );
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
  const head = path.join(tampered.folder, 'head.json');
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
  expect((await tampered.verify(other.hearingId)).intact).toBe(true);
});
