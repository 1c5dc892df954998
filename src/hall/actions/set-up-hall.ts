import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { done, failed } from '#domain/outcome.ts';
import { runningHearing, type Rooms } from './rooms.ts';

/** Binds seats to devices. Not while a hearing is held or checked: the record's tracks are its seats. */
export function setUpHall(rooms: Rooms): Answerers['hall.set-up'] {
  return async ({ card }) => {
    const { desk, setup, recorder } = rooms;
    if (runningHearing(rooms) !== null || desk.check?.state === 'running')
      return failed(fault('setup.during-hearing', {}));
    const saved = await setup.save(card);
    if (!saved.ok) return saved;
    if (recorder.plan().mode === 'warm') recorder.warm(card.seats);
    rooms.cardChanged();
    rooms.tellState();
    return done({});
  };
}
