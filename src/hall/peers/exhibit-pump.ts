import type { FileHandle } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { askEveryMs, type Pacer } from '#domain/exhibits/pacing.ts';
import { largestFrameBytes } from './link.ts';

/* One stream of an exhibit: pieces of the file there, how far they lie on the disk back (6 bytes, big-endian). */

/** A piece that is paced is on a path of 1 Mbit/s for 33 ms, so that no packet of a call waits longer behind one. */
const paced = { pieceBytes: 4096, mostUnsentBytes: 16 * 1024 } as const;
const free = { pieceBytes: largestFrameBytes, mostUnsentBytes: 256 * 1024 } as const;
/** So much may be out and not on the disk there: while it is paced what goes in this time, so that no buffer of the system hides a queue. */
const out = { free: 512 * 1024, pacedMs: 300, leastPaced: 32 * 1024, mostPaced: 128 * 1024 } as const;
const lookMs = 5;
/** Nothing more lies there after this: the line is dead, whatever the system still believes. */
const silenceMs = 6000;
const wordBytes = 6;
/** Each ping bears a number, because the next is sent before its answer is there. */
const noBytes = 4;
/** The receiver tells after so much, and at the end. */
const tellAfterBytes = 8 * 1024;
/** More does not wait for the disk here; a sender that keeps to the rules never has so much out. */
const mostWaitingBytes = 1024 * 1024;

export type SendOrder = Readonly<{
  socket: WebSocket;
  file: FileHandle;
  fromByte: number;
  lengthBytes: number;
  /** Null while nothing else needs the path; asked at every look. */
  pacer(): Pacer | null;
  onTaken(toByte: number): void;
  over: AbortSignal;
}>;

/** Sends the rest of a file. True when all of it lies there; false when it was cut or ended. */
export async function sendPieces({ socket, file, lengthBytes, over, ...order }: SendOrder): Promise<boolean> {
  const at = { sentTo: order.fromByte, takenTo: order.fromByte, heardMs: performance.now() };
  const asked: { no: number; readonly sentMs: Map<number, number>; lastMs: number } = {
    ...{ no: 0, sentMs: new Map(), lastMs: Number.NEGATIVE_INFINITY },
  };
  socket.on('message', (bytes: Buffer) => {
    const toByte = bytes.length === wordBytes ? bytes.readUIntBE(0, wordBytes) : -1;
    if (toByte < at.takenTo || toByte > at.sentTo) {
      socket.terminate();
      return;
    }
    at.takenTo = toByte;
    at.heardMs = performance.now();
    order.onTaken(toByte);
  });
  socket.on('pong', (load: Buffer) => {
    const no = load.length === noBytes ? load.readUInt32BE(0) : 0;
    const sentMs = asked.sentMs.get(no);
    if (sentMs === undefined) return;
    const nowMs = performance.now();
    order.pacer()?.heard(nowMs - sentMs, nowMs);
    // Who answers late may answer the newest alone (RFC 6455, section 5.5.3).
    for (const each of asked.sentMs.keys()) if (each <= no) asked.sentMs.delete(each);
  });
  socket.resume();
  let lookedMs = performance.now();
  let owedBytes = 0;
  while (at.takenTo < lengthBytes && isOpen(socket) && !over.aborted) {
    const nowMs = performance.now();
    // Whoever has nothing out is owed no answer.
    if (at.sentTo === at.takenTo) at.heardMs = nowMs;
    if (nowMs - at.heardMs > silenceMs) break;
    const pacer = order.pacer();
    const { pieceBytes, mostUnsentBytes } = pacer === null ? free : paced;
    const mostOutBytes = pacer === null ? out.free : mostPacedBytes(pacer);
    if (pacer !== null) {
      // What was not sent while this process stood still is not made up for: that would be the burst that pacing prevents.
      owedBytes = Math.min(mostUnsentBytes, owedBytes + (pacer.rateKbps() * (nowMs - lookedMs)) / 8);
      if (nowMs - asked.lastMs >= askEveryMs) {
        asked.lastMs = nowMs;
        const [oldestMs] = asked.sentMs.values();
        if (oldestMs !== undefined) pacer.waited(nowMs - oldestMs, nowMs);
        asked.no += 1;
        asked.sentMs.set(asked.no, nowMs);
        socket.ping(numbered(asked.no), undefined, () => {});
      }
    }
    lookedMs = nowMs;
    while (
      at.sentTo < lengthBytes &&
      at.sentTo - at.takenTo < mostOutBytes &&
      socket.bufferedAmount < mostUnsentBytes &&
      (pacer === null || owedBytes >= pieceBytes)
    ) {
      const piece = Buffer.allocUnsafe(Math.min(pieceBytes, lengthBytes - at.sentTo));
      const { bytesRead } = await file.read(piece, 0, piece.length, at.sentTo);
      if (bytesRead === 0 || !isOpen(socket)) break;
      socket.send(piece.subarray(0, bytesRead), () => {});
      at.sentTo += bytesRead;
      owedBytes -= bytesRead;
    }
    await wait(lookMs);
  }
  const isWhole = at.takenTo >= lengthBytes;
  // The receiver closes a stream that is whole, after its last word.
  if (!isWhole) socket.terminate();
  return isWhole;
}

export type ReceiveOrder = Readonly<{
  socket: WebSocket;
  fromByte: number;
  lengthBytes: number;
  /** False when the disk does not take it. */
  write(bytes: Buffer): Promise<boolean>;
  onTaken(toByte: number): void;
  over: AbortSignal;
}>;

/** `whole`: every byte lies here; `cut`: the line went; `unwritable`: the disk refused; `too-much`: more came than was announced. */
export type Received = 'whole' | 'cut' | 'unwritable' | 'too-much';

/** Takes the rest of a file, one piece after another. */
export async function receivePieces({ socket, lengthBytes, over, ...order }: ReceiveOrder): Promise<Received> {
  let gotTo = order.fromByte;
  let takenTo = order.fromByte;
  let toldTo = order.fromByte;
  let writing: Promise<void> = Promise.resolve();
  const ended: { how: Received | null } = { how: null };
  let wake: () => void = () => {};
  const isOver = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const finish = (how: Received): void => {
    ended.how ??= how;
    wake();
  };
  const cut = (): void => finish('cut');
  const silence = setTimeout(cut, silenceMs);
  async function take(bytes: Buffer): Promise<void> {
    if (ended.how !== null) return;
    if (!(await order.write(bytes))) {
      finish('unwritable');
      return;
    }
    takenTo += bytes.length;
    if (socket.isPaused && gotTo - takenTo < mostWaitingBytes) socket.resume();
    if (takenTo - toldTo >= tellAfterBytes || takenTo === lengthBytes) {
      toldTo = takenTo;
      const word = Buffer.alloc(wordBytes);
      word.writeUIntBE(takenTo, 0, wordBytes);
      socket.send(word, () => {});
    }
    order.onTaken(takenTo);
    if (takenTo === lengthBytes) finish('whole');
  }
  socket.on('message', (bytes: Buffer) => {
    silence.refresh();
    gotTo += bytes.length;
    if (gotTo > lengthBytes) {
      finish('too-much');
      return;
    }
    if (gotTo - takenTo >= mostWaitingBytes) socket.pause();
    writing = writing.then(() => take(bytes));
  });
  // Pings of a sender whose pieces are few and far between.
  socket.on('ping', () => silence.refresh());
  socket.once('close', cut);
  over.addEventListener('abort', cut, { once: true });
  if (order.fromByte === lengthBytes) finish('whole');
  if (!isOpen(socket) || over.aborted) cut();
  socket.resume();
  await isOver;
  clearTimeout(silence);
  over.removeEventListener('abort', cut);
  await writing;
  const how = ended.how ?? 'cut';
  if (how === 'whole') socket.close(1000);
  else socket.terminate();
  return how;
}

function mostPacedBytes(pacer: Pacer): number {
  return Math.min(out.mostPaced, Math.max(out.leastPaced, (pacer.rateKbps() * out.pacedMs) / 8));
}

function numbered(no: number): Buffer {
  const load = Buffer.alloc(noBytes);
  load.writeUInt32BE(no, 0);
  return load;
}

function isOpen(socket: WebSocket): boolean {
  return socket.readyState === socket.OPEN;
}
