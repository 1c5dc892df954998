import { randomUUID } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import type { TrackId } from '#domain/ids.ts';
import { scanChunks } from '#domain/record/chunk.ts';
import { MatroskaStream } from '#domain/record/matroska-stream.ts';
import { writeMovie, type MoviePicture } from '#domain/record/mp4.ts';
import { seatOfTrack } from '#domain/seats.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import { onePicture, type MadeClip } from './clip.ts';
import type { ClipAsk, PlaybackNeeds } from './door.ts';
import { readLaidMix } from './laid-mix.ts';
import { mixRate, type RecentMix } from './recent-mix.ts';
import { readRecord, type RecordPiece } from './record-range.ts';

/** A clip that ends so much before what was asked for is not what was asked for. */
const mayLackUs = 2_000_000;

/** As many as one call of the system takes. */
const partsAtOnce = 1000;

type Seen = Readonly<{ fromUs: AtUs; toUs: AtUs; picture: MoviePicture }>;

/**
 * Words at once: the picture as it lies on the disk, the sound as it was mixed when it was decoded or laid by; no program
 * is started. Null where no mix holds the stretch; then the clip is cut out of the record.
 */
export async function makeQuickClip(
  ask: ClipAsk,
  needs: Pick<PlaybackNeeds, 'segments' | 'clipsFolder'>,
  recent: RecentMix,
): Promise<MadeClip | null> {
  // What was mixed as it was heard is of the chief tracks; where one of them has a hole it says no.
  const chief = ask.microphones.map((trackId) => seatOfTrack(trackId) as string as TrackId);
  const mixOf = async (fromUs: AtUs, toUs: AtUs): Promise<Int16Array | null> =>
    recent.read(ask.hearingId, chief, fromUs, toUs) ??
    (await readLaidMix(ask.folder, ask.microphones, Math.max(0, fromUs), toUs));
  // Asked first without the picture, because mostly it is this that says no.
  if ((await mixOf(ask.fromUs, ask.fromUs + 1000)) === null) return null;
  const seen = ask.camera === null ? null : await picturesOf(ask, ask.camera, needs);
  if (ask.camera !== null && seen === null) return null;
  const fromUs = Math.min(ask.fromUs, seen?.fromUs ?? ask.fromUs);
  const samples = await mixOf(fromUs, Math.min(ask.toUs, seen?.toUs ?? ask.toUs));
  if (samples === null) return null;
  const lengthUs = Math.floor((samples.length * 1e6) / mixRate);
  if (fromUs + lengthUs < ask.toUs - mayLackUs) return null;

  const picture = seen && { ...seen.picture, frames: seen.picture.frames.filter(({ atUs }) => atUs < lengthUs) };
  const folder = path.join(needs.clipsFolder, randomUUID());
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, 'clip.mp4');
  await writeParts(file, writeMovie(picture, { sampleRate: mixRate, samples }, lengthUs));
  const mime = picture === null ? 'audio/mp4' : 'video/mp4';
  return { file, name: 'clip.mp4', mime, fromUs, toUs: fromUs + lengthUs };
}

/** The camera's pictures from the key at or before the beginning on; null where they are not of one kind throughout. */
async function picturesOf(ask: ClipAsk, camera: TrackId, needs: Pick<PlaybackNeeds, 'segments'>): Promise<Seen | null> {
  const range = { fromUs: ask.fromUs, toUs: ask.toUs };
  const all = await readRecord(ask.folder, camera, needs.segments(ask.hearingId, camera, 0, ask.toUs), range);
  const pieces = onePicture(all);
  const [first] = pieces ?? [];
  if (pieces === null || first === undefined || pieces.length < all.length || first.fromUs > ask.fromUs) return null;
  const stream = new MatroskaStream();
  stream.push(await bytesOf(first, 0, first.headBytes));
  const [track] = stream.tracks.values();
  if (track === undefined) return null;
  const frames: { atUs: number; isKey: boolean; bytes: Uint8Array }[] = [];
  for (const piece of pieces) {
    for (const chunk of scanChunks(await bytesOf(piece, piece.fromByte, piece.toByte))) {
      if (chunk.state !== 'whole') return null;
      for (const { atMs, isKey, bytes } of chunk.frames)
        frames.push({ atUs: Math.max(0, atMs * 1000 - first.fromUs), isKey, bytes });
    }
  }
  const { widthPx, heightPx, codecPrivate: avcConfig } = track;
  return {
    fromUs: first.fromUs,
    toUs: pieces.at(-1)?.toUs ?? first.toUs,
    picture: { widthPx, heightPx, avcConfig, frames },
  };
}

/** Without joining them first, because somebody waits. */
async function writeParts(file: string, parts: readonly Uint8Array[]): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    for (let at = 0; at < parts.length; at += partsAtOnce) await handle.writev(parts.slice(at, at + partsAtOnce));
  } finally {
    await handle.close();
  }
}

async function bytesOf({ file }: RecordPiece, fromByte: number, toByte: number): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const bytes = Buffer.allocUnsafe(toByte - fromByte);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, fromByte);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
