import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fault } from '#domain/faults.ts';
import { secondCover, type Stretch } from '#domain/hearing/seat-cover.ts';
import { foldHearing, type HearingView } from '#domain/hearing/view.ts';
import type { TrackId } from '#domain/ids.ts';
import { failed, type Outcome } from '#domain/outcome.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import { mixSounds } from '../../../native/ffmpeg/index.ts';
import { runToEnd } from '../plumbing/index.ts';
import { streamsOf, type Stream } from './export-range.ts';
import { readJournalFile, type HeadVerifier, type HearingFolder } from './journal-file.ts';
import { listOf, newCopy, runFfmpeg, type ExportTools, type MadeCopy, type TellProgress } from './new-copy.ts';
import type { RangePiece } from './read-range.ts';

/** What a party takes home: one camera, or none, and all microphones in one sound. */
export type PartyPieces = Readonly<{
  camera: readonly RangePiece[];
  microphones: readonly RangePiece[];
  fromUs: AtUs;
  toUs: AtUs;
}>;

/** What fills the holes of these tracks: the second tracks of their seats, and where. */
export function secondCovers(
  hearing: HearingFolder,
  keys: HeadVerifier,
  tracks: readonly TrackId[],
): readonly Readonly<{ trackId: TrackId; fills: readonly Stretch[] }>[] {
  const { entries } = readJournalFile(hearing, keys);
  const view = entries.reduce<HearingView | null>(foldHearing, null);
  if (view === null) return [];
  return view.tracks
    .filter(({ trackId }) => tracks.includes(trackId))
    .flatMap((chief) => secondCover(view, chief) ?? [])
    .map(({ track, fills }) => ({ trackId: track.trackId, fills }));
}

/** Sorts what was asked for: the first track with a picture, unless the file is to be sound only, and every microphone. */
export function partyPieces(pieces: readonly RangePiece[], fromUs: AtUs, toUs: AtUs, out: string): PartyPieces {
  const isSound = (piece: RangePiece): boolean => Buffer.from(piece.head).includes('A_OPUS');
  const first = path.extname(out).toLowerCase() === '.m4a' ? undefined : pieces.find((piece) => !isSound(piece));
  return {
    camera: pieces.filter((piece) => piece.trackId === first?.trackId),
    microphones: pieces.filter(isSound),
    fromUs,
    toUs,
  };
}

const makingShare = 0.95;
const largest = '1280:720';

/**
 * Makes a copy that any stock player opens: MP4 with H.264 and AAC, or M4A where there is no camera. The picture is taken as
 * it was recorded; where the camera came back at another size it is encoded anew in one size. What a microphone lacks is
 * silence, what a camera lacks is a picture that stands, so that time stays true. Low priority; the record is only read.
 * Refuses `archive.target-exists` and `archive.range-empty`; fails as `newCopy` does.
 */
export async function makePartyCopy(
  { camera, microphones, fromUs, toUs }: PartyPieces,
  out: string,
  tools: ExportTools,
  tell: TellProgress,
): Promise<Outcome<MadeCopy>> {
  const pictures = streamsOf(camera);
  const sounds = streamsOf(microphones);
  if (pictures.length + sounds.length === 0) return failed(fault('archive.range-empty', {}));
  const all = [...camera, ...microphones];
  // With a picture second 0 is the first picture: players disagree about files whose picture begins late.
  const zeroMs = Math.min(
    ...(camera.length === 0 ? [Math.max(fromUs / 1000, firstOf(microphones))] : [firstOf(camera)]),
  );
  const lengthMs = Math.min(toUs / 1000, Math.max(...all.map((piece) => piece.toUs / 1000))) - zeroMs;
  if (lengthMs <= 0) return failed(fault('archive.range-empty', {}));
  return newCopy({ out, makingShare, endsAtMs: lengthMs, tell }, async (whole, workFolder, tellAtMs) => {
    const inputs = [...pictures, ...sounds].flatMap((stream, at) => {
      const list = path.join(workFolder, `${String(at)}.txt`);
      writeFileSync(list, listOf(stream.pieces));
      return ['-itsoffset', (-zeroMs / 1000).toFixed(6), '-f', 'matroska', '-i', `concatf:${list}`];
    });
    const args = ['-copyts', ...inputs, ...encoding(pictures, sounds, lengthMs), '-f', 'mp4', whole];
    return (
      (await runFfmpeg(tools.ffmpegPath, args, tellAtMs, true)) &&
      (await isPlayable(whole, { picture: pictures.length > 0, sound: sounds.length > 0 }, tools))
    );
  });
}

function firstOf(pieces: readonly RangePiece[]): number {
  return Math.min(...pieces.map((piece) => piece.fromMs));
}

function encoding(pictures: readonly Stream[], sounds: readonly Stream[], lengthMs: number): readonly string[] {
  const length = (lengthMs / 1000).toFixed(6);
  const filters: string[] = [];
  const maps: string[] = [];
  if (pictures.length === 1) {
    maps.push('-map', '0:v', '-c:v', 'copy', '-tag:v', 'avc1', '-bsf:v', 'setts=pts=PTS:dts=PTS:duration=NEXT_PTS-PTS');
  } else if (pictures.length > 1) {
    const names = pictures.map((_, at) => `[v${String(at)}]`);
    const fit = `scale=${largest}:force_original_aspect_ratio=decrease,pad=${largest}:-1:-1,setsar=1,format=yuv420p`;
    for (const [at, name] of names.entries()) filters.push(`[${String(at)}:v]${fit}${name}`);
    filters.push(`${names.join('')}interleave=nb_inputs=${String(names.length)}[picture]`);
    maps.push('-map', '[picture]', '-fps_mode', 'vfr', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23');
  }
  if (sounds.length > 0) {
    filters.push(
      mixSounds(
        sounds.map((_, at) => `${String(pictures.length + at)}:a`),
        length,
        'sound',
      ),
    );
    maps.push('-map', '[sound]', '-c:a', 'aac', '-profile:a', 'aac_low', '-b:a', '96k', '-ar', '48000');
  }
  const complex = filters.length === 0 ? [] : ['-filter_complex', filters.join(';')];
  return [...complex, ...maps, '-t', length, '-movflags', '+faststart'];
}

type Probed = Readonly<{
  streams?: readonly Readonly<{ codec_type?: string; codec_tag_string?: string; profile?: string; pix_fmt?: string }>[];
}>;

/** ffmpeg may end well and yet have written something that is not what stock players take. */
async function isPlayable(
  file: string,
  wanted: Readonly<{ picture: boolean; sound: boolean }>,
  tools: ExportTools,
): Promise<boolean> {
  const asked = 'stream=codec_type,codec_tag_string,profile,pix_fmt';
  const look = await runToEnd({
    command: tools.ffprobePath,
    args: ['-v', 'error', '-show_entries', asked, '-of', 'json', file],
    limitMs: 60_000,
  });
  if (look.code !== 0) return false;
  const streams = (JSON.parse(look.stdout.toString('utf8')) as Probed).streams ?? [];
  const picture = streams.find((stream) => stream.codec_type === 'video');
  const sound = streams.find((stream) => stream.codec_type === 'audio');
  const isPictureRight = picture?.codec_tag_string === 'avc1' && picture.pix_fmt === 'yuv420p';
  const isSoundRight = sound?.codec_tag_string === 'mp4a' && sound.profile === 'LC';
  return (!wanted.picture || isPictureRight) && (!wanted.sound || isSoundRight);
}
