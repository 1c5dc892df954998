import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { holdDatagramStream, type DatagramStream } from '../../src/hall/peers/datagram-stream.ts';
import { startShapedPath, type ShapedPath } from './shaped-path.ts';

/* Real sockets over a path with one queue that is narrower than what is sent. */

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Pair = Readonly<{ near: DatagramStream; heard: { no: number; lateMs: number }[]; path: ShapedPath }>;

async function pairOver(carriesKbps: number): Promise<Pair> {
  const server = createServer();
  const doorway = new WebSocketServer({ server, perMessageDeflate: false });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const path = await startShapedPath((server.address() as AddressInfo).port, {
    ...{ carriesKbps, callKbps: 0, oneWayMs: 20 },
  });
  const heard: { no: number; lateMs: number }[] = [];
  doorway.on('connection', (socket) => {
    holdDatagramStream({
      socket,
      onDatagram: (bytes) =>
        void heard.push({ no: bytes.readUInt32BE(0), lateMs: performance.now() - bytes.readDoubleBE(4) }),
      onBegun() {},
      onClosed() {},
    });
  });
  const socket = new WebSocket(`ws://127.0.0.1:${String(path.port)}`, { perMessageDeflate: false });
  await once(socket, 'open');
  const near = holdDatagramStream({ socket, onDatagram() {}, onBegun() {}, onClosed() {} });
  closing.push(
    () => socket.terminate(),
    () => server.close(),
    () => path.close(),
  );
  return { near, heard, path };
}

/** 1100 bytes at a steady rate, each with its number and instant. */
async function sendAt(kbps: number, near: DatagramStream, forMs: number): Promise<number> {
  const beganMs = performance.now();
  let no = 0;
  for (let nowMs = beganMs; nowMs - beganMs < forMs; nowMs = performance.now()) {
    for (; no < (kbps * (nowMs - beganMs)) / (1100 * 8); no += 1) {
      const datagram = Buffer.alloc(1100);
      datagram.writeUInt32BE(no, 0);
      datagram.writeDoubleBE(performance.now(), 4);
      near.send(datagram);
    }
    await wait(5);
  }
  return no;
}

test('a stream that is too narrow loses what is old, and what arrives is never late for long', async () => {
  const { near, heard } = await pairOver(1000);
  const sent = await sendAt(2500, near, 6000);
  await wait(1000);
  const numbers = heard.map(({ no }) => no);
  expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
  // The first half second finds out how much the path holds.
  const lateMs = heard
    .filter(({ no }) => no > sent / 6)
    .map((each) => each.lateMs)
    .sort((one, other) => one - other);
  expect(lateMs[Math.floor(lateMs.length * 0.95)]).toBeLessThan(700);
  // The path was used, and the end of what was said came through.
  expect(numbers.length).toBeGreaterThan(sent * 0.25);
  expect(numbers.length).toBeLessThan(sent * 0.6);
  expect(sent - numbers.at(-1)!).toBeLessThan(sent * 0.1);
}, 20_000);

/** The longest that this process stood still while `work` was done, ms. */
async function stoodStillMs(work: () => Promise<void>): Promise<number> {
  let [lookedMs, longestMs] = [performance.now(), 0];
  const looks = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - lookedMs - 10);
    lookedMs = performance.now();
  }, 10);
  await work();
  clearInterval(looks);
  return longestMs;
}

test('a stream that is wide enough loses nothing', async () => {
  // The path is played by this process: while it stands still, so does the path, and what waits grows old as it should.
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const { near, heard } = await pairOver(4000);
    let sent = 0;
    const stillMs = await stoodStillMs(async () => {
      sent = await sendAt(800, near, 1500);
      await wait(500);
    });
    if (stillMs > 150) continue;
    expect(heard.map(({ no }) => no)).toEqual(Array.from({ length: sent }, (_, no) => no));
    return;
  }
  throw new Error('this machine never let the test run for two seconds');
}, 40_000);
