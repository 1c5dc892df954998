import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { TrackId } from '#domain/ids.ts';
import { writeMovie } from '#domain/record/mp4.ts';
import type { Segment } from '#domain/journal/entries.ts';
import { seatOfTrack } from '#domain/seats.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import type { MadeClip } from './clip.ts';
import type { ClipAsk, PlaybackNeeds } from './door.ts';
import { readLaidMix } from './laid-mix.ts';
import { readPictures } from './range-pictures.ts';
import { mixRate, type RecentMix } from './recent-mix.ts';

/** A clip that ends so much before what was asked for is not what was asked for. */
const mayLackUs = 2_000_000;

/** A clip and the whole of its file, in order, which is not written yet. */
export type QuickClip = MadeClip & Readonly<{ parts: readonly Uint8Array[] }>;

/**
 * Words at once: the picture as it lies on the disk, the sound as it was mixed when it was decoded or laid by; no program
 * is started. Null where no mix holds the stretch; then the clip is cut out of the record.
 */
export async function makeQuickClip(
  ask: ClipAsk,
  needs: Pick<PlaybackNeeds, 'segments' | 'clipsFolder'>,
  recent: RecentMix,
): Promise<QuickClip | null> {
  // What was mixed as it was heard is of the chief tracks; where one of them has a hole it says no.
  const chief = ask.microphones.map((trackId) => seatOfTrack(trackId) as string as TrackId);
  const mixOf = async (fromUs: AtUs, toUs: AtUs): Promise<Int16Array | null> =>
    recent.read(ask.hearingId, chief, fromUs, toUs) ??
    (await readLaidMix(ask.folder, ask.microphones, Math.max(0, fromUs), toUs));
  // Asked first without the picture, because mostly it is this that says no.
  if ((await mixOf(ask.fromUs, ask.fromUs + 1000)) === null) return null;
  const sealed = (camera: TrackId): readonly Segment[] => needs.segments(ask.hearingId, camera, 0, ask.toUs);
  const seen = ask.camera && (await readPictures(ask.folder, ask.camera, sealed(ask.camera), ask));
  if (ask.camera !== null && seen === null) return null;
  const fromUs = Math.min(ask.fromUs, seen?.fromUs ?? ask.fromUs);
  const samples = await mixOf(fromUs, Math.min(ask.toUs, seen?.toUs ?? ask.toUs));
  if (samples === null) return null;
  const lengthUs = Math.floor((samples.length * 1e6) / mixRate);
  if (fromUs + lengthUs < ask.toUs - mayLackUs) return null;

  const picture = seen && { ...seen.picture, frames: seen.picture.frames.filter(({ atUs }) => atUs < lengthUs) };
  const parts = writeMovie(picture, { sampleRate: mixRate, samples }, lengthUs);
  const file = path.join(needs.clipsFolder, randomUUID(), 'clip.mp4');
  const mime = picture === null ? 'audio/mp4' : 'video/mp4';
  return { file, parts, name: 'clip.mp4', mime, fromUs, toUs: fromUs + lengthUs };
}
