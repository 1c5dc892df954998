import type { SeatId } from '#domain/ids.ts';
import type { Seat } from '#domain/seats.ts';
import { syncPlan } from '#measure/check-signal.ts';
import { findFlashes, type SeenFlashes } from '#measure/lip-sync.ts';
import { measurePictures } from '#measure/picture.ts';
import { chunkLogOf, decodedWidthPx, decodePictures, storedTimes } from './decoding.ts';
import type { AnalyseAsk, CameraLook, CameraLooks, LookAsk, SelftestNeeds } from './door.ts';
import type { PictureReading } from './judging-picture.ts';
import { lookCloser, openLookThread, type LookThread } from './look-closer.ts';

/** So much of a camera's recording is decoded picture by picture. */
const closelyMs = 4000;
const syncMarginMs = 1500;

/** Looks at all cameras one after another, as when the hall still plays and records beside it. Never rejects. */
export async function lookAtCameras(needs: SelftestNeeds, ask: LookAsk): Promise<CameraLooks> {
  const looker = openLookThread();
  const looks = new Map<SeatId, CameraLook | null>();
  for (const seat of ask.seats)
    if (seat.kind === 'camera') looks.set(seat.id, await lookAtCamera(needs, looker, seat, ask));
  await looker.close();
  return looks;
}

export async function lookAtCamera(
  { ffmpeg: { ffmpegPath }, log, modelsFolder = null }: SelftestNeeds,
  looker: LookThread,
  seat: Seat,
  { folder, sights, isTalk }: LookAsk,
): Promise<CameraLook | null> {
  const notMeasured = (error: unknown): null => {
    log.warn({ seat: seat.id, error: String(error) }, 'seat-not-measured');
    return null;
  };
  const file = await chunkLogOf(folder, seat.id);
  // Where the window compared the raw pictures, few of the recorded ones have to be; their times are read of all.
  const span = sights?.has(seat.id) === true ? { fromMs: 0, toMs: closelyMs } : null;
  const pictures = file === null ? null : await decodePictures(ffmpegPath, file, span).catch(notMeasured);
  if (file === null || pictures === null) return null;
  const { frames, size } = pictures;
  // Where nobody was asked to speak nobody need be there either.
  // A camera that gives pictures is not told as one that gives none because they could not be looked at closely.
  const close =
    size === null
      ? null
      : await lookCloser(looker, ffmpegPath, file, size, isTalk ? modelsFolder : null).catch(notMeasured);
  return { file, frames, size, close };
}

/** What is known of a camera once its recording is over. Rejects where the file cannot be read. */
export async function finishLook(
  { ffmpeg: { ffmpegPath } }: SelftestNeeds,
  { file, frames, size, close }: CameraLook,
  { stretches }: Pick<AnalyseAsk, 'stretches'>,
): Promise<Omit<PictureReading, 'sight'>> {
  const times = await storedTimes(file);
  const lengthS = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
  const flashes = stretches.sync === null ? null : await seenFlashes(ffmpegPath, file, stretches.sync.beganAtMs);
  return { figures: measurePictures(frames, times), size, lengthS, close, flashes };
}

async function seenFlashes(ffmpegPath: string, file: string, beganAtMs: number): Promise<SeenFlashes | null> {
  const plan = syncPlan(beganAtMs);
  const span = { fromMs: beganAtMs - syncMarginMs, toMs: (plan.atMs.at(-1) ?? beganAtMs) + syncMarginMs };
  const pictures = await decodePictures(ffmpegPath, file, span);
  return pictures === null ? null : findFlashes(pictures.frames, decodedWidthPx, plan);
}
