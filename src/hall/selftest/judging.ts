import type { CheckItem } from '#domain/journal/entries.ts';
import { defaultVideo, type Seat } from '#domain/seats.ts';
import type { ActiveSpeech } from '#measure/active-speech.ts';
import type { Levels } from '#measure/levels.ts';
import type { PictureFigures } from '#measure/picture.ts';
import type { CheckTuning } from './check-tuning.ts';

type Finding = Readonly<{ key: string; verdict: 'look' | 'bad' }>;
export type SizePx = Readonly<{ widthPx: number; heightPx: number }>;

/** A microphone's test recording: its levels, the speech in it and what hums in its quietest second. */
export type SoundReading = Readonly<{
  levels: Levels;
  speech: ActiveSpeech;
  hum: Readonly<{ share: number; dbfs: number }>;
}>;

/** What is said of a microphone; `coverS` is how long the test recording was. */
export function judgeSound(seat: Seat, reading: SoundReading | null, coverS: number, tuning: CheckTuning): CheckItem {
  if (reading === null || reading.levels.lengthS < coverS * tuning.coverShare)
    return item(seat, [{ key: 'no-data', verdict: 'bad' }], reading === null ? {} : soundFigures(reading));
  const { levels, speech, hum } = reading;
  const findings: Finding[] = [];
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
  return item(seat, findings, soundFigures(reading));
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
    return item(seat, [{ key: 'no-data', verdict: 'bad' }], {});
  }
  const findings: Finding[] = [];
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
  return item(seat, findings, { meanLuma, darkShare, brightShare, fps, frozenForS, longestGapMs, ...(size ?? {}) });
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

/** Worst first. Figures are for a specialist's eye and need no more than three decimals. */
function item(seat: Seat, findings: readonly Finding[], figures: Readonly<Record<string, number>>): CheckItem {
  const worstFirst = [
    ...findings.filter((finding) => finding.verdict === 'bad'),
    ...findings.filter((finding) => finding.verdict === 'look'),
  ];
  return {
    seatId: seat.id,
    kind: seat.kind,
    verdict: worstFirst[0]?.verdict ?? 'good',
    findings: worstFirst.map((finding) => finding.key),
    figures: Object.fromEntries(
      Object.entries(figures).map(([name, value]) => [name, Math.round(value * 1000) / 1000]),
    ),
  };
}
