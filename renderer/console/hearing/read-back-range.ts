import type { OpenHearing } from '#contract/papers.ts';

/** A stretch of the record, µs on the hearing's line, `toUs` not included. */
export type ReadBackRange = Readonly<{ fromUs: number; toUs: number }>;

/** A mark is set after the words it is about have begun. */
const leadUs = 5_000_000;
/** Read back in stretches of a minute: a clip must be ready at once, and the next minute is one touch away. */
const stretchUs = 60_000_000;

/** The newest moment that can be in the record: now, or when recording stood still. */
export function newestRecordedUs(hearing: Pick<OpenHearing, 'pause'>, nowUs: number): number {
  return hearing.pause !== null && !hearing.pause.recordingGoesOn ? Math.min(nowUs, hearing.pause.atUs) : nowUs;
}

/** The last `seconds` of the record. */
export function lastSeconds(newestUs: number, seconds: number): ReadBackRange {
  return { fromUs: Math.max(0, newestUs - seconds * 1_000_000), toUs: newestUs };
}

/** From shortly before a mark, up to a minute. */
export function aroundMark(newestUs: number, atUs: number): ReadBackRange {
  const fromUs = Math.max(0, atUs - leadUs);
  return { fromUs, toUs: Math.max(fromUs, Math.min(newestUs, fromUs + stretchUs)) };
}

/** The minute after or before what is being read back; null where the record has none. */
export function neighbourStretch(
  range: ReadBackRange,
  newestUs: number,
  towards: 'earlier' | 'later',
): ReadBackRange | null {
  if (towards === 'earlier')
    return range.fromUs <= 0 ? null : { fromUs: Math.max(0, range.fromUs - stretchUs), toUs: range.fromUs };
  return newestUs - range.toUs < 1_000_000
    ? null
    : { fromUs: range.toUs, toUs: Math.min(newestUs, range.toUs + stretchUs) };
}
