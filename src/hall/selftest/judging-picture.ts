import { checkItemOf, type CheckFinding, type CheckItem } from '#domain/check/check-item.ts';
import { defaultVideo, type Seat } from '#domain/seats.ts';
import type { SeenFlashes } from '#measure/lip-sync.ts';
import type { PictureFigures, SizePx } from '#measure/picture.ts';
import type { CheckTuning } from './check-tuning.ts';
import type { PictureSight } from './door.ts';
import type { CloseLook } from './look-worker.ts';

/** A camera's test recording: its stream, its key pictures looked at closely, and what its window said of the raw ones. */
export type PictureReading = Readonly<{
  figures: PictureFigures;
  size: SizePx | null;
  lengthS: number;
  close: CloseLook | null;
  sight: PictureSight | null;
  /** Of the flashes of the monitors; null where none were seen. */
  flashes: SeenFlashes | null;
}>;

/** Thresholds of blur are for a picture so wide. */
const blurAtWidthPx = 1280;
/** Fewer pictures a second are none. */
const leastFps = 1;

/** What is said of a camera. `mustShowFace`: somebody spoke where it looks. Only black, frozen and no data keep a hearing from being begun. */
export function judgePicture(
  seat: Seat,
  reading: PictureReading | null,
  { coverS, mustShowFace }: Readonly<{ coverS: number; mustShowFace: boolean }>,
  tuning: CheckTuning,
): CheckItem {
  const subject = { subject: seat.id, kind: seat.kind } as const;
  if (
    reading === null ||
    reading.lengthS < coverS * tuning.coverShare ||
    reading.figures.frames < Math.max(2, coverS * leastFps)
  )
    return checkItemOf(subject, [{ key: 'no-data', verdict: 'bad' }], reading === null ? {} : figuresOf(reading));
  return checkItemOf(subject, findingsOf(seat, reading, mustShowFace, tuning), figuresOf(reading));
}

function findingsOf(
  seat: Seat,
  reading: PictureReading,
  mustShowFace: boolean,
  tuning: CheckTuning,
): readonly CheckFinding[] {
  const { figures, size } = reading;
  const wanted = seat.video ?? defaultVideo;
  const { meanLuma } = figures;
  const isCapped = meanLuma < tuning.blackNoiseLuma && figures.p95Luma - figures.p5Luma < tuning.blackSpreadLuma;
  if (meanLuma < tuning.blackBelowLuma || isCapped) return [{ key: 'black', verdict: 'bad' }];
  if (isFrozen(reading, tuning)) return [{ key: 'frozen', verdict: 'bad' }];
  const looks: string[] = [];
  if (meanLuma < tuning.darkBelowLuma) looks.push('dark');
  if (meanLuma > tuning.brightAboveLuma || figures.brightShare > tuning.brightShare) looks.push('bright');
  // With the right light the rest may be right too.
  if (looks.length === 0) looks.push(...closeFindings(reading, mustShowFace, tuning));
  if (figures.fps < wanted.frameRate * tuning.fpsShare) looks.push('low-fps');
  if (size !== null && (size.widthPx !== wanted.width || size.heightPx !== wanted.height)) looks.push('wrong-size');
  return looks.map((key) => ({ key, verdict: 'look' }));
}

/** The window compares raw pictures. Where it said nothing the decoded ones must do, in which an encoder may have smoothed a still hall's noise away. */
function isFrozen({ figures, sight }: PictureReading, tuning: CheckTuning): boolean {
  return sight === null ? figures.frozenForS >= tuning.frozenForS : sight.sight === 'frozen';
}

function closeFindings(
  { close, size, sight, figures }: PictureReading,
  mustShowFace: boolean,
  tuning: CheckTuning,
): string[] {
  if (close === null) return [];
  const { blurPx, faces } = close;
  const noise = Math.max(close.noise, sight?.noise ?? 0);
  if (noise >= tuning.grainyFrom) return ['grainy'];
  const mostBlurPx = tuning.blurredFromPx * Math.max(1, (size?.widthPx ?? 0) / blurAtWidthPx);
  if (noise < tuning.focusUpToNoise && blurPx !== null && blurPx > mostBlurPx) return ['blurred'];
  if (faces === null) return [];
  if (faces.count === 0) return mustShowFace ? ['no-face'] : [];
  const isShaded = faces.luma < tuning.shadedFaceBelow && faces.luma < tuning.shadedFaceShare * figures.meanLuma;
  if (faces.luma < tuning.darkFaceBelow || isShaded) return ['dark-face'];
  if (faces.luma > tuning.burntFaceAbove) return ['burnt-face'];
  return mustShowFace && faces.tallest < tuning.smallFaceBelow ? ['small-face'] : [];
}

function figuresOf({ figures, size, close, sight }: PictureReading): Readonly<Record<string, number>> {
  const { meanLuma, p5Luma, p95Luma, darkShare, brightShare, fps, frozenForS, longestGapMs, movement } = figures;
  const faces = close?.faces ?? null;
  return {
    ...{ meanLuma, p5Luma, p95Luma, darkShare, brightShare, fps, frozenForS, longestGapMs, movement },
    ...(size ?? {}),
    ...(close === null ? {} : { noise: close.noise, detail: close.detail }),
    ...(close?.blurPx == null ? {} : { blurPx: close.blurPx }),
    ...(sight?.noise === undefined ? {} : { rawNoise: sight.noise }),
    ...(faces === null ? {} : { faces: faces.count }),
    ...(faces === null || faces.count === 0 ? {} : { faceShare: faces.tallest, faceLuma: faces.luma }),
  };
}
