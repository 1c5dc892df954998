import type { PlaceCheck } from '#domain/participants/place-check.ts';
import { silenceDbfs } from '#measure/levels.ts';
import { frameDifference } from '#measure/picture.ts';

/** What was seen and heard of a place in the last seconds, oldest first. */
export type PlaceSights = Readonly<{
  /** Brightness of small pictures of `pictureSize`, 0 to 255 a pixel. */
  pictures: readonly Uint8Array[];
  /** RMS of each stretch of 0.4 s, dBFS; `none`: without a microphone, `unheard`: where the browser gives no samples of it. */
  levelsDbfs: readonly number[] | 'none' | 'unheard';
}>;

/** P28: what is to be told about a place. Each value but `none` of noise is a sentence of the locale files. */
export type PlaceVerdict = Omit<PlaceCheck, 'camera'>;

export const pictureSize = { widthPx: 32, heightPx: 24 } as const;

/** Where the hall's own check has a like threshold, it is the same one. */
const tuning = {
  fewestPictures: 4,
  darkBelowLuma: 50,
  brightAboveLuma: 200,
  /** The middle, where the face is, is so much darker than what is around it. */
  behindFromLuma: 60,
  behindBelowLuma: 100,
  /** A sensor's noise gives 1 or 2, a person who talks some 5, a telephone in the hand more than this. */
  muchFromLuma: 14,
  fewestLevels: 8,
  loudFromDbfs: -45,
  silentBelowDbfs: -75,
  /** Speech stands out from what is heard in its pauses. */
  speechAboveDb: 10,
  quietBelowDbfs: -50,
  tooLoudFromDbfs: -9,
  /** So many stretches must have been as loud: a door that falls shut is no speech. */
  speechStretches: 3,
} as const;

export const nothingKnown: PlaceVerdict = {
  light: 'unknown',
  noise: 'unknown',
  speech: 'unknown',
  movement: 'unknown',
};

/** Judges a place. `before`: what was told last; whoever was heard once need not talk on. */
export function judgePlace({ pictures, levelsDbfs }: PlaceSights, before: PlaceVerdict): PlaceVerdict {
  return { ...judgePictures(pictures), ...judgeLevels(levelsDbfs, before.speech) };
}

function judgePictures(pictures: readonly Uint8Array[]): Pick<PlaceVerdict, 'light' | 'movement'> {
  const newest = pictures.at(-1);
  if (newest === undefined || pictures.length < tuning.fewestPictures) return { light: 'unknown', movement: 'unknown' };
  const changes = pictures.map((picture, at) => frameDifference(pictures[at - 1] ?? picture, picture)).slice(1);
  return { light: judgeLight(newest), movement: median(changes) >= tuning.muchFromLuma ? 'much' : 'good' };
}

function judgeLight(picture: Uint8Array): PlaceVerdict['light'] {
  const { widthPx, heightPx } = pictureSize;
  const isMiddle = (at: number): boolean => {
    const [x, y] = [(at % widthPx) / widthPx, Math.floor(at / widthPx) / heightPx];
    return x >= 1 / 3 && x < 2 / 3 && y >= 1 / 4 && y < 3 / 4;
  };
  const middle = mean(picture.filter((_, at) => isMiddle(at)));
  const around = mean(picture.filter((_, at) => !isMiddle(at)));
  if (middle < tuning.behindBelowLuma && around - middle >= tuning.behindFromLuma) return 'behind';
  const whole = mean(picture);
  if (whole < tuning.darkBelowLuma) return 'dark';
  return whole > tuning.brightAboveLuma ? 'bright' : 'good';
}

function judgeLevels(
  levelsDbfs: PlaceSights['levelsDbfs'],
  before: PlaceVerdict['speech'],
): Pick<PlaceVerdict, 'noise' | 'speech'> {
  if (typeof levelsDbfs === 'string') return { noise: 'none', speech: levelsDbfs };
  // Of what is not true any more nothing is kept.
  const kept = before === 'silent' || before === 'unheard' || before === 'none' ? 'unknown' : before;
  if (levelsDbfs.length < tuning.fewestLevels) return { noise: 'unknown', speech: kept };
  const rising = [...levelsDbfs].sort((a, b) => a - b);
  // The second quietest, because one stretch may be torn.
  const pauseDbfs = rising[1] ?? silenceDbfs;
  const speechDbfs = rising.at(-tuning.speechStretches) ?? silenceDbfs;
  const noise = pauseDbfs > tuning.loudFromDbfs ? 'loud' : 'good';
  if (speechDbfs < tuning.silentBelowDbfs) return { noise: 'unknown', speech: 'silent' };
  if (speechDbfs - pauseDbfs < tuning.speechAboveDb) return { noise, speech: kept };
  if (speechDbfs < tuning.quietBelowDbfs) return { noise, speech: 'quiet' };
  return { noise, speech: speechDbfs > tuning.tooLoudFromDbfs ? 'loud' : 'good' };
}

function mean(values: Uint8Array): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
