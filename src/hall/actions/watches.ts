import { pursueCallUp } from './call-up.ts';
import { watchChecks } from './watch-checks.ts';
import { watchClock } from './clock-watch.ts';
import { watchFailures } from './incidents-found.ts';
import { watchKey } from './key-watch.ts';
import { watchByNight } from './night-watch.ts';
import type { Rooms } from './rooms.ts';
import { watchForgetting } from './watch-forgetting.ts';

/** Everything that is looked at once a second. */
export function createWatches(rooms: Rooms): () => void {
  const watches = [
    watchClock(rooms.clock, rooms.alarms),
    watchForgetting(rooms),
    watchChecks(rooms),
    watchKey(rooms),
    watchByNight(rooms),
    watchFailures(rooms),
    () => pursueCallUp(rooms),
  ];
  return () => {
    for (const watch of watches) watch();
  };
}
