import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HearingId } from '#domain/ids.ts';
import { openJournals, type Journals } from '../../src/hall/journal/index.ts';
import { systemClock } from '../../src/hall/plumbing/index.ts';
import type { Archive } from '../../src/hall/archive/index.ts';
import { makeHall, openHallArchive, silentLog, systemAuthor, type MadeHall } from '../fixtures/make-hall.ts';

/* What is hurt on the disk must not take with it what is whole. */

let hall: MadeHall;
let archive: Archive;
beforeEach(async () => {
  hall = await makeHall(undefined, (hearingId, entry) => {
    archive.project(hearingId, entry);
  });
  archive = openHallArchive(hall);
});
afterEach(async () => {
  archive.close();
  await hall.remove();
});

async function plan(caseNumber: string): Promise<HearingId> {
  const card = { caseNumber, proceedings: 'civil', judge: 'J', secretary: 'S', parties: [], plannedAtMs: 1 } as const;
  const planned = await hall.journals.plan(card, true, systemAuthor);
  if (!planned.ok) throw new Error(planned.fault.key);
  return planned.value;
}

async function mark(journals: Journals, hearingId: HearingId): ReturnType<Journals['note']> {
  return await journals.note(hearingId, systemAuthor, {
    kind: 'alarm.raised',
    body: { fault: { key: 'recorder.track-stopped', args: { track: 'judge', silentForS: 3 } } },
  });
}

const reopened = (): Promise<Journals> =>
  openJournals({
    archiveFolder: hall.folders.archive,
    keys: hall.keys,
    clock: systemClock,
    log: silentLog,
    onNoted: () => {},
  });

test('a hurt journal is named, never written to again, and the others go on', async () => {
  const [hurt, whole] = [await plan('1'), await plan('2')];
  await hall.journals.close();
  const file = path.join(hall.journals.folderOf(hurt), 'journal.jsonl');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"judge":"J"', '"judge":"X"'));
  const before = readFileSync(file, 'utf8');
  const journals = await reopened();
  expect(journals.damagedIds()).toEqual([hurt]);
  expect(await mark(journals, hurt)).toMatchObject({ ok: false, fault: { key: 'archive.damaged' } });
  expect(await mark(journals, whole)).toMatchObject({ ok: true });
  await journals.close();
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('a journal that cannot be read at all does not keep the hall from starting', async () => {
  const [hurt, whole] = [await plan('1'), await plan('2')];
  await hall.journals.close();
  const file = path.join(hall.journals.folderOf(hurt), 'journal.jsonl');
  rmSync(file);
  mkdirSync(file);
  const journals = await reopened();
  expect(journals.damagedIds()).toEqual([hurt]);
  expect(await mark(journals, whole)).toMatchObject({ ok: true });
  await journals.close();
});

test('an index that cannot be written falls behind and catches up; the journal takes everything', async () => {
  const hearingId = await plan('1');
  // As a full disk would: every write of the index is refused from here on.
  const other = new Database(hall.folders.indexFile);
  other.exec(`CREATE TRIGGER full BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
  expect(await mark(hall.journals, hearingId)).toMatchObject({ ok: true });
  expect(archive.agreement().behind).toEqual([hearingId]);
  other.exec('DROP TRIGGER full');
  other.close();
  expect(await mark(hall.journals, hearingId)).toMatchObject({ ok: true });
  expect(archive.agreement().behind).toEqual([]);
});
