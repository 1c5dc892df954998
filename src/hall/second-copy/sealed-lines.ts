import path from 'node:path';
import { exhibitParts } from '#domain/exhibits/exhibit.ts';
import { paperBroughtBy, paperKinds } from '#domain/exhibits/kept-papers.ts';
import type { JournalEntry, Segment } from '#domain/journal/entries.ts';
import { chunkLogParts } from '#domain/journal/hearing-folder.ts';

/** A sealed segment and the file, relative to the hearing's folder, that it lies in. */
export type SealedSegment = Readonly<{ file: string; segment: Segment }>;

/** How many lines the head signs, and the hash of the last of them; null for none or an unreadable one. */
export type SignedTo = Readonly<{ count: number; hash: string }>;

export function signedTo(head: string): SignedTo | null {
  try {
    const { count, hash } = JSON.parse(head) as Readonly<{ count: unknown; hash: unknown }>;
    return typeof count === 'number' && typeof hash === 'string' ? { count, hash } : null;
  } catch {
    return null;
  }
}

/** The first `most` whole lines of a journal's bytes; what a line means is the journal's affair. */
export function wholeLines(bytes: Buffer, most: number): readonly Buffer[] {
  const lines: Buffer[] = [];
  for (let at = 0; lines.length < most;) {
    const end = bytes.indexOf(0x0a, at);
    if (end < 0) break;
    lines.push(bytes.subarray(at, end + 1));
    at = end + 1;
  }
  return lines;
}

/** The segments that these lines seal. A line that is no JSON seals nothing; verification is what names it. */
export function sealedBy(lines: readonly Buffer[]): readonly SealedSegment[] {
  return lines.flatMap((line) => {
    if (!line.includes('"segment.admitted"')) return [];
    try {
      const entry = JSON.parse(line.toString('utf8')) as Readonly<{ kind: string; body: Segment }>;
      if (entry.kind !== 'segment.admitted') return [];
      return [{ file: path.join(...chunkLogParts(entry.body.trackId, entry.body.epoch)), segment: entry.body }];
    } catch {
      return [];
    }
  });
}

/** A file that lies there whole when its line is written, relative to the hearing's folder. */
export type WholeFile = Readonly<{ file: string; lengthBytes: number; sha256: string }>;

/** The exhibits and photographs that these lines bring (P9, P36). */
export function exhibitsBy(lines: readonly Buffer[]): readonly WholeFile[] {
  return lines.flatMap((line) => {
    if (!paperKinds.some((kind) => line.includes(`"${kind}"`))) return [];
    try {
      const paper = paperBroughtBy(JSON.parse(line.toString('utf8')) as JournalEntry);
      if (paper === null) return [];
      const { lengthBytes, sha256 } = paper;
      return [{ file: path.join(...exhibitParts(paper)), lengthBytes, sha256 }];
    } catch {
      return [];
    }
  });
}
