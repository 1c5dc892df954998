import type { RawData, WebSocket } from 'ws';
import { createDatagramQueue } from './datagram-queue.ts';
import { createStreamWindow } from './stream-window.ts';

/** So much is said between two marks, or for so long; what has come through is known by whole marks only. */
const markEveryBytes = 4096;
const idleMarkEveryMs = 200;
const lookEveryMs = 20;
/** Without a mark for so many looks, two seconds, nobody is at the other end; a clock that stood still counts one look only. */
const deadAfterLooks = 100;
/** What a network carries whole is shorter; a window sends nothing longer. */
const mostDatagramBytes = 2048;

export type DatagramStreamOrder = Readonly<{
  socket: WebSocket;
  onDatagram(bytes: Buffer): void;
  /** The hall that dialled takes it into use. */
  onBegun(): void;
  /** Said once, however it ended. */
  onClosed(): void;
}>;

/**
 * Datagrams over a stream of TLS, one to a frame. A stream keeps what it was given and delivers it however late; so no more is
 * given to it than arrives in time, by marks (pings) that come back from behind what was said, and the rest waits in a
 * queue that drops its oldest.
 */
export type DatagramStream = Readonly<{
  /** Said by the hall that dialled. */
  begin(): void;
  send(datagram: Uint8Array): void;
  close(): void;
}>;

export function holdDatagramStream({ socket, onDatagram, onBegun, onClosed }: DatagramStreamOrder): DatagramStream {
  const queue = createDatagramQueue();
  const window = createStreamWindow();
  /** That have not come back, the oldest first, each with what was said up to it. */
  const marks = new Map<number, Readonly<{ atMs: number; look: number; saidBytes: number; wasFull: boolean }>>();
  let [lastMark, lastMarkMs] = [0, Number.NEGATIVE_INFINITY];
  let [saidBytes, markedBytes, passedBytes] = [0, 0, 0];
  let [isFull, looked] = [false, 0];

  function mark(nowMs: number): void {
    lastMark += 1;
    lastMarkMs = nowMs;
    markedBytes = saidBytes;
    marks.set(lastMark, { atMs: nowMs, look: looked, saidBytes, wasFull: isFull });
    socket.ping(String(lastMark), undefined, () => {});
  }

  function flush(): void {
    if (socket.readyState !== socket.OPEN) return;
    const nowMs = performance.now();
    isFull = false;
    while (queue.length() > 0) {
      isFull = saidBytes - passedBytes >= window.bytes();
      if (isFull) break;
      const next = queue.shift(nowMs);
      if (next === undefined) break;
      socket.send(next, { binary: true }, () => {});
      saidBytes += next.length;
      if (saidBytes - markedBytes >= markEveryBytes) mark(nowMs);
    }
    // What waits for room must learn when there is some.
    if (isFull && markedBytes < saidBytes) mark(nowMs);
  }

  function look(): void {
    if (socket.readyState !== socket.OPEN) return;
    looked += 1;
    const nowMs = performance.now();
    const oldest = marks.values().next();
    if (!oldest.done && looked - oldest.value.look > deadAfterLooks) socket.terminate();
    else if (nowMs - lastMarkMs >= idleMarkEveryMs || (markedBytes < saidBytes && nowMs - lastMarkMs >= lookEveryMs))
      mark(nowMs);
  }

  const looks = setInterval(look, lookEveryMs);
  socket.on('pong', (load: Buffer) => {
    const no = Number(load.toString('latin1'));
    const back = marks.get(no);
    if (back === undefined) return;
    for (const earlier of marks.keys()) if (earlier <= no) marks.delete(earlier);
    const nowMs = performance.now();
    const bytes = back.saidBytes - passedBytes;
    passedBytes = back.saidBytes;
    window.passed({ bytes, roundTripMs: nowMs - back.atMs, wasFull: back.wasFull || isFull }, nowMs);
    flush();
  });
  socket.on('message', (data: RawData, isBinary) => {
    if (!isBinary) onBegun();
    else if (Buffer.isBuffer(data) && data.length <= mostDatagramBytes) onDatagram(data);
  });
  socket.on('error', () => {});
  socket.once('close', () => {
    clearInterval(looks);
    onClosed();
  });

  return {
    begin: () => socket.send('begin', () => {}),
    send(datagram) {
      queue.push(datagram, performance.now());
      flush();
    },
    close() {
      // What was said goes out first; a hall that does not answer the farewell is not waited for.
      socket.close();
      setTimeout(() => socket.terminate(), 500).unref();
    },
  };
}
