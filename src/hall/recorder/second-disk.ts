import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { chunkLogParts } from '#domain/journal/hearing-folder.ts';
import type { TrackId } from '#domain/ids.ts';
import { isSecondTrack } from '#domain/seats.ts';
import type { Log } from '../plumbing/index.ts';

/** A disk that does not answer at once must not hold up the record: the track stays on the first one then. */
const answerLimitMs = 500;

/**
 * Gives a seat's second track its place on the second disk: its folder among the tracks becomes a link to one there, so that
 * everything that reads the record finds it. A junction on Windows, for which no right is needed. Where that is not
 * possible, or the folder is there already, the track lies beside the others.
 */
export async function placeOnSecondDisk(
  trackId: TrackId,
  hearingFolder: string,
  { secondDisk, log }: Readonly<{ secondDisk: string | null; log: Log }>,
): Promise<void> {
  if (secondDisk === null || !isSecondTrack(trackId)) return;
  const link = path.join(hearingFolder, path.dirname(path.join(...chunkLogParts(trackId, 1))));
  const target = path.join(secondDisk, path.basename(hearingFolder), trackId);
  const isLinked = (async () => {
    await mkdir(target, { recursive: true });
    await mkdir(path.dirname(link), { recursive: true });
    await symlink(target, link, 'junction');
  })().then(
    () => null,
    (error: unknown) => error as NodeJS.ErrnoException,
  );
  const silent = new Promise<Error>((resolve) => setTimeout(resolve, answerLimitMs, new Error('no answer')));
  const failure = await Promise.race([isLinked, silent]);
  const isThereAlready = failure !== null && 'code' in failure && failure.code === 'EEXIST';
  if (failure !== null && !isThereAlready) log.warn({ trackId, secondDisk, err: failure }, 'second-disk-not-used');
}
