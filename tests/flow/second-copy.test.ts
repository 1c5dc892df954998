import { execFile } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { CopyDiffers, HearingCopy } from '../../src/hall/second-copy/hearing-copy.ts';
import { makeHall, type MadeHall } from '../fixtures/make-hall.ts';
import { makeRecord, type MadeRecord } from '../fixtures/make-record.ts';
import { filesUnder, onlyHearingFolder } from '../stage/record-files.ts';
import { openScriptedHearing } from './scripted-hall.ts';

const run = promisify(execFile);
const cli = path.join(import.meta.dirname, '..', '..', 'src', 'hall', 'cli', 'main.ts');
const endings: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});
function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-copy-'));
  endings.push(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
const noPace = (): Promise<void> => Promise.resolve();

type Told = Readonly<{ ok: boolean; intact: boolean; fault?: { key: string } }>;
async function command(home: string, ...args: readonly string[]): Promise<Told> {
  const env = { ...process.env, TARAZY_HOME: home };
  const { stdout } = await run(process.execPath, [cli, ...args, '--json'], { env }).catch(
    (error: unknown) => error as { stdout: string },
  );
  return JSON.parse(stdout) as Told;
}

async function recorded(): Promise<{ hall: MadeHall; record: MadeRecord; copy: string; copied(): HearingCopy }> {
  const hall = await makeHall();
  endings.push(() => hall.remove());
  const record = await makeRecord(hall);
  const copy = path.join(newFolder(), path.basename(record.folder));
  return { hall, record, copy, copied: () => new HearingCopy(record.folder, copy, noPace) };
}
const isSame = (record: MadeRecord, copy: string): boolean =>
  filesUnder(path.join(record.folder, 'tracks')).every((file) =>
    readFileSync(file).equals(readFileSync(path.join(copy, path.relative(record.folder, file)))),
  );

test('a hearing is copied while it is recorded, and after both the service and its disk are lost it is restored from there alone', async () => {
  const home = newFolder();
  const place = newFolder();
  const hall = await openScriptedHearing(home, 2, { TARAZY_SECOND_COPY: place });
  endings.push(() => hall.stop());
  await hall.secretary.until(({ secondCopy }) => (secondCopy?.lagMs ?? Infinity) < 5000, 15_000, 'the copy is there');
  await hall.restart('SIGKILL');
  await hall.secretary.until(({ lamp }) => lamp.state === 'recording', 20_000, 'it is recorded again');
  await new Promise((resolve) => setTimeout(resolve, 9000));
  const { secondCopy, lamp } = await hall.secretary.until(
    (state) => (state.secondCopy?.lagMs ?? Infinity) < 5000,
    10_000,
    'the copy is there again',
  );
  expect(secondCopy).toMatchObject({ folder: place, isBroken: false });
  expect(lamp.tracks).toHaveLength(2);
  await hall.service().stop('SIGKILL');
  const lost = new Map(
    filesUnder(path.join(onlyHearingFolder(home), 'tracks')).map((file) => [
      path.relative(path.join(home, 'archive'), file),
      readFileSync(file),
    ]),
  );
  rmSync(home, { recursive: true, force: true });

  const other = newFolder();
  expect(await command(other, 'archive', 'restore', '--from', place)).toMatchObject({ ok: true, intact: true });
  for (const [file, bytes] of lost) {
    const restored = readFileSync(path.join(other, 'archive', file));
    expect(bytes.subarray(0, restored.length).equals(restored)).toBe(true);
    // Two microphones of 64 kbit/s: no more than a few seconds lack.
    expect(bytes.length - restored.length).toBeLessThan(60_000);
    expect(restored.length).toBeGreaterThan(20_000);
  }
  expect(await command(other, 'archive', 'restore', '--from', place)).toMatchObject({
    ok: false,
    fault: { key: 'archive.target-exists' },
  });
  expect(await command(other, 'archive', 'restore', '--from', other)).toMatchObject({
    fault: { key: 'archive.not-a-copy' },
  });
});

test('a copy that broke off anywhere is gone on with, and what was torn there is copied again', async () => {
  const { record, copy, copied } = await recorded();
  const whole = await copied().pass();
  expect(whole.verifiedSegments).toBe(record.segments.length);
  expect(isSame(record, copy)).toBe(true);
  const log = path.join(copy, 'tracks', 'judge', '0001.mkv');
  rmSync(path.join(copy, 'second-copy.json'), { force: true });
  truncateSync(log, 5000);
  appendFileSync(path.join(copy, 'tracks', 'camera-1', '0001.mkv'), Buffer.alloc(700));
  appendFileSync(path.join(copy, 'journal.jsonl'), '{"n":99,"kin');
  const { verifiedSegments } = await copied().pass();
  expect(verifiedSegments).toBe(record.segments.length);
  expect(isSame(record, copy)).toBe(true);
  expect(readFileSync(path.join(copy, 'journal.jsonl'))).toEqual(
    readFileSync(path.join(record.folder, 'journal.jsonl')),
  );
});

test('bytes that went wrong on the way are found by reading them back', async () => {
  const { record, copy, copied } = await recorded();
  await copied().pass();
  rmSync(path.join(copy, 'second-copy.json'), { force: true });
  const log = path.join(copy, 'tracks', 'witness', '0001.mkv');
  const bytes = readFileSync(log);
  bytes[record.segment('witness', 1).offsetBytes + 300]! ^= 1;
  writeFileSync(log, bytes);
  await copied().pass();
  expect(isSame(record, copy)).toBe(true);
});

test('a record that lost sealed bytes does not take them from its copy', async () => {
  const { record, copy, copied } = await recorded();
  await copied().pass();
  const kept = readFileSync(path.join(copy, 'tracks', 'judge', '0001.mkv'));
  truncateSync(record.fileOf('judge'), 3000);
  const again = copied();
  await expect(again.pass()).rejects.toBeInstanceOf(CopyDiffers);
  await expect(again.pass()).rejects.toBeInstanceOf(CopyDiffers);
  expect(readFileSync(path.join(copy, 'tracks', 'judge', '0001.mkv')).equals(kept)).toBe(true);
});

test('a journal that another hall wrote is not written over', async () => {
  const { record, copy, copied } = await recorded();
  cpSync(record.folder, copy, { recursive: true });
  const journal = path.join(copy, 'journal.jsonl');
  writeFileSync(journal, readFileSync(journal, 'utf8').replace('names the day', 'names no day'));
  await expect(copied().pass()).rejects.toBeInstanceOf(CopyDiffers);
  expect(readFileSync(journal, 'utf8')).toContain('names no day');
});

test('a place that is taken away is an alarm, the hearing goes on, and back it is caught up', async () => {
  const home = newFolder();
  const around = newFolder();
  const place = path.join(around, 'share');
  cpSync(newFolder(), place, { recursive: true });
  const hall = await openScriptedHearing(home, 1, { TARAZY_SECOND_COPY: place });
  endings.push(() => hall.stop());
  await hall.secretary.until(({ secondCopy }) => secondCopy?.lagMs != null, 15_000, 'the copy is there');
  renameSync(place, path.join(around, 'away'));
  const isGone = (state: { alarms: readonly { fault: { key: string } }[] }): boolean =>
    state.alarms.some(({ fault }) => fault.key === 'copy.gone');
  await hall.secretary.until(isGone, 10_000, 'the alarm');
  // As a share that fell off leaves it: an empty folder on the main disk.
  cpSync(newFolder(), place, { recursive: true });
  await new Promise((resolve) => setTimeout(resolve, 5000));
  const during = await hall.secretary.until(isGone, 1000, 'the alarm stands');
  expect(during.lamp.state).toBe('recording');
  expect(filesUnder(place)).toEqual([]);
  rmSync(place, { recursive: true });
  renameSync(path.join(around, 'away'), place);
  await hall.secretary.until(
    (state) => !isGone(state) && (state.secondCopy?.lagMs ?? Infinity) < 5000,
    10_000,
    'the copy is caught up',
  );
});
