import { createHash } from 'node:crypto';
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import type { HearingId } from '#domain/ids.ts';
import { checkChain, type ChainReport } from '#domain/journal/check-chain.ts';
import { hearingIdOfFolder } from '#domain/journal/hearing-folder.ts';

/** The hall's key, as far as the archive needs it: to check heads. */
export type HeadVerifier = Readonly<{ verify(keyId: string, bytes: Uint8Array, signature: string): boolean }>;

export type HearingFolder = Readonly<{ hearingId: HearingId; folder: string }>;

/** All hearings that lie in the archive, in the order of their folders' names. */
export function hearingFolders(archiveFolder: string): readonly HearingFolder[] {
  if (!existsSync(archiveFolder)) return [];
  return readdirSync(archiveFolder)
    .sort()
    .flatMap((name) => {
      const hearingId = hearingIdOfFolder(name);
      return hearingId === null ? [] : [{ hearingId, folder: path.join(archiveFolder, name) }];
    });
}

export type JournalFile = ChainReport & Readonly<{ lengthBytes: number }>;

/**
 * Reads and checks one hearing's journal. The head is read first, so that a service which goes on writing makes the
 * journal longer than the head and never shorter.
 */
export function readJournalFile(
  { hearingId, folder }: HearingFolder,
  keys: HeadVerifier,
  witness?: readonly string[],
): JournalFile {
  const head = readIfThere(path.join(folder, 'head.json'));
  const journal = readIfThere(path.join(folder, 'journal.jsonl')) ?? Buffer.alloc(0);
  const report = checkChain({
    hearingId,
    journal,
    head: head?.toString('utf8') ?? null,
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    decode: (line) => Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8'),
    verify: (keyId, text, signature) => keys.verify(keyId, Buffer.from(text), signature),
    ...(witness === undefined ? {} : { witness }),
  });
  return { ...report, lengthBytes: journal.length };
}

/** Number and hash of the last entry, read from the end of the file only; null where that tells nothing. */
export function readLastEntry(folder: string): Readonly<{ n: number; hash: string }> | null {
  let descriptor: number;
  try {
    descriptor = openSync(path.join(folder, 'journal.jsonl'), 'r');
  } catch {
    return null;
  }
  try {
    const { size } = fstatSync(descriptor);
    const tail = Buffer.alloc(Math.min(size, 256 * 1024));
    readSync(descriptor, tail, 0, tail.length, size - tail.length);
    const line = tail.toString('utf8').trimEnd().split('\n').at(-1) ?? '';
    const { n, hash } = JSON.parse(line) as Readonly<{ n: unknown; hash: unknown }>;
    return typeof n === 'number' && typeof hash === 'string' ? { n, hash } : null;
  } catch {
    return null;
  } finally {
    closeSync(descriptor);
  }
}

function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
