import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { SoundOrder, SoundWord } from './sound-worker.ts';

/** Measures test recordings of microphones one after another in a thread of its own, which ends with `close`. */
export type SoundMeter = Readonly<{ measure(order: SoundOrder): Promise<SoundWord>; close(): Promise<void> }>;

/** A thread that measures sound; it reads files with this ffmpeg. */
export function openSoundMeter(ffmpegPath: string): SoundMeter {
  const worker = new Worker(new URL('./sound-worker.ts', import.meta.url), { workerData: { ffmpegPath } });
  return {
    async measure(order) {
      worker.postMessage(order);
      const [word] = (await once(worker, 'message')) as [SoundWord];
      return word;
    },
    async close() {
      await worker.terminate();
    },
  };
}
