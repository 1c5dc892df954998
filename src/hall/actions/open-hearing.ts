import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { nextPhase } from '#domain/hearing/phases.ts';
import type { HearingView } from '#domain/hearing/view.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { hoursLeft, leastHours } from '#domain/record/hours-left.ts';
import { noteFirstLayout } from './arrange-monitors.ts';
import { endItemTest } from './check-item.ts';
import { enterShort } from './incidents-found.ts';
import { keepRecording } from './keep-recording.ts';
import { noteCall } from './peers-events.ts';
import { authorOf, clockNow, runningHearing, viewOf, type Rooms } from './rooms.ts';
import { refuseInTest } from './test-session.ts';

/** P16.1: a hearing opens after a passed check that is not too old, or when a person accepts its faults with a reason. */
function refuseUnchecked(rooms: Rooms, view: HearingView, isOverridden: boolean): Outcome<null> {
  const check = view.lastChecked;
  if (check === null) return failed(fault('hearing.not-checked', {}));
  const isFresh = rooms.clock.wallMs() - check.atMs <= rooms.rules.checkValidMin * 60_000;
  return (check.passed && isFresh) || isOverridden ? done(null) : failed(fault('hearing.not-checked', {}));
}

function refuseShort({ setup, freeBytes }: Rooms, isOverridden: boolean): Outcome<null> {
  const hours = hoursLeft(setup.card(), freeBytes());
  if (hours === null || hours >= leastHours || isOverridden) return done(null);
  return failed(fault('disk.no-room', { hours: Math.floor(hours * 10) / 10 }));
}

/** Sets the zero of the hearing's time line and begins the record. Devices that do not open are alarms, not refusals: the court sits. */
export function openHearing(rooms: Rooms): Answerers['hearing.open'] {
  return async ({ hearingId, override }, asker) => {
    const { desk, journals, setup, clock } = rooms;
    const opened = await rooms.inTurn(async () => {
      const found = viewOf(rooms, hearingId);
      if (!found.ok) return found;
      const held = runningHearing(rooms);
      if (held !== null && held.hearingId !== hearingId)
        return failed(fault('hearing.another-is-open', { caseNumber: held.card.caseNumber }));
      const free = refuseInTest(rooms);
      if (!free.ok) return free;
      if (desk.check?.state === 'running') return failed(fault('check.running', {}));
      if (found.value.phase === 'planned') return failed(fault('hearing.not-checked', {}));
      const next = nextPhase(found.value.phase, 'open');
      if (!next.ok) return next;
      const checked = refuseUnchecked(rooms, found.value, override !== null);
      if (!checked.ok) return checked;
      const hall = setup.card();
      if (hall.seats.length === 0) return failed(fault('setup.no-seats', {}));
      const roomy = refuseShort(rooms, override !== null);
      if (!roomy.ok) return roomy;
      await endItemTest(rooms);
      const short = refuseShort(rooms, false);
      if (!short.ok) {
        const entered = await enterShort(rooms, found.value, short.fault);
        if (!entered.ok) return entered;
      }
      const body = { zero: clockNow(clock), hall, formatVersion: 1, training: rooms.training, override } as const;
      const noted = await journals.note(hearingId, authorOf(asker), { kind: 'hearing.opened', body });
      if (!noted.ok) return noted;
      desk.hearingId = hearingId;
      desk.check = null;
      desk.isSilenced = false;
      return done({});
    });
    if (opened.ok) {
      // Other halls may have been on the line before the hearing had a journal line to say so.
      for (const call of rooms.peers.calls.all())
        if (call.state === 'connected') await noteCall(rooms, { call, became: 'connected', by: null });
      rooms.tellState();
      await keepRecording(rooms);
      await noteFirstLayout(rooms, hearingId);
    }
    return opened;
  };
}
