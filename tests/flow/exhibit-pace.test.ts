import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createPacer } from '#domain/exhibits/pacing.ts';
import { receivePieces, sendPieces } from '../../src/hall/peers/exhibit-pump.ts';
import { startShapedPath } from './shaped-path.ts';

/* P35, P36: sound and picture go first. Real sockets through one queue that a call of a steady rate shares. */

const lengthBytes = 8 * 1024 * 1024;
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tarazy-pace-'));
  file = path.join(folder, 'exhibit');
  writeFileSync(file, Buffer.alloc(lengthBytes, 7));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Path = Parameters<typeof startShapedPath>[1];
type Gone = Readonly<{ kbps: number; worstTwentiethMs: number }>;

/** Sends for so long and tells, of what comes after the first seconds, how fast it went and what the call had to wait. */
async function send(shape: Path, measuredKbps: number, uncountedMs: number, countedMs: number): Promise<Gone> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const way = await startShapedPath((server.address() as AddressInfo).port, shape);
  const ending = new AbortController();
  const over = ending.signal;
  server.on('connection', (socket: WebSocket) => {
    void receivePieces({ socket, fromByte: 0, lengthBytes, write: async () => true, onTaken() {}, over });
  });
  const socket = new WebSocket(`ws://127.0.0.1:${String(way.port)}`, { perMessageDeflate: false });
  await once(socket, 'open');
  const handle = await open(file, 'r');
  const pacer = createPacer(measuredKbps);
  let takenTo = 0;
  const onTaken = (toByte: number): void => {
    takenTo = toByte;
  };
  const sending = sendPieces({ socket, file: handle, fromByte: 0, lengthBytes, pacer: () => pacer, onTaken, over });
  await wait(uncountedMs);
  way.callWaitsMs();
  const fromByte = takenTo;
  const beganMs = performance.now();
  await wait(countedMs);
  const kbps = ((takenTo - fromByte) * 8) / (performance.now() - beganMs);
  const waitsMs = way.callWaitsMs();
  ending.abort();
  expect(await sending).toBe(false);
  await handle.close();
  way.close();
  server.close();
  return { kbps, worstTwentiethMs: waitsMs[Math.floor(waitsMs.length * 0.95)] ?? Number.NaN };
}

test('beside a call of 2.5 Mbit/s on a path of 5 an exhibit makes no packet of it wait that it would feel, and uses half of the rest', async () => {
  const gone = await send({ carriesKbps: 5000, callKbps: 2500, oneWayMs: 20 }, 5000, 500, 9000);
  expect(gone.worstTwentiethMs).toBeLessThan(60);
  expect(gone.kbps).toBeGreaterThan(1250);
});

test('on a path that carries far less than was measured it has given way within three seconds, and goes on', async () => {
  const gone = await send({ carriesKbps: 1500, callKbps: 1000, oneWayMs: 20 }, 6500, 3000, 6000);
  expect(gone.worstTwentiethMs).toBeLessThan(120);
  expect(gone.kbps).toBeGreaterThan(150);
});
