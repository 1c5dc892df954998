import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { exhibitParts, type ExhibitPaper } from '#domain/exhibits/exhibit.ts';
import type { ExhibitId } from '#domain/ids.ts';
import type { Outcome } from '#domain/outcome.ts';
import type { Log } from '../plumbing/index.ts';
import { openExhibitFile, type ExhibitFile } from './exhibit-file.ts';

/** The window has the file in its hand already. */
const uploadLifeMs = 60_000;
/** More permissions than a person can use; the oldest gives way. */
const mostUploads = 8;

/** A file that a window may bring, once. */
export type Upload = Readonly<{
  lengthBytes: number;
  /** False when the disk does not take it. */
  write(bytes: Uint8Array): Promise<boolean>;
  /** All of it came. */
  finish(): Promise<Outcome<Readonly<{ exhibitId: ExhibitId }>>>;
  /** It did not come whole. */
  leave(): Promise<void>;
}>;

export type Exhibits = Readonly<{
  /** Opens it for writing after what lies there of an earlier try, if that is not more than `mostBytes`; null when the disk refuses. */
  open(folder: string, exhibitId: ExhibitId, mostBytes: number): Promise<ExhibitFile | null>;
  /** Where a sealed one lies. */
  fileOf(folder: string, paper: Pick<ExhibitPaper, 'exhibitId' | 'format'>): string;
  /** Whether it lies there in its length. */
  isThere(folder: string, paper: ExhibitPaper): Promise<boolean>;
  /** Takes a sealed one away that may not stay. */
  remove(folder: string, paper: Pick<ExhibitPaper, 'exhibitId' | 'format'>): Promise<void>;
  /** Takes away what never came whole. */
  tidy(folder: string): Promise<void>;
  /** A token for one upload. */
  permit(open: () => Promise<Upload | null>): string;
  /** What the token permits, once; null when it is unknown, used or old, and when the disk refuses. */
  claim(token: string): Promise<Upload | null>;
}>;

/** `nowMs`: any clock in ms. */
export function createExhibits({ log, nowMs }: Readonly<{ log: Log; nowMs(): number }>): Exhibits {
  const uploads = new Map<string, Readonly<{ open(): Promise<Upload | null>; untilMs: number }>>();
  const fileOf: Exhibits['fileOf'] = (folder, paper) => path.join(folder, ...exhibitParts(paper));
  return {
    open: (folder, exhibitId, mostBytes) => openExhibitFile(folder, exhibitId, mostBytes, log),
    fileOf,
    async isThere(folder, paper) {
      const facts = await stat(fileOf(folder, paper)).catch(() => null);
      return facts?.size === paper.lengthBytes;
    },
    remove: (folder, paper) => rm(fileOf(folder, paper), { force: true }),
    async tidy(folder) {
      const names = await readdir(path.join(folder, 'exhibits')).catch(() => []);
      for (const name of names.filter((each) => each.endsWith('.part')))
        await rm(path.join(folder, 'exhibits', name), { force: true }).catch(() => {});
    },
    permit(open) {
      const token = randomBytes(24).toString('base64url');
      uploads.set(token, { open, untilMs: nowMs() + uploadLifeMs });
      const oldest = uploads.keys().next();
      if (uploads.size > mostUploads && !oldest.done) uploads.delete(oldest.value);
      return token;
    },
    async claim(token) {
      const known = uploads.get(token);
      uploads.delete(token);
      return known === undefined || known.untilMs < nowMs() ? null : known.open();
    },
  };
}
