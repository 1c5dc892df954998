import type { HallState } from '#contract/papers.ts';
import type { MonitorName } from '#contract/shell.ts';
import { checkItemOf, type CheckItem, type CheckKind } from '#domain/check/check-item.ts';
import { judgeMonitors } from '#domain/check/judge-monitor.ts';
import { judgeArchive } from '#domain/check/night-verification.ts';
import { hoursLeft, plannedBps } from '#domain/record/hours-left.ts';
import type { Machine } from '../machine/index.ts';
import type { SecondCopy } from '../second-copy/index.ts';
import type { Probe } from '../selftest/index.ts';
import { checkLinks } from './check-links.ts';
import { endedHearings } from './night-watch.ts';
import { runningHearing, type Rooms } from './rooms.ts';

export type CheckedBeside = Readonly<{
  machine: Machine;
  /** What the windows are told now. */
  state(): Pick<HallState, 'benchConnected' | 'screenConnected'>;
  /** What is known of the second copy; null where the hall has none. */
  copy: SecondCopy['shown'];
}>;

/** One that looks at a thing which the hall has once, and costs a running hearing nothing. */
function passive(kind: CheckKind, limitMs: number, look: (signal: AbortSignal) => Promise<CheckItem>): Probe {
  return { kind, limitMs, isPassive: true, run: async (signal) => [await look(signal)] };
}

/** All instruments of the check beside the test recording. `rooms` are asked late, because the self-test is one of them. */
export function checkProbes(rooms: () => Rooms, { machine, state, copy }: CheckedBeside): readonly Probe[] {
  return [
    passive('disk', 9000, () => {
      const { setup, recorder, freeBytes } = rooms();
      const copied = copy();
      const recordBps = recorder.disk().growthBps ?? plannedBps(setup.card());
      const wanted = { hoursLeft: hoursLeft(setup.card(), freeBytes(), recordBps || null), recordBps };
      return machine.disk(
        { ...wanted, isCopyReached: copied && copied.trouble === null },
        runningHearing(rooms()) !== null,
      );
    }),
    passive('clock', 9000, () => machine.clock()),
    passive('processor', 9000, (signal) => machine.processor(signal)),
    {
      ...{ kind: 'archive', limitMs: 2000, isPassive: true },
      run: async () => {
        const { journals, archive, clock } = rooms();
        return judgeArchive(endedHearings(journals), archive.register.all(), clock.wallMs());
      },
    },
    {
      ...{ kind: 'monitor', limitMs: 2000, isPassive: true },
      run: async () => {
        const seen = rooms().desk.displays;
        if (seen === null)
          return [checkItemOf({ subject: '', kind: 'monitor' }, [{ key: 'no-answer', verdict: 'look' }], {})];
        const { benchConnected, screenConnected } = state();
        // The console asks for the check itself.
        const isFed = (name: MonitorName): boolean =>
          name === 'console' || (name === 'bench' ? benchConnected : screenConnected);
        return judgeMonitors(seen, isFed);
      },
    },
    { kind: 'link', limitMs: 2000, isPassive: true, run: async () => checkLinks(rooms()) },
  ];
}
