import { watchClock } from './clock-watch.ts';
import type { Rooms } from './rooms.ts';
import { watchForgetting } from './watch-forgetting.ts';

/** Everything that is looked at once a second. */
export function createWatches(rooms: Pick<Rooms, 'clock' | 'desk' | 'journals' | 'rules' | 'alarms'>): () => void {
  const watches = [watchClock(rooms.clock, rooms.alarms), watchForgetting(rooms)];
  return () => {
    for (const watch of watches) watch();
  };
}
