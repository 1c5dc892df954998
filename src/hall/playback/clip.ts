import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fault } from '#domain/faults.ts';
import type { TrackId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import { clipPrograms, runPrograms } from './clip-programs.ts';
import type { ClipAsk, PlaybackNeeds } from './door.ts';
import { readRecord, type RecordPiece } from './record-range.ts';

export type MadeClip = Readonly<{ file: string; mime: string; name: string; fromUs: AtUs; toUs: AtUs }>;

/** What is cut into a clip of one track: never empty. */
export type Pieces = readonly [RecordPiece, ...RecordPiece[]];

/** RFC 7845: an Opus decoder needs 80 ms until it sounds right. */
export const soundBeforeUs = 100_000;

/** Cuts a clip: the picture copied as it was recorded, all microphones mixed, holes heard as silence and seen as a held picture. */
export async function makeClip(
  ask: ClipAsk,
  needs: Pick<PlaybackNeeds, 'segments' | 'ffmpeg' | 'log' | 'clipsFolder'>,
): Promise<Outcome<MadeClip>> {
  const read = (trackId: TrackId, fromUs: AtUs): Promise<readonly RecordPiece[]> =>
    readRecord(ask.folder, trackId, needs.segments(ask.hearingId, trackId, 0, ask.toUs), { fromUs, toUs: ask.toUs });
  const camera = ask.camera === null ? null : onePicture(await read(ask.camera, ask.fromUs));
  const sounds = (
    await Promise.all(ask.microphones.map((trackId) => read(trackId, ask.fromUs - soundBeforeUs)))
  ).filter(isNotEmpty);
  if (camera === null && sounds.length === 0) return failed(fault('playback.not-ready', {}));

  // The clip begins where its first picture does, so that clip time and hearing time are one line.
  const fromUs = camera === null ? Math.max(0, ask.fromUs) : Math.min(camera[0].fromUs, ask.fromUs);
  const inputs = [...(camera === null ? [] : [camera]), ...sounds];
  const newestUs = Math.max(...inputs.flatMap((pieces) => pieces.map(({ toUs }) => toUs)));
  const toUs = Math.min(ask.toUs, newestUs);
  if (toUs <= fromUs) return failed(fault('playback.not-ready', {}));

  const folder = path.join(needs.clipsFolder, randomUUID());
  const lists = await writeLists(folder, inputs);
  const [picture = null, ...withPicture] = lists;
  const file = path.join(folder, 'clip.mp4');
  const order = {
    picture: camera === null ? null : picture,
    sounds: camera === null ? lists : withPicture,
    fromUs,
    toUs,
    into: file,
  };
  const run = await runPrograms(needs.ffmpeg.ffmpegPath, clipPrograms(order));
  if (run !== null) {
    needs.log.warn({ code: run.code, said: run.said.slice(0, 2000) }, 'clip-not-made');
    return failed(fault('playback.not-ready', {}));
  }
  return done({ file, name: 'clip.mp4', mime: camera === null ? 'audio/mp4' : 'video/mp4', fromUs, toUs });
}

/** Files that ffmpeg reads a track's stretches by, one a track. */
export async function writeLists(folder: string, inputs: readonly Pieces[]): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  return await Promise.all(
    inputs.map(async (pieces, at) => {
      const list = path.join(folder, `${String(at)}.txt`);
      await writeFile(list, listOf(pieces));
      return list;
    }),
  );
}

/** What ffmpeg reads as one file: epochs of one codec lie on one time line, so one head serves them all. */
function listOf(pieces: Pieces): string {
  const part = (file: string, fromByte: number, toByte: number): string =>
    `subfile,,start,${String(fromByte)},end,${String(toByte)},,:${file}\n`;
  const [first] = pieces;
  return (
    part(first.file, 0, first.headBytes) +
    pieces.map((piece) => part(piece.file, piece.fromByte, piece.toByte)).join('')
  );
}

/** One MP4 track has one decoder setting: where epochs differ, those like the longest one are shown, the rest is a held picture. */
export function onePicture(pieces: readonly RecordPiece[]): Pieces | null {
  const longest = pieces.reduce<RecordPiece | null>(
    (best, piece) => (best === null || piece.toUs - piece.fromUs > best.toUs - best.fromUs ? piece : best),
    null,
  );
  const picture = pieces.filter((piece) => piece.codecPrivate === longest?.codecPrivate);
  return isNotEmpty(picture) ? picture : null;
}

export function isNotEmpty(pieces: readonly RecordPiece[]): pieces is Pieces {
  return pieces.length > 0;
}
