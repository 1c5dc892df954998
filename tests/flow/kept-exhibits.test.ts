import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exhibitParts } from '#domain/exhibits/exhibit.ts';
import type { ExhibitId, HearingId } from '#domain/ids.ts';
import { copyPublicKeys } from '../../src/hall/second-copy/copy-place.ts';
import { HearingCopy } from '../../src/hall/second-copy/hearing-copy.ts';
import { restoreFrom } from '../../src/hall/second-copy/restore.ts';
import { makeHall, openHallArchive, type MadeHall } from '../fixtures/make-hall.ts';
import { makeRecord } from '../fixtures/make-record.ts';

/* P36: an exhibit is a part of the record: verification and the second copy know it. */

const noPace = (): Promise<void> => Promise.resolve();
const exhibitId = randomUUID() as ExhibitId;
const name = path.join(...exhibitParts({ exhibitId, format: 'pdf' }));
let bytes: Buffer;
let hall: MadeHall;
let place: string;
let hearingId: HearingId;
let folder: string;
let file: string;
beforeEach(async () => {
  hall = await makeHall();
  place = mkdtempSync(path.join(tmpdir(), 'tarazy-exhibit-copy-'));
  ({ hearingId, folder } = await makeRecord(hall, []));
  bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(600_000)]);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  file = path.join(folder, name);
  mkdirSync(path.dirname(file));
  writeFileSync(file, bytes);
  const paper = { exhibitId, name: 'Contract', format: 'pdf', lengthBytes: bytes.length, sha256 } as const;
  await hall.note(hearingId, { kind: 'exhibit.added', body: { ...paper, atUs: 1, isClosed: false } });
  await hall.journals.settle();
});
afterEach(async () => {
  await hall.remove();
  rmSync(place, { recursive: true, force: true });
});

test('an exhibit that was altered, cut, made longer or taken away is named by its file', async () => {
  const archive = openHallArchive(hall);
  const damages = async () => (await archive.verify(hearingId)).damages.map(({ what, file: hurt }) => [what, hurt]);
  expect(await damages()).toEqual([]);
  const altered = Buffer.from(bytes);
  altered[500_000] = altered[500_000]! ^ 0x40;
  writeFileSync(file, altered);
  expect(await damages()).toEqual([['flipped', name]]);
  writeFileSync(file, bytes);
  truncateSync(file, 1000);
  expect(await damages()).toEqual([['truncated', name]]);
  writeFileSync(file, bytes);
  appendFileSync(file, 'x');
  expect(await damages()).toEqual([['extra', name]]);
  rmSync(file);
  expect(await damages()).toEqual([['missing-file', name]]);
  archive.close();
});

test('the second copy has it before its journal names it, and the hearing comes back with it from there', async () => {
  const copy = path.join(place, path.basename(folder));
  const passed = await new HearingCopy(folder, copy, noPace).pass();
  expect(passed.copiedBytes).toBeGreaterThan(bytes.length);
  expect(readFileSync(path.join(copy, name)).equals(bytes)).toBe(true);
  // A program that starts anew finds it there and does not copy it again.
  expect((await new HearingCopy(folder, copy, noPace).pass()).copiedBytes).toBe(0);
  copyPublicKeys(hall.folders.keys, place);
  rmSync(folder, { recursive: true });
  const restored = await restoreFrom(place, { archiveFolder: hall.folders.archive, keysFolder: hall.folders.keys });
  expect(restored.ok).toBe(true);
  const archive = openHallArchive(hall);
  expect(await archive.verify(hearingId)).toMatchObject({ intact: true });
  archive.close();
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test('one that is gone on the main disk does not keep the rest from being copied', async () => {
  rmSync(file);
  const copy = path.join(place, path.basename(folder));
  await new HearingCopy(folder, copy, noPace).pass();
  expect(readFileSync(path.join(copy, 'journal.jsonl'), 'utf8')).toContain(exhibitId);
});
