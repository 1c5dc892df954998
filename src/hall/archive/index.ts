/*
 * Owns: the SQLite index and the reading of finished record files (lists, verification, sweep, export, rebuild).
 * Promises: the index holds nothing that the journals do not say and can be made anew from them; what is exported is
 * bit-exact. Never: writes into a journal or a chunk log, but for cutting a torn end at start.
 * Woken by: main (entries to project, the sweep at start), actions and the command line. Closed by: main, after the journals.
 */
import './native-crc.ts';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { fault } from '#domain/faults.ts';
import type { HearingId, TrackId } from '#domain/ids.ts';
import type { JournalEntry, Segment } from '#domain/journal/entries.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import type { DataFolders, Log } from '../plumbing/index.ts';
import { compareWithJournals, type Agreement } from './agreement.ts';
import { exportPieces } from './export-range.ts';
import type { ExportTools, MadeCopy, TellProgress } from './new-copy.ts';
import { isIndexError, openIndex, openIndexForReading, openIndexInMemory, type IndexFile } from './index-file.ts';
import { indexReader, type ListedHearing } from './index-reader.ts';
import { indexWriter } from './index-writer.ts';
import { hearingFolders, type HeadVerifier, type HearingFolder } from './journal-file.ts';
import { makePartyCopy, partyPieces, secondCovers } from './party-copy.ts';
import { rangePieces } from './read-range.ts';
import { sweepArchive, type Swept } from './sweep.ts';
import { openVerifiedRegister, type VerifiedRegister } from './verified-file.ts';
import { verifyHearing, type Verification } from './verify/verify-hearing.ts';

export type { Agreement } from './agreement.ts';
export { knownVersion } from './index-file.ts';
export type { ListedHearing } from './index-reader.ts';
export type { HearingFolder } from './journal-file.ts';
export type { VerifiedRegister } from './verified-file.ts';
export type { Damage, Verification } from './verify/verify-hearing.ts';

export type ExportOrder = Readonly<{
  hearingId: HearingId;
  fromUs: AtUs;
  toUs: AtUs;
  tracks: readonly TrackId[];
  /** `party`: a camera (the first of the tracks) and all microphones as one sound, for any stock player; `exact` when left out. */
  form?: 'exact' | 'party' | undefined;
  /** The file to be made. Exact: its ending chooses Matroska or MP4. Party: with `.m4a` no camera is taken. */
  out: string;
  onProgress?: TellProgress;
}>;

export type Archive = Readonly<{
  /** Takes over journaled entries. An index that cannot be written (full disk) falls behind and catches up; the record goes on. */
  project(hearingId: HearingId, entries: readonly JournalEntry[]): void;
  /** Lists a hearing as damaged whose journal was found hurt. */
  markDamaged(hearingId: HearingId): void;
  listHearings(ask: Readonly<{ fromMs: number; toMs: number; text: string }>): readonly ListedHearing[];
  /** Sealed segments of a track that touch [fromUs, toUs). */
  segments(hearingId: HearingId, trackId: TrackId, fromUs: AtUs, toUs: AtUs): readonly Segment[];
  /** Tracks that have sealed segments. */
  tracks(hearingId: HearingId): readonly TrackId[];
  folders(): readonly HearingFolder[];
  /** Checks journal, head and every sealed byte; the index is asked as a witness. An unknown hearing has no entries. */
  verify(
    hearingId: HearingId,
    onProgress?: (doneBytes: number, totalBytes: number) => void,
    /** By night: gives way to everybody, and rejects when the signal ends it. */
    quiet?: Readonly<{ signal: AbortSignal }>,
  ): Promise<Verification>;
  register: VerifiedRegister;
  /** Closes what a crash left open in all hearings but `except`; main journals the notes. */
  sweep(except?: ReadonlySet<HearingId>): readonly Swept[];
  exportRange(order: ExportOrder): Promise<Outcome<MadeCopy>>;
  /** Reads every journal and compares it with the index. */
  agreement(): Agreement;
  /** Every cell of the index as text. */
  dump(): string;
  close(): void;
}>;

export type ArchiveNeeds = Readonly<{ folders: DataFolders; keys: HeadVerifier; log: Log; ffmpeg: ExportTools }>;

/**
 * Opens the archive for the service: brings the index forward and up to the journals. A broken index is put aside and
 * made anew, because it is only an index. Refuses `archive.newer`; fails `archive.index-broken` where even a new one cannot be made.
 */
export function openArchive(needs: ArchiveNeeds): Outcome<Archive> {
  const { indexFile } = needs.folders;
  let opened = openIndex(indexFile);
  if (!opened.ok && opened.fault.key === 'archive.index-broken' && existsSync(indexFile)) {
    needs.log.error({ indexFile }, 'archive.index-put-aside');
    putAside(indexFile);
    opened = openIndex(indexFile);
  }
  if (!opened.ok) return opened;
  const replayed = indexWriter(opened.value, needs.keys).catchUp(needs.folders.archive);
  if (replayed > 0) needs.log.info({ replayed }, 'archive.index-caught-up');
  return done(archiveOver(opened.value, needs));
}

/** Opens the archive beside a running service, changing nothing; without a usable index one is made in memory. Refuses as `openArchive`. */
export function openArchiveForReading(needs: ArchiveNeeds): Outcome<Archive> {
  const opened = openIndexForReading(needs.folders.indexFile);
  if (!opened.ok) return opened;
  if (opened.value !== null) return done(archiveOver(opened.value, needs));
  const index = openIndexInMemory();
  indexWriter(index, needs.keys).catchUp(needs.folders.archive);
  return done(archiveOver(index, needs));
}

/**
 * Makes the index anew from the journals alone and puts it in the old one's place only when it is whole. The caller
 * holds the service's lock. Gives how many hearings were read. Fails `archive.index-broken`.
 */
export function rebuildIndex(needs: ArchiveNeeds): Outcome<Readonly<{ hearings: number }>> {
  const fresh = `${needs.folders.indexFile}.new`;
  removeIndex(fresh);
  const opened = openIndex(fresh);
  if (!opened.ok) return opened;
  const index = opened.value;
  const hearings = indexWriter(index, needs.keys).catchUp(needs.folders.archive);
  // One file without a write-ahead log beside it can be moved in one step.
  index.pragma('journal_mode = DELETE');
  index.close();
  removeIndex(needs.folders.indexFile);
  renameSync(fresh, needs.folders.indexFile);
  return done({ hearings });
}

const besides = ['', '-wal', '-shm'] as const;

function removeIndex(file: string): void {
  for (const ending of besides) rmSync(`${file}${ending}`, { force: true });
}

function putAside(file: string): void {
  const stamp = Date.now();
  for (const ending of besides) {
    if (existsSync(`${file}${ending}`)) renameSync(`${file}${ending}`, `${file}.broken-${String(stamp)}${ending}`);
  }
}

function archiveOver(index: IndexFile, { folders, keys, log, ffmpeg }: ArchiveNeeds): Archive {
  const behind = new Set<HearingId>();
  const reader = indexReader(index);
  const writer = index.readonly ? null : indexWriter(index, keys);
  const folderOf = (hearingId: HearingId): HearingFolder | undefined =>
    hearingFolders(folders.archive).find((hearing) => hearing.hearingId === hearingId);
  return {
    project(hearingId, entries) {
      const hearing = behind.has(hearingId) ? folderOf(hearingId) : undefined;
      try {
        if (hearing === undefined) writer?.project(hearingId, entries);
        else writer?.replay(hearing);
        behind.delete(hearingId);
      } catch (error) {
        if (!isIndexError(error)) throw error;
        behind.add(hearingId);
        log.error({ hearingId, n: entries.at(-1)?.n, err: error }, 'archive.index-behind');
      }
    },
    markDamaged: (hearingId) => writer?.markDamaged(hearingId),
    listHearings: reader.listHearings,
    segments: reader.segments,
    tracks: (hearingId) =>
      index
        .prepare<[string], { track_id: TrackId }>(
          'SELECT DISTINCT track_id FROM segments WHERE hearing_id = ? ORDER BY track_id',
        )
        .all(hearingId)
        .map((row) => row.track_id),
    folders: () => hearingFolders(folders.archive),
    register: openVerifiedRegister(folders.verifiedFile, log),
    async verify(hearingId, onProgress, quiet) {
      const hearing = folderOf(hearingId);
      if (hearing === undefined)
        return { hearingId, intact: false, segments: 0, entries: 0, lengthBytes: 0, damages: [] };
      return verifyHearing(hearing, keys, reader.entryHashes(hearingId), onProgress, quiet?.signal);
    },
    sweep: (except) => sweepArchive(folders.archive, keys, except),
    async exportRange({ hearingId, fromUs, toUs, tracks, form, out, onProgress = () => {} }) {
      const hearing = folderOf(hearingId);
      if (hearing === undefined) return failed(fault('archive.unknown', { id: hearingId }));
      const pieces = tracks.flatMap((trackId) =>
        rangePieces(hearing.folder, reader.segments(hearingId, trackId, fromUs, toUs), fromUs, toUs),
      );
      // L6, P6: a copy begins with the picture before its beginning that stands alone, so it is what is copied that counts.
      const copiedFromUs = Math.min(fromUs, ...pieces.map(({ fromMs }) => fromMs * 1000));
      const copiedToUs = Math.max(fromUs, ...pieces.map((piece) => piece.toUs));
      if (reader.wasClosed(hearingId, copiedFromUs, copiedToUs)) return failed(fault('archive.closed-session', {}));
      if (form !== 'party') return exportPieces(pieces, fromUs, out, ffmpeg, onProgress);
      const filling = secondCovers(hearing, keys, tracks).flatMap(({ trackId, fills }) =>
        fills
          .map((fill) => ({ fromUs: Math.max(fromUs, fill.fromUs), toUs: Math.min(toUs, fill.toUs) }))
          .filter((fill) => fill.toUs > fill.fromUs)
          .flatMap((fill) =>
            rangePieces(
              hearing.folder,
              reader.segments(hearingId, trackId, fill.fromUs, fill.toUs),
              fill.fromUs,
              fill.toUs,
            ),
          ),
      );
      return makePartyCopy(partyPieces([...pieces, ...filling], fromUs, toUs, out), out, ffmpeg, onProgress);
    },
    agreement: () => compareWithJournals(folders.archive, keys, reader),
    dump: reader.dump,
    close: () => index.close(),
  };
}
