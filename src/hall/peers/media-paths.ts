import { createHash } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { Worker } from 'node:worker_threads';
import type { WebSocket } from 'ws';
import type { HallPeerId } from '#domain/ids.ts';
import type { CallEpoch, CallWay } from '#domain/peers/call.ts';
import type { HallAddress } from '#domain/peers/paired-hall.ts';
import type { Log } from '../plumbing/index.ts';
import type { PathOrder, PathToken, PathWord } from './media-path-worker.ts';
import { createSpareWay, type SpareWay } from './spare-way.ts';

/** A stream that stood for so long while UDP was not answered is asked for at once in the next epoch. */
const surelyShutMs = 3000;

/** What a way through the services tells. */
export type PathEvents = Readonly<{
  /** The port of 127.0.0.1 that leads to that hall. */
  opened(port: number): void;
  /** Datagrams go another way from now on; it begins with the straight one. */
  turned(way: CallWay): void;
}>;

/** A second way for the datagrams of each call, through this service: see the thread that carries them. */
export type MediaPaths = Readonly<{
  /** `to.address` null: the other hall finds us. Returns what closes it. */
  open(at: CallEpoch, to: Readonly<{ id: HallPeerId; address: HallAddress | null }>, on: PathEvents): () => void;
  /** A stream that a paired hall dialled for an epoch of a call. */
  stream(socket: WebSocket, peerId: HallPeerId, token: string): void;
  close(): Promise<void>;
}>;

export type MediaPathsOrder = Readonly<{
  /** Where other halls find this one; its UDP port is open only while there is a path that needs it. */
  listen: HallAddress | null;
  isUp(peerId: HallPeerId): boolean;
  /** Null when it does not come up. */
  dialStream(peerId: HallPeerId, path: string): Promise<WebSocket | null>;
  log: Log;
}>;

/** Both halls know it and nobody else, because the name of a call is said only over their link. */
function nameOf(what: 'path' | 'stream', { callId, epoch }: CallEpoch, letters: number): string {
  return createHash('sha256')
    .update(`${what}|${callId}|${String(epoch)}`)
    .digest('hex')
    .slice(0, letters);
}

export function createMediaPaths({ listen, isUp, dialStream, log }: MediaPathsOrder): MediaPaths {
  type Standing = Readonly<{ to: HallPeerId; isDialled: boolean; streamName: string; on: PathEvents; spare: SpareWay }>;
  const standing = new Map<PathToken, Standing>();
  const shut = new Set<HallPeerId>();
  let worker: Worker | null = null;

  function start(): Worker {
    const made: Worker = new Worker(new URL('./media-path-worker.ts', import.meta.url));
    made.unref();
    made.on('message', (word: PathWord) => {
      // Without it the windows reach one another by themselves, as long as no cable is pulled.
      if ('deaf' in word) log.warn({ why: word.deaf }, 'media-path-not-listening');
      else if ('carry' in word) standing.get(word.carry)?.spare.send(word.bytes);
      else if ('opened' in word) standing.get(word.opened)?.on.opened(word.port);
      else saw(standing.get(word.seen), word.isShut);
    });
    made.on('error', (error: unknown) => {
      log.error({ err: error }, 'media-path-thread-threw');
      if (worker === made) worker = null;
      for (const { spare } of standing.values()) spare.close();
      standing.clear();
    });
    return made;
  }

  function saw(path: Standing | undefined, isShut: boolean): void {
    if (path === undefined) return;
    if (!isShut) shut.delete(path.to);
    path.spare.need(isShut);
  }

  const say = (order: PathOrder, moved: readonly ArrayBuffer[] = []): void => worker?.postMessage(order, moved);
  const isListening = (): boolean => [...standing.values()].some(({ isDialled }) => isDialled);

  function spareWay(token: PathToken, to: HallPeerId, isDialled: boolean, streamName: string, on: PathEvents) {
    let standsForLong: NodeJS.Timeout | null = null;
    return createSpareWay({
      dial: isDialled ? null : () => dialStream(to, `/v1/media/${streamName}`),
      isUp: () => isUp(to),
      onDatagram(datagram) {
        // A copy of its own: the bytes lie in a larger piece that was read at once.
        const bytes = Uint8Array.from(datagram);
        say({ carried: token, bytes }, [bytes.buffer]);
      },
      onTurned(isSpare) {
        say({ turn: token, isSpare });
        if (standsForLong !== null) clearTimeout(standsForLong);
        standsForLong = isSpare && !isDialled ? setTimeout(() => shut.add(to), surelyShutMs) : null;
        standsForLong?.unref();
        log.info({ peerId: to, isSpare }, 'media-path-turned');
        on.turned(isSpare ? 'spare' : 'straight');
      },
    });
  }

  return {
    open(at, { id, address }, on) {
      const token = nameOf('path', at, 16);
      const streamName = nameOf('stream', at, 32);
      const isDialled = address === null;
      worker ??= start();
      if (isDialled && listen !== null && !isListening()) say({ listen });
      const spare = spareWay(token, id, isDialled, streamName, on);
      standing.set(token, { to: id, isDialled, streamName, on, spare });
      const isDoubted = !isDialled && shut.has(id);
      if (isDialled) say({ open: token, to: null, isDoubted });
      else {
        void lookup(address.host)
          .then((found) => {
            if (!standing.has(token)) return;
            say({ open: token, to: { host: found.address, port: address.port }, isDoubted });
            if (isDoubted) spare.need(true);
          })
          // A name that leads nowhere now: the next epoch asks again.
          .catch(() => undefined);
      }
      return () => {
        if (!standing.delete(token)) return;
        spare.close();
        say({ close: token });
        if (isDialled && !isListening()) say({ listen: null });
      };
    },
    stream(socket, peerId, token) {
      const path = [...standing.values()].find((each) => each.to === peerId && each.streamName === token);
      if (path?.isDialled === true) path.spare.arrived(socket);
      else {
        socket.on('error', () => {});
        socket.terminate();
      }
    },
    async close() {
      for (const { spare } of standing.values()) spare.close();
      standing.clear();
      await worker?.terminate();
      worker = null;
    },
  };
}
