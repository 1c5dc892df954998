import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** A thread that answers each order with one word, in their order, and ends with `close`. */
export type Thread<Order, Word> = Readonly<{
  /** Rejects once the thread has died. */
  ask(order: Order): Promise<Word>;
  close(): Promise<void>;
}>;

/** Starts it with the module at `file`, beside the one that asks. Kept for many orders: to start one takes a quarter of a second. */
export function openThread<Order, Word>(file: URL, workerData: unknown): Thread<Order, Word> {
  const worker = new Worker(file, { workerData });
  const dead = new Promise<never>((_, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the measuring thread ended with ${String(code)}`)));
  });
  // Nobody may be waiting when it ends.
  dead.catch(() => undefined);
  return {
    async ask(order) {
      worker.postMessage(order);
      const [word] = (await Promise.race([once(worker, 'message'), dead])) as [Word];
      return word;
    },
    async close() {
      await worker.terminate();
    },
  };
}
