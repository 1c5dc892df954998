import { wait } from '../stage/start-stage.ts';
import { isThere, pidsOf, victims, type Victim } from './victims.ts';

/** Killed at once, or stopped so that it keeps everything it holds and answers nothing. */
export type How = 'kill' | 'stop';
/** `isEnded`: whoever watches over it ended a process that stood still. */
export type Blow = Readonly<{ victim: Victim; how: How; monotonicUs: number; isEnded: boolean }>;

/** Whoever stands still is ended within this. */
const endedWithinMs = 15_000;

/** Everything that can be done to a hall; the spare has nothing to answer while it waits and is looked at when it serves. */
export const allBlows: readonly Readonly<{ victim: Victim; how: How }>[] = (Object.keys(victims) as Victim[]).flatMap(
  (victim) => (victim === 'spare' ? (['kill'] as const) : (['kill', 'stop'] as const)).map((how) => ({ victim, how })),
);

/** The victim's processes; waits for one that is being brought back. */
async function find(homeFolder: string, victim: Victim): Promise<readonly number[]> {
  for (let tries = 0; tries < 100; tries += 1) {
    const pids = pidsOf(homeFolder, victim);
    if (pids.length > 0) return pids;
    await wait(100);
  }
  throw new Error(`there is no ${victim} to strike`);
}

/** Strikes all of the victim's processes at once and waits until they are gone. */
export async function strike(homeFolder: string, victim: Victim, how: How): Promise<Blow> {
  const pids = await find(homeFolder, victim);
  for (const pid of pids) process.kill(pid, how === 'kill' ? 'SIGKILL' : 'SIGSTOP');
  const monotonicUs = Number(process.hrtime.bigint() / 1000n);
  const endsAt = performance.now() + endedWithinMs;
  while (pids.some(isThere) && performance.now() < endsAt) await wait(50);
  const left = pids.filter(isThere);
  // Nobody missed it; it must not stand in the way of what follows.
  for (const pid of left) process.kill(pid, 'SIGCONT');
  return { victim, how, monotonicUs, isEnded: left.length === 0 };
}
