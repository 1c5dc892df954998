import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const sweepEveryMs = 60_000;
const sweepYoungEveryMs = 1000;
type Sweep = (order?: Readonly<{ type: 'minor' }>) => void;

/**
 * Keeps what is thrown away soon in some megabytes, and sweeps all of it every minute. Node 24 lets it grow to 130 MB
 * before it is swept, slower than a hearing lasts: nobody could tell that from a leak, and a full PC would have to swap it.
 * A loop that only makes garbage ran as fast.
 *
 * Where bytes pass through, what is young is swept every second: they (chunks, decoded sound) lie outside of the heap and
 * do not count for it, and every 64 MB of them had the whole heap looked through, a quarter of what the service used while
 * it recorded (V8's trace). A sweep of the young takes a millisecond, by one thread: by several it took two and a half.
 */
export function keepHeapSmall(how: Readonly<{ bytesPassThrough: boolean }>): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--expose-gc');
  const sweep = runInNewContext('gc') as Sweep;
  setInterval(() => sweep(), sweepEveryMs).unref();
  if (!how.bytesPassThrough) return;
  setFlagsFromString('--no-parallel-scavenge');
  setInterval(() => sweep({ type: 'minor' }), sweepYoungEveryMs).unref();
}
