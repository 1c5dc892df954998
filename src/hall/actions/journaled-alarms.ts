import type { Fault } from '#domain/faults.ts';
import { createAlarms, type Alarms } from './alarms.ts';
import { noteBySystem, runningHearing, type Rooms } from './rooms.ts';

/** The hall's alarms: each that comes or goes while a hearing is held stands in its journal, and the windows are told. */
export function journaledAlarms(needs: Pick<Rooms, 'desk' | 'journals' | 'clock' | 'log' | 'tellState'>): Alarms {
  const note = (kind: 'alarm.raised' | 'alarm.cleared') => (fault: Fault) => {
    needs.log.warn({ kind, fault }, 'alarm');
    const held = runningHearing(needs);
    const rooms = { journals: needs.journals, alarms };
    if (held !== null) void noteBySystem(rooms, held.hearingId, { kind, body: { fault } });
    needs.tellState();
  };
  const alarms = createAlarms({
    nowMs: needs.clock.wallMs,
    onRaised: note('alarm.raised'),
    onCleared: note('alarm.cleared'),
  });
  return alarms;
}
