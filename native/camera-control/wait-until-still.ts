import { setTimeout as wait } from 'node:timers/promises';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { CameraStatus } from './camera-control.ts';

/** How long one `move` goes on without another. */
export const moveForMs = 1000;
/** A motor takes a moment to begin. */
const beginsWithinMs = 250;
const lookEveryMs = 200;
const arrivesWithinMs = 15_000;

/** Done when the camera stands still; fails `camera.not-arrived` where it does not, and whatever the camera cannot be asked for. */
export async function waitUntilStill(status: () => Promise<Outcome<CameraStatus>>): Promise<Outcome<void>> {
  const endsMs = performance.now() + arrivesWithinMs;
  await wait(beginsWithinMs);
  for (;;) {
    const seen = await status();
    if (!seen.ok) return seen;
    if (!seen.value.isMoving) return done(undefined);
    if (performance.now() > endsMs) return failed(fault('camera.not-arrived', {}));
    await wait(lookEveryMs);
  }
}
