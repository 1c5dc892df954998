import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { SoundOrder, SoundWord } from './sound-worker.ts';

/** Measures test recordings of microphones one after another in a thread of its own, which ends with `close`. */
export type SoundMeter = Readonly<{
  /** Rejects once the thread has died. */
  measure(order: SoundOrder): Promise<SoundWord>;
  close(): Promise<void>;
}>;

/** A thread that measures sound; it reads files with this ffmpeg. */
export function openSoundMeter(ffmpegPath: string): SoundMeter {
  const worker = new Worker(new URL('./sound-worker.ts', import.meta.url), { workerData: { ffmpegPath } });
  const dead = new Promise<never>((_, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the measuring thread ended with ${String(code)}`)));
  });
  // Nobody may be waiting when it ends.
  dead.catch(() => undefined);
  return {
    async measure(order) {
      worker.postMessage(order);
      const [word] = (await Promise.race([once(worker, 'message'), dead])) as [SoundWord];
      return word;
    },
    async close() {
      await worker.terminate();
    },
  };
}
