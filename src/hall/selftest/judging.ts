import { checkItemOf, type CheckFinding, type CheckItem } from '#domain/check/check-item.ts';
import { defaultVideo, type Seat } from '#domain/seats.ts';
import type { PictureFigures } from '#measure/picture.ts';
import type { CheckTuning } from './check-tuning.ts';

export type SizePx = Readonly<{ widthPx: number; heightPx: number }>;

function asked({ id, kind }: Seat): Readonly<{ subject: string; kind: Seat['kind'] }> {
  return { subject: id, kind };
}

/** What is said of a camera. */
export function judgePicture(
  seat: Seat,
  figures: PictureFigures | null,
  size: SizePx | null,
  coverS: number,
  tuning: CheckTuning,
): CheckItem {
  const wanted = seat.video ?? defaultVideo;
  if (
    figures === null ||
    figures.frames < 2 ||
    figures.frames < coverS * wanted.frameRate * tuning.fpsShare * tuning.coverShare
  ) {
    return checkItemOf(asked(seat), [{ key: 'no-data', verdict: 'bad' }], {});
  }
  const findings: CheckFinding[] = [];
  const isBlack = figures.meanLuma < tuning.blackBelowLuma;
  if (isBlack) findings.push({ key: 'black', verdict: 'bad' });
  else if (figures.frozenForS >= tuning.frozenForS) findings.push({ key: 'frozen', verdict: 'bad' });
  if (!isBlack && figures.meanLuma < tuning.darkBelowLuma) findings.push({ key: 'dark', verdict: 'look' });
  if (figures.meanLuma > tuning.brightAboveLuma || figures.brightShare > tuning.brightShare)
    findings.push({ key: 'bright', verdict: 'look' });
  if (figures.fps < wanted.frameRate * tuning.fpsShare) findings.push({ key: 'low-fps', verdict: 'look' });
  if (size !== null && (size.widthPx !== wanted.width || size.heightPx !== wanted.height))
    findings.push({ key: 'wrong-size', verdict: 'look' });
  const { meanLuma, darkShare, brightShare, fps, frozenForS, longestGapMs } = figures;
  return checkItemOf(asked(seat), findings, {
    meanLuma,
    darkShare,
    brightShare,
    fps,
    frozenForS,
    longestGapMs,
    ...(size ?? {}),
  });
}
