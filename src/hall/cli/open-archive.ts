import { fault } from '#domain/faults.ts';
import type { HearingId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { findCopyingFfmpeg, findFfmpeg } from '../../../native/ffmpeg/index.ts';
import { openArchiveForReading, rebuildIndex, type Archive, type ListedHearing } from '../archive/index.ts';
import type { DataFolders, Log } from '../plumbing/index.ts';
import { readHallKeys } from '../security/index.ts';

/** A command says what it has to say on its own streams. */
export const noLog: Log = { debug() {}, info() {}, warn() {}, error() {}, close: () => Promise.resolve() };
type Needs = Parameters<typeof openArchiveForReading>[0];

/** The archive for reading, beside a running service. Faults as `openArchiveForReading`. */
export function openForReading(folders: DataFolders): Outcome<Archive> {
  return openArchiveForReading(needsOf(folders, { ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' }));
}

/** As `openForReading`, with the ffmpeg that copies; `encodes`: one that can encode too. */
export async function openForCopying(
  folders: DataFolders,
  env: Readonly<Record<string, string | undefined>>,
  encodes: boolean,
): Promise<Outcome<Archive>> {
  const ffmpeg = await (encodes ? findFfmpeg(env) : findCopyingFfmpeg(env));
  return ffmpeg.ok ? openArchiveForReading(needsOf(folders, ffmpeg.value)) : ffmpeg;
}

/** Makes the index anew; the caller holds the service's lock. */
export function rebuild(folders: DataFolders): ReturnType<typeof rebuildIndex> {
  return rebuildIndex(needsOf(folders, { ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' }));
}

function needsOf(folders: DataFolders, ffmpeg: Needs['ffmpeg']): Needs {
  // Without a key no head can be believed, and verification says so.
  return { folders, keys: readHallKeys(folders.keys) ?? { verify: () => false }, log: noLog, ffmpeg };
}

const always = { fromMs: Number.MIN_SAFE_INTEGER, toMs: Number.MAX_SAFE_INTEGER } as const;

export function allHearings(archive: Archive, text = ''): readonly ListedHearing[] {
  return archive.listHearings({ ...always, text });
}

/** The one hearing that `id` means: the beginning of its id, or a case number it has or had. Refuses `archive.unknown`. */
export function findHearing(archive: Archive, id: string): Outcome<HearingId> {
  const byId = archive
    .folders()
    .map((hearing) => hearing.hearingId)
    .filter((hearingId) => id !== '' && hearingId.startsWith(id.toLowerCase()));
  const found = allHearings(archive, id);
  const exact = found.filter((hearing) => hearing.card.caseNumber === id);
  for (const matches of [byId, exact.map((hearing) => hearing.hearingId), found.map((hearing) => hearing.hearingId)]) {
    const [only] = matches;
    if (only !== undefined && matches.length === 1 && id !== '') return done(only);
  }
  return failed(fault('archive.unknown', { id }));
}
