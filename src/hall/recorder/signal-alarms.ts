import type { UplinkSight } from '#contract/capture.ts';
import { fault, type Fault } from '#domain/faults.ts';
import type { SeatId } from '#domain/ids.ts';
import type { SignalTrouble } from '#domain/signal.ts';
import type { Alarms } from './alarms.ts';
import type { EpochPlace } from './epoch-log.ts';

const faults: Readonly<Record<SignalTrouble, (seat: SeatId) => Fault>> = {
  silent: (seat) => fault('signal.silent', { seat }),
  clipping: (seat) => fault('signal.clipping', { seat }),
  hum: (seat) => fault('signal.hum', { seat }),
  black: (seat) => fault('signal.black', { seat }),
};

/** What one of a seat's tracks is told to suffer from; a microphone may have two. */
export type SeatTroubles = Readonly<{ seatId: SeatId; troubles: readonly SignalTrouble[] }>;

/** Raises an alarm for each trouble of a seat that any of its tracks has, and clears those that none has any more. */
export function alarmBySignals(heard: readonly SeatTroubles[], alarms: Alarms): void {
  for (const seatId of new Set(heard.map((each) => each.seatId))) {
    const standing = new Set(heard.filter((each) => each.seatId === seatId).flatMap((each) => each.troubles));
    for (const trouble of Object.keys(faults) as SignalTrouble[]) {
      if (standing.has(trouble)) alarms.raise(`${trouble}:${seatId}`, faults[trouble](seatId));
      else alarms.clear(`${trouble}:${seatId}`);
    }
  }
}

/** Another hall's frozen picture is that hall's alarm: over the link it may also stand still for want of a line. */
export function alarmBySight({ seatId, path }: EpochPlace, { sight }: UplinkSight, alarms: Alarms): void {
  if (path === 'remote') return;
  if (sight === 'live') alarms.clear(`frozen:${seatId}`);
  else alarms.raise(`frozen:${seatId}`, fault('signal.frozen', { seat: seatId }));
}
