import { checkItemOf, type CheckFinding, type CheckItem } from '#domain/check/check-item.ts';
import type { ProcessorReading } from '../../../native/processor-load/index.ts';

/** A PC that rests is busy with something that does not belong there; one that records every seat has its own work. */
const busyShares = { resting: 0.7, recording: 0.92 } as const;
/** So much of the time somebody waited: pictures are late and sound has holes soon. */
const waitingShare = 0.4;
/** Nearer than this to its own limit it is slowed before the day is over; where no limit is told, desktop processors are slowed from about 95 °C. */
const headroomC = 8;
const usualLimitC = 95;

/** What the system does not tell is no figure and no finding. */
export function judgeProcessor(reading: ProcessorReading, isRecording: boolean): CheckItem {
  const { cores, temperatureC, limitC } = reading;
  const findings: CheckFinding[] = [];
  const isBusy = reading.busyShare > busyShares[isRecording ? 'recording' : 'resting'];
  // Work of the lowest priority keeps a core busy and nobody waiting, where the system tells who waits.
  const isWaitedFor = reading.waitingShare === null ? isBusy : reading.waitingShare > waitingShare;
  if (isBusy && isWaitedFor) findings.push({ key: 'processor-busy', verdict: 'look' });
  if (temperatureC !== null && temperatureC > (limitC ?? usualLimitC) - headroomC)
    findings.push({ key: 'processor-hot', verdict: 'look' });
  return checkItemOf({ subject: '', kind: 'processor' }, findings, {
    cores,
    busyShare: reading.busyShare,
    ...(reading.waitingShare === null ? {} : { waitingShare: reading.waitingShare }),
    ...(temperatureC === null ? {} : { temperatureC }),
    ...(limitC === null ? {} : { limitC }),
  });
}
