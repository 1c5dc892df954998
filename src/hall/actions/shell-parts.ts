import type { Answerers } from '#contract/hall.ts';
import type { ShellPart } from '#contract/parts.ts';
import { fault } from '#domain/faults.ts';
import { done } from '#domain/outcome.ts';
import type { Rooms } from './rooms.ts';

/** How long people are told that something was started again. */
const shownMs = 20_000;

/** One sentence for whoever sits at the console, and a line in the journal of a hearing that is being held. */
export function sayRestarted({ alarms }: Pick<Rooms, 'alarms'>, part: ShellPart): void {
  const said = fault('system.part-restarted', { part });
  alarms.raise(said);
  setTimeout(() => alarms.clear(said), shownMs).unref();
}

/** What the shell tells of its own processes. */
export function hearOfParts(rooms: Pick<Rooms, 'alarms' | 'log'>): Answerers['shell.told'] {
  return async ({ part, what, pid }) => {
    rooms.log.info({ part, what, pid }, 'shell-part');
    if (what !== 'serves') sayRestarted(rooms, part);
    return done({});
  };
}
