import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EntryDraft } from '#domain/directory/entry.ts';
import type { Outcome } from '#domain/outcome.ts';
import { openDirectory, type Directory } from '../../../../src/hall/directory/index.ts';
import { quietLog } from '../api/open-door.ts';

let folder: string;
let file: string;
let directory: Directory;
const open = (): Directory =>
  openDirectory({ file, exportsFolder: path.join(folder, 'exports'), clock: { wallMs: () => 7 }, log: quietLog });
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tarazy-directory-'));
  file = path.join(folder, 'directory.json');
  directory = open();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const draft: EntryDraft = {
  court: 'Court',
  hall: '1',
  kind: 'court',
  host: '10.0.0.1',
  port: 47_100,
  support: '',
  note: '',
};
const key = (outcome: Outcome<unknown>): string => (outcome.ok ? 'done' : outcome.fault.key);
function value<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(outcome.fault.key);
  return outcome.value;
}
const add = async (of: Partial<EntryDraft> = {}) =>
  value(await directory.change({ change: 'add', entry: { ...draft, ...of } }));
const halls = (text = ''): readonly string[] => value(directory.list(text)).entries.map(({ hall }) => hall);

describe('the directory', () => {
  test('keeps what was answered over a restart, for its owner only', async () => {
    const { entryId } = await add();
    await add({ hall: '2' });
    await directory.change({ change: 'change', entryId, entry: { ...draft, hall: '3' } });
    directory = open();
    expect(halls()).toEqual(['2', '3']);
    expect(halls('court 3')).toEqual(['3']);
    await directory.change({ change: 'remove', entryId });
    expect(open().list('')).toMatchObject({ value: { total: 1 } });
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  });

  test('refuses a second entry of one hall and changes of one that is gone', async () => {
    const { entryId } = await add();
    const other = await add({ hall: '2' });
    expect(key(await directory.change({ change: 'add', entry: { ...draft, court: ' COURT' } }))).toBe(
      'directory.taken',
    );
    expect(key(await directory.change({ change: 'change', entryId: other.entryId, entry: draft }))).toBe(
      'directory.taken',
    );
    await directory.change({ change: 'remove', entryId });
    expect(key(await directory.change({ change: 'change', entryId, entry: draft }))).toBe('directory.unknown');
    expect(key(await directory.change({ change: 'remove', entryId }))).toBe('directory.unknown');
    expect(halls()).toEqual(['2']);
  });

  test('is left as it is when its file cannot be read', async () => {
    await add();
    writeFileSync(file, '{');
    directory = open();
    expect(directory.isBroken()).toBe(true);
    expect(key(directory.list(''))).toBe('directory.file-broken');
    expect(key(await directory.change({ change: 'add', entry: draft }))).toBe('directory.file-broken');
    expect(readFileSync(file, 'utf8')).toBe('{');
  });
});

describe('a sheet', () => {
  test.each(['ru', 'kk', 'en'] as const)('exported in %s is understood again', async (language) => {
    await add({ support: '+7 700 000 00 00', kind: 'penal' });
    const { path: out } = value(await directory.exportSheet(language));
    const text = readFileSync(out, 'utf8');
    expect(text.startsWith('\uFEFF')).toBe(true);
    expect(value(directory.readImport(text, true, true))).toMatchObject({
      counts: { new: 0, changed: 0, same: 1, bad: 0 },
      unknownColumns: [],
    });
  });

  test('in pieces is shown first, changes nothing until it is taken, and then only once', async () => {
    await add();
    expect(value(directory.readImport('court;hall;note\nCourt;1;x\nCo', true, false))).toBeNull();
    const shown = value(directory.readImport('urt;2;\n;3;\n', false, true));
    expect(shown).toMatchObject({
      counts: { new: 1, changed: 1, same: 0, bad: 1 },
      bad: [{ line: 4, reason: 'court' }],
    });
    expect(halls()).toEqual(['1']);
    expect(value(await directory.takeImport(shown!.importId))).toEqual({ new: 1, changed: 1 });
    expect(halls()).toEqual(['1', '2']);
    expect(open().list('x')).toMatchObject({ value: { found: 1, entries: [{ host: '10.0.0.1' }] } });
    expect(key(await directory.takeImport(shown!.importId))).toBe('directory.changed');
  });

  test('is not taken when the directory has changed since it was shown', async () => {
    const shown = value(directory.readImport('court\nA\n', true, true));
    await add();
    expect(key(await directory.takeImport(shown!.importId))).toBe('directory.changed');
    expect(halls()).toEqual(['1']);
  });

  test('that is none, or too large, is refused', () => {
    expect(key(directory.readImport('a picture', true, true))).toBe('directory.no-sheet');
    directory.readImport('court\n', true, false);
    const pieces = Array.from({ length: 50 }, () => directory.readImport('x'.repeat(50_000), false, false));
    expect(pieces.map(key)).toContain('directory.no-sheet');
  });
});
