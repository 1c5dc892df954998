import { createHash } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { Worker } from 'node:worker_threads';
import type { CallEpoch } from '#domain/peers/call.ts';
import type { HallAddress } from '#domain/peers/paired-hall.ts';
import type { Log } from '../plumbing/index.ts';
import type { PathOrder, PathToken, PathWord } from './media-path-worker.ts';

/** A second way for the datagrams of each call, through this service: see the thread that carries them. */
export type MediaPaths = Readonly<{
  /** `to` null: the other hall finds us. `onOpen` is given the port of 127.0.0.1 that leads to that hall. Returns what closes it. */
  open(at: CallEpoch, to: HallAddress | null, onOpen: (port: number) => void): () => void;
  close(): Promise<void>;
}>;

/** Both halls know it and nobody else, because the name of a call is said only over their link. */
function tokenOf({ callId, epoch }: CallEpoch): PathToken {
  return createHash('sha256')
    .update(`path|${callId}|${String(epoch)}`)
    .digest('hex')
    .slice(0, 16);
}

/** `listen`: where other halls find this one; its UDP port is open only while there is a path that needs it. */
export function createMediaPaths({ listen, log }: Readonly<{ listen: HallAddress | null; log: Log }>): MediaPaths {
  type Opening = Readonly<{ isDialled: boolean; onOpen: (port: number) => void }>;
  const standing = new Map<PathToken, Opening>();
  let worker: Worker | null = null;

  function start(): Worker {
    const made: Worker = new Worker(new URL('./media-path-worker.ts', import.meta.url));
    made.unref();
    made.on('message', (word: PathWord) => {
      // Without it the windows reach one another by themselves, as long as no cable is pulled.
      if ('deaf' in word) log.warn({ why: word.deaf }, 'media-path-not-listening');
      else standing.get(word.opened)?.onOpen(word.port);
    });
    made.on('error', (error: unknown) => {
      log.error({ err: error }, 'media-path-thread-threw');
      if (worker === made) worker = null;
      standing.clear();
    });
    return made;
  }

  const say = (order: PathOrder): void => worker?.postMessage(order);
  const isListening = (): boolean => [...standing.values()].some(({ isDialled }) => isDialled);

  return {
    open(at, to, onOpen) {
      const token = tokenOf(at);
      worker ??= start();
      if (to === null && listen !== null && !isListening()) say({ listen });
      standing.set(token, { isDialled: to === null, onOpen });
      if (to === null) say({ open: token, to });
      else
        void lookup(to.host)
          .then(({ address }) => {
            if (standing.has(token)) say({ open: token, to: { host: address, port: to.port } });
          })
          // A name that leads nowhere now: the next epoch asks again.
          .catch(() => undefined);
      return () => {
        if (!standing.delete(token)) return;
        say({ close: token });
        if (to === null && !isListening()) say({ listen: null });
      };
    },
    async close() {
      standing.clear();
      await worker?.terminate();
      worker = null;
    },
  };
}
