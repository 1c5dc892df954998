/*
 * A thread that decodes the test recordings of microphones and measures them: transforms of a quarter of a million samples would hold
 * the hall's own thread for seconds.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { firstTimeMs, decodeSound } from './decoding.ts';
import { readSound, type SoundReading, type SoundStretches } from './read-sound.ts';

/** Times in ms of the test recording's own line. */
export type SoundOrder = Readonly<{ file: string; stretches: SoundStretches }>;
/** In the order of the orders: what was measured; null where it cannot be decoded, with why. */
export type SoundWord = Readonly<{ reading: SoundReading | null; why: string | null }>;

const { ffmpegPath } = workerData as Readonly<{ ffmpegPath: string }>;

parentPort?.on('message', (order: SoundOrder) => {
  void measure(order).then(
    (word) => parentPort?.postMessage(word),
    (error: unknown) => parentPort?.postMessage({ reading: null, why: String(error) } satisfies SoundWord),
  );
});

async function measure({ file, stretches }: SoundOrder): Promise<SoundWord> {
  const samples = await decodeSound(ffmpegPath, file);
  if (samples === null) return { reading: null, why: null };
  return { reading: readSound(samples, await firstTimeMs(file), stretches), why: null };
}
