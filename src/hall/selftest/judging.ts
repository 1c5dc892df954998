import { checkItemOf, type CheckFinding, type CheckItem } from '#domain/check/check-item.ts';
import { defaultVideo, type Seat } from '#domain/seats.ts';
import type { ActiveSpeech } from '#measure/active-speech.ts';
import type { Levels } from '#measure/levels.ts';
import type { PictureFigures } from '#measure/picture.ts';
import type { CheckTuning } from './check-tuning.ts';

export type SizePx = Readonly<{ widthPx: number; heightPx: number }>;

/** A microphone's test recording: its levels, the speech in it and what hums in its quietest second. */
export type SoundReading = Readonly<{
  levels: Levels;
  speech: ActiveSpeech;
  hum: Readonly<{ share: number; dbfs: number }>;
}>;

function asked({ id, kind }: Seat): Readonly<{ subject: string; kind: Seat['kind'] }> {
  return { subject: id, kind };
}

/** What is said of a microphone; `coverS` is how long the test recording was. */
export function judgeSound(seat: Seat, reading: SoundReading | null, coverS: number, tuning: CheckTuning): CheckItem {
  if (reading === null || reading.levels.lengthS < coverS * tuning.coverShare)
    return checkItemOf(
      asked(seat),
      [{ key: 'no-data', verdict: 'bad' }],
      reading === null ? {} : soundFigures(reading),
    );
  const { levels, speech, hum } = reading;
  const findings: CheckFinding[] = [];
  const isSilent = levels.loudestDbfs < tuning.silentBelowDbfs || levels.zeroShare > tuning.zeroShare;
  const isHum = !isSilent && hum.dbfs > tuning.humFromDbfs && hum.share > tuning.humShare;
  if (isSilent)
    findings.push(seat.gated ? { key: 'gated-silent', verdict: 'look' } : { key: 'silent', verdict: 'bad' });
  // Whether a voice is too quiet can only be told of a voice.
  else if (speech.speechDbfs === null && !isHum) findings.push({ key: 'no-speech', verdict: 'look' });
  else if (levels.loudestDbfs < tuning.quietBelowDbfs) findings.push({ key: 'quiet', verdict: 'look' });
  const isFlat = !isSilent && levels.loudestDbfs > tuning.quietBelowDbfs && levels.crestDb < tuning.flatCrestDb;
  if (levels.clippedShare > tuning.clippedShare || isFlat) findings.push({ key: 'clipping', verdict: 'look' });
  if (isHum) findings.push({ key: 'hum', verdict: 'look' });
  else if (speech.overPauseDb !== null && speech.overPauseDb < tuning.noisyBelowDb)
    findings.push({ key: 'noisy', verdict: 'look' });
  return checkItemOf(asked(seat), findings, soundFigures(reading));
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

function soundFigures({ levels, speech, hum }: SoundReading): Readonly<Record<string, number>> {
  const { rmsDbfs, peakDbfs, loudestDbfs, quietestDbfs, crestDb, zeroShare, clippedShare, lengthS } = levels;
  const { speechDbfs, overPauseDb } = speech;
  return {
    ...{ levelDbfs: loudestDbfs, floorDbfs: quietestDbfs, rmsDbfs, peakDbfs, crestDb },
    ...(speechDbfs === null ? {} : { speechDbfs }),
    ...(overPauseDb === null ? {} : { overPauseDb }),
    ...{ humShare: hum.share, zeroShare, clippedShare, lengthS },
  };
}
