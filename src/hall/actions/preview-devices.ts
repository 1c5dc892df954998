import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { done, failed } from '#domain/outcome.ts';
import { endItemTest } from './check-item.ts';
import { runningHearing, type Rooms } from './rooms.ts';

/** Opens the devices without writing, for the set-up screen, and closes them again. */
export function previewDevices(rooms: Rooms): Answerers['hall.preview'] {
  return async ({ isWanted }) => {
    const { desk, recorder, setup } = rooms;
    if (runningHearing(rooms) !== null || desk.check?.state === 'running')
      return failed(fault('setup.during-hearing', {}));
    await endItemTest(rooms);
    if (isWanted) recorder.warm(setup.card().seats);
    else await recorder.close({ cutAtUs: null, lamp: 'off' });
    rooms.tellState();
    return done({});
  };
}
