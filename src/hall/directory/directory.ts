import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import {
  mostListed,
  mostPlanned,
  type DirectoryChange,
  type DirectoryList,
  type ImportShown,
} from '#contract/directory.ts';
import { directoryRules, entryKey, inOrder, isFoundBy, type DirectoryEntry } from '#domain/directory/entry.ts';
import { planImport, writeSheet, type ImportPlan } from '#domain/directory/sheet.ts';
import { fault } from '#domain/faults.ts';
import type { DirectoryEntryId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { writeFileAtomically, type Clock, type Language, type Log } from '../plumbing/index.ts';
import { readDirectory, writeDirectory } from './directory-file.ts';
import { sheetWords } from './sheet-words.ts';

const allLanguages: readonly Language[] = ['ru', 'kk', 'en'];
/** A sheet of 5000 full lines has less. */
const mostSheetLetters = 2_000_000;

/** The courts, halls and institutions that this hall may be linked with, as they stand in directory.json. */
export type Directory = Readonly<{
  /** directory.json cannot be read: then it is left as it is and nothing is changed. */
  isBroken(): boolean;
  list(text: string): Outcome<DirectoryList>;
  /** Refuses `directory.unknown`, `directory.taken`, `directory.full`; fails `archive.unwritable`. */
  change(change: DirectoryChange): Promise<Outcome<DirectoryEntry>>;
  /** Writes a sheet for spreadsheets in this language. Fails `archive.unwritable`. */
  exportSheet(language: Language): Promise<Outcome<Readonly<{ path: string; entries: number }>>>;
  /** Takes a piece of a sheet; with the last one what an import would do, else null. Changes nothing. Refuses `directory.no-sheet`. */
  readImport(piece: string, isFirst: boolean, isLast: boolean): Outcome<ImportShown | null>;
  /** Does what was shown last under this name. Refuses `directory.changed` when the directory is no longer what it was then. */
  takeImport(importId: string): Promise<Outcome<Readonly<{ new: number; changed: number }>>>;
}>;

type Pending = Readonly<{ importId: string; plan: ImportPlan; from: readonly DirectoryEntry[] }>;

export function openDirectory({
  file,
  exportsFolder,
  clock,
  log,
}: Readonly<{ file: string; exportsFolder: string; clock: Pick<Clock, 'wallMs'>; log: Log }>): Directory {
  const read = readDirectory(file, log);
  let entries: readonly DirectoryEntry[] = read.ok ? read.value : [];
  let sheet = '';
  let pending: Pending | null = null;

  // One after another, each from what the one before left.
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    const result = last.then(act);
    last = result.catch(() => undefined);
    return result;
  }
  async function keep(next: readonly DirectoryEntry[]): Promise<Outcome<void>> {
    if (!read.ok) return read;
    if (next.length > directoryRules.mostEntries)
      return failed(fault('directory.full', { most: directoryRules.mostEntries }));
    const written = await writeDirectory(file, next, log);
    if (written.ok) entries = next;
    return written;
  }

  async function change(wanted: DirectoryChange): Promise<Outcome<DirectoryEntry>> {
    const known = wanted.change === 'add' ? undefined : entries.find(({ entryId }) => entryId === wanted.entryId);
    if (wanted.change !== 'add' && known === undefined) return failed(fault('directory.unknown', {}));
    const others = entries.filter((each) => each !== known);
    if (wanted.change === 'remove' && known !== undefined) {
      const kept = await keep(others);
      return kept.ok ? done(known) : kept;
    }
    if (wanted.change === 'remove') return failed(fault('directory.unknown', {}));
    const key = entryKey(wanted.entry);
    if (others.some((each) => entryKey(each) === key)) return failed(fault('directory.taken', {}));
    const entry = { ...wanted.entry, entryId: known?.entryId ?? (randomUUID() as DirectoryEntryId) };
    const kept = await keep([...others, entry]);
    return kept.ok ? done(entry) : kept;
  }

  async function takeImport(importId: string): Promise<Outcome<Readonly<{ new: number; changed: number }>>> {
    // What a person agreed to is exactly what was shown, and only once.
    if (pending?.importId !== importId || pending.from !== entries) return failed(fault('directory.changed', {}));
    const { planned } = pending.plan;
    const changed = new Map(planned.filter(({ was }) => was !== null).map(({ was, entry }) => [was?.entryId, entry]));
    const added = planned
      .filter(({ was }) => was === null)
      .map(({ entry }) => ({ ...entry, entryId: randomUUID() as DirectoryEntryId }));
    const kept = await keep([...entries.map((each) => ({ ...each, ...changed.get(each.entryId) })), ...added]);
    if (!kept.ok) return kept;
    pending = null;
    const count = planned.filter(({ what }) => what === 'changed').length;
    log.info({ new: added.length, changed: count }, 'directory-imported');
    return done({ new: added.length, changed: count });
  }

  return {
    isBroken: () => !read.ok,
    list(text) {
      if (!read.ok) return read;
      const found = inOrder(entries.filter((entry) => isFoundBy(entry, text)));
      return done({ entries: found.slice(0, mostListed), found: found.length, total: entries.length });
    },
    change: (wanted) => inTurn(() => change(wanted)),
    async exportSheet(language) {
      if (!read.ok) return read;
      const out = path.join(exportsFolder, `directory_${String(clock.wallMs())}.csv`);
      // A spreadsheet of a system in Russian or Kazakh takes the comma for the decimal point.
      const text = writeSheet(inOrder(entries), sheetWords([language]), language === 'en' ? ',' : ';');
      try {
        mkdirSync(exportsFolder, { recursive: true, mode: 0o700 });
        await writeFileAtomically(out, text, 0o600);
      } catch (error) {
        // Only the file system throws here: a full, unplugged or missing disk.
        if ((error as NodeJS.ErrnoException).code === undefined) throw error;
        return failed(fault('archive.unwritable', { path: out }));
      }
      return done({ path: out, entries: entries.length });
    },
    readImport(piece, isFirst, isLast) {
      if (!read.ok) return read;
      sheet = isFirst ? piece : sheet + piece;
      pending = null;
      if (sheet.length > mostSheetLetters) {
        sheet = '';
        return failed(fault('directory.no-sheet', {}));
      }
      if (!isLast) return done(null);
      const plan = planImport(sheet, entries, sheetWords(allLanguages));
      sheet = '';
      if (plan === null) return failed(fault('directory.no-sheet', {}));
      pending = { importId: randomUUID(), plan, from: entries };
      return done(shown(pending));
    },
    takeImport: (importId) => inTurn(() => takeImport(importId)),
  };
}

function shown({ importId, plan }: Pending): ImportShown {
  const count = (what: string): number => plan.planned.filter((each) => each.what === what).length;
  return {
    importId,
    counts: { new: count('new'), changed: count('changed'), same: count('same'), bad: plan.bad.length },
    planned: ['changed', 'new']
      .flatMap((what) => plan.planned.filter((each) => each.what === what))
      .slice(0, mostPlanned),
    bad: plan.bad,
    unknownColumns: plan.unknownColumns,
  };
}
