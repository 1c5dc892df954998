import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { done, failed } from '#domain/outcome.ts';
import { authorOf, runningHearing, type Rooms } from './rooms.ts';

/**
 * A person takes an alarm off the screens and answers for it with a reason, which stays in the journal. It stands again
 * when its cause comes anew; the lamp is not touched by it.
 */
export function clearAlarm(rooms: Rooms): Answerers['alarm.clear'] {
  return async ({ alarmId, reason }, asker) => {
    const alarm = rooms.alarms.list().find((each) => each.id === alarmId);
    if (alarm === undefined) return failed(fault('alarm.unknown', {}));
    const held = runningHearing(rooms);
    if (held !== null) {
      const body = { fault: alarm.fault, reason };
      const noted = await rooms.journals.note(held.hearingId, authorOf(asker), { kind: 'alarm.cleared', body });
      if (!noted.ok) return noted;
    }
    rooms.log.warn({ alarmId, reason, by: authorOf(asker) }, 'alarm-cleared-by-person');
    rooms.alarms.takeOff(alarmId);
    rooms.tellState();
    return done({});
  };
}
