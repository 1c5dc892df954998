/** H.264 levels by what they carry (ITU-T H.264 table A-1): macroblocks a second and in one picture. */
const levels = [
  { code: '1f', perSecond: 108_000, perPicture: 3_600 },
  { code: '20', perSecond: 216_000, perPicture: 5_120 },
  { code: '28', perSecond: 245_760, perPicture: 8_192 },
  { code: '33', perSecond: 983_040, perPicture: 36_864 },
] as const;

/** WebCodecs' name of H.264 High at the least level from 3.1 that carries this size and rate. */
export function avcCodec(width: number, height: number, frameRate: number): string {
  const perPicture = Math.ceil(width / 16) * Math.ceil(height / 16);
  const level =
    levels.find((each) => each.perPicture >= perPicture && each.perSecond >= perPicture * frameRate) ?? levels[3];
  return `avc1.6400${level.code}`;
}
