import { expect, test } from 'vitest';
import { watchLease } from '../../../src/line/hall-lease.ts';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('devices are closed once when the hall stays away, and not when it is back in time', async () => {
  let tell: (isConnected: boolean) => void = () => undefined;
  let closings = 0;
  watchLease(
    (listener) => {
      tell = listener;
    },
    () => {
      closings += 1;
    },
    60,
  );
  tell(false);
  await wait(20);
  tell(true);
  await wait(100);
  expect(closings).toBe(0);
  tell(false);
  await wait(150);
  expect(closings).toBe(1);
});
