import type { Answerers } from '#contract/hall.ts';
import { compareInventories } from '#domain/check/inventory.ts';
import { done } from '#domain/outcome.ts';
import type { Rooms } from './rooms.ts';

/** What is plugged in, what changed since the last check that passed, and which program hears which source. */
export function listDevices(rooms: Rooms): Pick<Answerers, 'devices.list' | 'devices.report'> {
  const { inventory, selftest, soundServer } = rooms;
  return {
    'devices.report': async ({ devices }) => {
      inventory.windowSees(devices);
      return done({});
    },
    'devices.list': async () => {
      const [now, captures] = await Promise.all([inventory.look(), soundServer.listOpenCaptures()]);
      const good = inventory.lastGood();
      return done({
        now,
        lastGoodMs: good?.atMs ?? null,
        changes: good === null ? [] : compareInventories(good.devices, now),
        routes:
          captures === 'not-available' || !captures.ok
            ? null
            : captures.value.map(({ program, source }) => ({ program, source })),
        testable: selftest.kinds(),
      });
    },
  };
}
