/**
 * One end of a path in a network namespace of its own, without a hall: it sends or receives an exhibit as a service does, while packets of
 * the rate of a call pass both ways. Started by pace.ts under `ip netns exec`; the last line of stdout is what it saw.
 */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';
import { createPacer } from '#domain/exhibits/pacing.ts';
import { receivePieces, sendPieces } from '../../src/hall/peers/exhibit-pump.ts';

export type PaceOrder = Readonly<{
  side: 'send' | 'receive';
  own: string;
  other: string;
  measuredKbps: number;
  callKbps: number;
  /** So long it goes before anything is counted. */
  uncountedMs: number;
  lengthMs: number;
}>;
/** What was counted: bytes of the exhibit; of the packets of a call that came here how long they were on their way, ms, sorted, and how many did not come. */
export type PaceSeen = Readonly<{ takenBytes: number; waysMs: readonly number[]; lost: number }>;

const order = JSON.parse(process.argv[2] ?? '{}') as PaceOrder;
const { side, own, other, uncountedMs, lengthMs } = order;
const ports = { exhibit: 7443, call: 7444 } as const;
/** A picture's packets are of about this size. */
const packetBytes = 1100;
const lengthBytes = 200 * 1024 * 1024;

const nowMs = (): number => performance.timeOrigin + performance.now();

/** Sends a steady stream of stamped packets and notes those of the other end. */
function call(socket: Socket): Pick<PaceSeen, 'waysMs' | 'lost'> & { stop(): void } {
  const waysMs: number[] = [];
  let [sent, seen] = [0, { first: Number.NaN, last: -1 }];
  const beganMs = nowMs();
  const timer = setInterval(() => {
    const due = ((nowMs() - beganMs) * order.callKbps) / 8 / packetBytes;
    for (; sent < due; sent += 1) {
      const packet = Buffer.alloc(packetBytes);
      packet.writeDoubleBE(nowMs(), 0);
      packet.writeUInt32BE(sent, 8);
      socket.send(packet, ports.call, other, () => {});
    }
  }, 5);
  socket.on('message', (packet) => {
    if (nowMs() - beganMs < uncountedMs) return;
    waysMs.push(nowMs() - packet.readDoubleBE(0));
    const at = packet.readUInt32BE(8);
    seen = { first: Number.isNaN(seen.first) ? at : seen.first, last: Math.max(seen.last, at) };
  });
  return {
    waysMs,
    get lost() {
      return Math.max(0, seen.last - seen.first + 1 - waysMs.length);
    },
    stop: () => clearInterval(timer),
  };
}

const socket = createSocket('udp4');
socket.on('error', () => {});
socket.bind(ports.call, own);
await once(socket, 'listening');
let takenBytes = 0;
const onTaken = (toByte: number): void => {
  takenBytes = toByte;
};
const ending = new AbortController();
const over = ending.signal;
const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-pace-'));
let going: Promise<unknown>;
if (side === 'receive') {
  const server = new WebSocketServer({ port: ports.exhibit, host: own });
  await once(server, 'listening');
  process.stdout.write('ready\n');
  const [line] = (await once(server, 'connection')) as [WebSocket];
  going = receivePieces({ socket: line, fromByte: 0, lengthBytes, write: async () => true, onTaken, over });
} else {
  const name = path.join(folder, 'exhibit');
  writeFileSync(name, Buffer.alloc(lengthBytes, 7));
  const file = await open(name, 'r');
  const line = new WebSocket(`ws://${other}:${String(ports.exhibit)}`, { perMessageDeflate: false });
  await once(line, 'open');
  const pacer = createPacer(order.measuredKbps);
  going = sendPieces({ socket: line, file, fromByte: 0, lengthBytes, pacer: () => pacer, onTaken, over });
}
const heard = call(socket);
await wait(uncountedMs);
const fromByte = takenBytes;
await wait(lengthMs);
heard.stop();
const seen: PaceSeen = {
  takenBytes: takenBytes - fromByte,
  waysMs: heard.waysMs.toSorted((one, two) => one - two),
  lost: heard.lost,
};
process.stdout.write(`${JSON.stringify(seen)}\n`);
ending.abort();
await going;
rmSync(folder, { recursive: true, force: true });
process.exit(0);
