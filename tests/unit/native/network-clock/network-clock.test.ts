import { afterEach, expect, test } from 'vitest';
import { askNetworkClock } from '../../../../native/network-clock/index.ts';
import { serveTime, type TimeServer, type TimeServerBehaviour } from '../../../stage/time-server.ts';

/* A real server on the loopback, whose clock is off by what a test says. */

let server: TimeServer | null = null;
afterEach(() => {
  server?.close();
  server = null;
});
async function serve(aheadMs: number, behaviour: TimeServerBehaviour = {}): Promise<string> {
  server = await serveTime(aheadMs, behaviour);
  return server.host;
}

test.each([1234.5, -86_400_000, 0])('a clock that is %d ms ahead of ours is told so', async (aheadMs) => {
  const clock = await askNetworkClock(await serve(aheadMs));
  expect(clock).toMatchObject({ stratum: 2 });
  if (typeof clock === 'string') return;
  expect(Math.abs(clock.behindMs - aheadMs)).toBeLessThan(Math.max(5, clock.roundTripMs));
  expect(clock.roundTripMs).toBeGreaterThanOrEqual(0);
});

test('one answer is enough, and an answer to no question of ours is none', async () => {
  const clock = await askNetworkClock(await serve(500, { forgesFirst: true, answersOnly: 1 }), 700);
  expect(clock).toMatchObject({ stratum: 2 });
  expect(typeof clock === 'string' ? Number.NaN : Math.abs(clock.behindMs - 500)).toBeLessThan(20);
});

test.each([{ leap: 3 }, { stratum: 0 }, { stratum: 16 }])(
  'a server that does not know the time itself (%j) is not believed',
  async (behaviour) => {
    expect(await askNetworkClock(await serve(0, behaviour))).toBe('unsynchronised');
  },
);

test('where nobody answers, nobody is waited for longer than was asked', async () => {
  const host = await serve(0, { answersOnly: 0 });
  const startedMs = performance.now();
  expect(await askNetworkClock(host, 300)).toBe('silent');
  expect(performance.now() - startedMs).toBeLessThan(2000);
  expect(await askNetworkClock('no-such-host.invalid', 300)).toBe('silent');
});
