import type { HearingId } from '../ids.ts';
import { checkItemOf, type CheckItem } from './check-item.ts';

/*
 * Every hearing is verified when it ends. What becomes of its bytes afterwards, on a worn disk or under somebody's hands, is found by
 * reading them again the night after, when nobody sits.
 */

/** What was found when a hearing's record was last read whole. `places`: how many are hurt. */
export type Verified = Readonly<{ hearingId: HearingId; atMs: number; isIntact: boolean; places: number }>;
export type EndedHearing = Readonly<{ hearingId: HearingId; caseNumber: string; endedAtMs: number }>;

const hourMs = 3_600_000;
/** Of the last two days every hearing; where the court sat less, its newest ones. */
const withinMs = 48 * hourMs;
const newest = 3;
/** Once a night, also where the nights begin at different hours. */
const againAfterMs = 20 * hourMs;
/** So long nobody may have used the hall. A court PC is often switched off at night: then a long pause of the day has to do. */
const quietMs = { night: 5 * 60_000, day: 45 * 60_000 } as const;
const isNight = (hour: number): boolean => hour >= 21 || hour < 6;
/** From then on the record of a hearing that nobody has read again is told of. */
const lateAfterMs = 48 * hourMs;

/** The hearings whose record is read again, the newest first. */
export function hearingsToVerify(ended: readonly EndedHearing[], nowMs: number): readonly EndedHearing[] {
  return ended
    .toSorted((one, other) => other.endedAtMs - one.endedAtMs)
    .filter(({ endedAtMs }, at) => at < newest || nowMs - endedAtMs < withinMs);
}

/** The one to be read now; null: none, or this is no moment for it. `hour` 0 to 23, as the court's clock shows it; `quietForMs`: since the hall was used. */
export function nextToVerify(
  ended: readonly EndedHearing[],
  register: readonly Verified[],
  now: Readonly<{ nowMs: number; hour: number; quietForMs: number }>,
): HearingId | null {
  if (now.quietForMs < quietMs[isNight(now.hour) ? 'night' : 'day']) return null;
  const isDue = ({ hearingId, endedAtMs }: EndedHearing): boolean => {
    const last = register.find((verified) => verified.hearingId === hearingId);
    return last === undefined || last.atMs < endedAtMs || now.nowMs - last.atMs > againAfterMs;
  };
  return hearingsToVerify(ended, now.nowMs).find(isDue)?.hearingId ?? null;
}

/** What the check says of the archive: one item for each damaged record, called by its case, or one for all. */
export function judgeArchive(
  ended: readonly EndedHearing[],
  register: readonly Verified[],
  nowMs: number,
): readonly CheckItem[] {
  const looked = hearingsToVerify(ended, nowMs).map((hearing) => ({
    ...hearing,
    last: register.find(({ hearingId }) => hearingId === hearing.hearingId) ?? null,
  }));
  const hurt = looked.flatMap(({ caseNumber, last }) =>
    last?.isIntact === false
      ? [
          checkItemOf({ subject: caseNumber, kind: 'archive' }, [{ key: 'archive-damaged', verdict: 'bad' }], {
            places: last.places,
          }),
        ]
      : [],
  );
  if (hurt.length > 0) return hurt;
  // A hearing of today waits for its first night.
  const late = looked.filter(({ endedAtMs, last }) => nowMs - Math.max(endedAtMs, last?.atMs ?? 0) > lateAfterMs);
  const newestMs = Math.max(...looked.flatMap(({ last }) => (last === null ? [] : [last.atMs])));
  return [
    checkItemOf({ subject: '', kind: 'archive' }, late.length > 0 ? [{ key: 'archive-unread', verdict: 'look' }] : [], {
      hearings: looked.length,
      late: late.length,
      hoursAgo: (nowMs - newestMs) / hourMs,
    }),
  ];
}
