import type { CapturePlan, CaptureReport } from '#contract/capture.ts';
import { fault } from '#domain/faults.ts';
import { isSecondTrack } from '#domain/seats.ts';
import type { Alarms } from './alarms.ts';

/** A passing fault, such as lost frames, is shown until it did not come again for so long. */
const passingFaultMs = 10_000;

/** Raises and clears the alarms of the devices that a report speaks of. */
export function alarmByReport(plan: CapturePlan, report: CaptureReport, alarms: Alarms): void {
  for (const { trackId, state, fault: told } of report.tracks) {
    const planned = plan.tracks.find((one) => one.trackId === trackId);
    if (planned === undefined) continue;
    const { seatId } = planned;
    // That the second way hears it says nothing of the chief one.
    const id = `${isSecondTrack(trackId) ? 'second' : 'device'}:${seatId}`;
    if (state === 'failed') alarms.raise(id, told ?? fault('recorder.device-missing', { seat: seatId }));
    if (state !== 'open') continue;
    alarms.clear(id);
    if (told === null) alarms.clear(`size:${seatId}`);
    else if (told.key === 'recorder.wrong-size') alarms.raise(`size:${seatId}`, told);
    else alarms.raiseFor(`passing:${seatId}`, told, passingFaultMs);
  }
}
