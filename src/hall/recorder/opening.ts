import { fault } from '#domain/faults.ts';
import type { Seat } from '#domain/seats.ts';
import type { Alarms } from './alarms.ts';
import type { CaptureWindows } from './capture-windows.ts';
import type { CaptureRole, WatchedRole } from './door.ts';
import { trackOf } from './planning.ts';
import type { Recording } from './recording.ts';

/** Whose tracks are on which paths. */
export const pathsOf: Partial<Record<WatchedRole, readonly Seat['device']['path'][]>> = {
  recorder: ['browser'],
  call: ['remote'],
  'sound-path': ['hall', 'network'],
};
export const captureRoles: readonly CaptureRole[] = ['recorder', 'sound-path'];

/**
 * Waits until each opener reported on the plan, or the first frames of all its devices are on disk; what is silent by
 * then is an alarm. `seats` are those without which there is no record; a second way may come later.
 */
export async function awaitOpening(
  opening: Readonly<{
    seats: readonly Seat[];
    recording: Recording;
    windows: CaptureWindows;
    alarms: Alarms;
    planNo(): number;
    isOverruled(): boolean;
    waitUntil(isSo: () => boolean): Promise<boolean>;
  }>,
): Promise<void> {
  const { recording, windows, alarms, planNo, isOverruled } = opening;
  const isFlowing = (seat: Seat): boolean => recording.log(trackOf(seat))?.writtenToUs != null;
  await Promise.all(
    captureRoles.map(async (role) => {
      const seats = opening.seats.filter((seat) => pathsOf[role]?.includes(seat.device.path));
      if (seats.length === 0) return;
      const isAnswered = await opening.waitUntil(
        () => isOverruled() || windows.hasReportedOn(role, planNo()) || seats.every(isFlowing),
      );
      if (isAnswered || isOverruled()) return;
      for (const seat of seats.filter((each) => !isFlowing(each)))
        alarms.raise(`device:${seat.id}`, fault('recorder.device-missing', { seat: seat.id }));
    }),
  );
}
