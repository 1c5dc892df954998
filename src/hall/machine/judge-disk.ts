import { checkItemOf, type CheckFinding, type CheckItem } from '#domain/check/check-item.ts';
import { leastHours } from '#domain/record/hours-left.ts';
import type { DiskReading } from './read-disk.ts';

/** What a hearing needs of the disk. */
export type DiskNeeds = Readonly<{
  /** How long the hall can record into the room that is left; null while no seat is bound. */
  hoursLeft: number | null;
  /** Bits a second that all seats together write; 0 while none is bound. */
  recordBps: number;
  /** Whether the second copy can be written; null where the hall has none. */
  isCopyReached: boolean | null;
}>;

/** A day's hearings: with less a person should make room in the evening. */
const dayHours = 8;
/** A flush of one chunk slower than this, in the middle or at worst, makes chunks wait; a worn or busy disk does so. */
const slowMedianMs = 50;
const slowWorstMs = 1000;
/** The record shares the disk with its playable copies and with reading. */
const timesFaster = 4;

/** Without room for the least hours, or with a disk that refuses, nothing can be held; a slow one is only told. `reading` null: the disk was not written to. */
export function judgeDisk(reading: DiskReading | null, needs: DiskNeeds): CheckItem {
  const findings: CheckFinding[] = [];
  const { hoursLeft, recordBps, isCopyReached } = needs;
  const isFull = reading?.kind === 'full' || (hoursLeft !== null && hoursLeft < leastHours);
  if (reading?.kind === 'refused') findings.push({ key: 'disk-refuses', verdict: 'bad' });
  if (isFull) findings.push({ key: 'disk-full', verdict: 'bad' });
  else if (hoursLeft !== null && hoursLeft < dayHours) findings.push({ key: 'disk-few-hours', verdict: 'look' });
  if (reading?.kind === 'still') findings.push({ key: 'disk-still', verdict: 'look' });
  if (reading?.kind === 'read') {
    const { medianSyncMs, worstSyncMs, writtenBps } = reading;
    const isSlow = medianSyncMs > slowMedianMs || worstSyncMs > slowWorstMs || writtenBps < recordBps * timesFaster;
    if (isSlow) findings.push({ key: 'disk-slow', verdict: 'look' });
  }
  if (isCopyReached === false) findings.push({ key: 'copy-away', verdict: 'look' });
  return checkItemOf({ subject: '', kind: 'disk' }, findings, {
    ...(hoursLeft === null ? {} : { hoursLeft }),
    ...(reading === null ? {} : { freeGb: reading.freeBytes / 1e9 }),
    ...(reading?.kind === 'read'
      ? {
          medianSyncMs: reading.medianSyncMs,
          worstSyncMs: reading.worstSyncMs,
          writtenMbps: reading.writtenBps / 1e6,
        }
      : {}),
    recordMbps: recordBps / 1e6,
  });
}
