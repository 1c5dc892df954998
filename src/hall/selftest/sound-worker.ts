/*
 * A thread that decodes the test recordings of microphones and measures them: transforms of a quarter of a million samples would hold
 * the hall's own thread for seconds.
 */
import { parentPort } from 'node:worker_threads';
import { decodeSound } from './decode-sound.ts';
import { readSound, type SoundReading, type SoundStretches } from './read-sound.ts';
import { readTwoWays } from './read-two-ways.ts';
import type { TwoWays } from './second-path.ts';

/** Times in ms of the test recording's own line. `second`: the file of the hall's own way, null where it gave none; undefined: nobody asks for it. */
export type SoundOrder = Readonly<{ file: string; second: string | null | undefined; stretches: SoundStretches }>;
/** In the order of the orders: what was measured; null where it cannot be decoded, with why. */
export type SoundWord = Readonly<{ reading: SoundReading | null; twoWays: TwoWays | null; why: string | null }>;

parentPort?.on('message', (order: SoundOrder) => {
  void measure(order).then(
    (word) => parentPort?.postMessage(word),
    (error: unknown) =>
      parentPort?.postMessage({ reading: null, twoWays: null, why: String(error) } satisfies SoundWord),
  );
});

async function measure({ file, second, stretches }: SoundOrder): Promise<SoundWord> {
  const [chief, other] = await Promise.all([decodeSound(file), second == null ? null : decodeSound(second)]);
  return {
    reading: chief === null ? null : readSound(chief.samples, chief.beginsMs, stretches),
    twoWays: second === undefined ? null : readTwoWays(chief, other),
    why: null,
  };
}
