import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fault } from '#domain/faults.ts';
import type { TrackId } from '#domain/ids.ts';
import { mixSounds } from '../../../native/ffmpeg/index.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import { runToEnd } from '../plumbing/index.ts';
import type { ClipAsk, PlaybackNeeds } from './door.ts';
import { readRecord, type RecordPiece } from './record-range.ts';

export type MadeClip = Readonly<{ file: string; mime: string; name: string; fromUs: AtUs; toUs: AtUs }>;

/** What is cut into a clip of one track: never empty. */
type Pieces = readonly [RecordPiece, ...RecordPiece[]];

const limitMs = 15_000;
/** RFC 7845: an Opus decoder needs 80 ms until it sounds right. */
const soundBeforeUs = 100_000;

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
  await mkdir(folder, { recursive: true });
  const files = await Promise.all(
    inputs.map(async (pieces, at) => {
      const file = path.join(folder, `${String(at)}.mkv`);
      // Epochs of one codec lie on one time line, so one head serves them all.
      await writeFile(file, Buffer.concat([pieces[0].head, ...pieces.map((piece) => piece.bytes)]));
      return file;
    }),
  );
  const name = camera === null ? 'clip.webm' : 'clip.mp4';
  const file = path.join(folder, name);
  const run = await runToEnd({
    command: needs.ffmpeg.ffmpegPath,
    limitMs,
    args: clipArguments({ files, hasPicture: camera !== null, fromUs, toUs, into: file }),
  });
  if (run.code !== 0) {
    needs.log.warn({ code: run.code, said: run.stderr.slice(0, 2000) }, 'clip-not-made');
    return failed(fault('playback.not-ready', {}));
  }
  return done({ file, name, mime: camera === null ? 'audio/webm' : 'video/mp4', fromUs, toUs });
}

/** One MP4 track has one decoder setting: where epochs differ, those like the longest one are shown, the rest is a held picture. */
function onePicture(pieces: readonly RecordPiece[]): Pieces | null {
  const longest = pieces.reduce<RecordPiece | null>(
    (best, piece) => (best === null || piece.toUs - piece.fromUs > best.toUs - best.fromUs ? piece : best),
    null,
  );
  const picture = pieces.filter((piece) => piece.codecPrivate === longest?.codecPrivate);
  return isNotEmpty(picture) ? picture : null;
}

function isNotEmpty(pieces: readonly RecordPiece[]): pieces is Pieces {
  return pieces.length > 0;
}

type ClipFiles = Readonly<{ files: readonly string[]; hasPicture: boolean; fromUs: AtUs; toUs: AtUs; into: string }>;

function clipArguments({ files, hasPicture, fromUs, toUs, into }: ClipFiles): readonly string[] {
  const inputs = files.flatMap((file) => ['-itsoffset', seconds(-fromUs), '-f', 'matroska', '-i', file]);
  const firstSound = hasPicture ? 1 : 0;
  const sounds = files.slice(firstSound).map((_, at) => `${String(at + firstSound)}:a`);
  const mix = mixSounds(sounds, seconds(toUs - fromUs), 'mix');
  return [
    '-hide_banner',
    '-loglevel',
    'error',
    '-nostdin',
    '-y',
    '-copyts',
    ...inputs,
    ...(sounds.length === 0
      ? []
      : ['-filter_complex', mix, '-map', '[mix]', '-c:a', 'libopus', '-b:a', '64k', '-compression_level', '1']),
    ...(hasPicture
      ? [
          '-map',
          '0:v',
          '-c:v',
          'copy',
          '-bsf:v',
          'setts=pts=PTS:dts=PTS:duration=NEXT_PTS-PTS',
          '-movflags',
          '+faststart',
          '-f',
          'mp4',
        ]
      : ['-f', 'webm']),
    into,
  ];
}

function seconds(us: number): string {
  return (us / 1e6).toFixed(6);
}
