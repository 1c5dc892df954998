import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { datagramBytes } from '#domain/peers/bandwidth.ts';
import { readDatagram, writeDatagram, type ProbeDatagram } from '../../../../src/hall/peers/probe-datagram.ts';
import { dialProbe, listenForProbe, type ProbePort } from '../../../../src/hall/peers/probe-port.ts';
import { silentLog } from '../../../fixtures/make-hall.ts';

const token = randomBytes(16);
const echo: ProbeDatagram = { kind: 'echo', way: 'there', train: 'first', number: 3, sentUs: 0 };
const piece: ProbeDatagram = { ...echo, kind: 'train', number: 4, sentUs: 39_296 };

type Sender = Readonly<{ socket: Socket; heard: Buffer[] }>;
async function openSender(): Promise<Sender> {
  const socket = createSocket('udp4');
  const heard: Buffer[] = [];
  socket.on('message', (bytes) => heard.push(bytes));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { socket, heard };
}

let address: { host: string; port: number };
let port: ProbePort;
let taken: ProbeDatagram[];
let stranger: Sender;
let hall: Sender;
beforeEach(async () => {
  [stranger, hall] = await Promise.all([openSender(), openSender()]);
  const free = await openSender();
  address = { host: '127.0.0.1', port: free.socket.address().port };
  free.socket.close();
  taken = [];
  port = (await listenForProbe(address, { token, onDatagram: (each) => taken.push(each), log: silentLog }))!;
});
afterEach(() => {
  port.close();
  stranger.socket.close();
  hall.socket.close();
});

const send = async ({ socket }: Sender, bytes: Buffer): Promise<void> => {
  socket.send(bytes, address.port, address.host);
  await wait(20);
};

test('the port drops what does not carry the token and answers nothing of it, whoever comes first', async () => {
  for (const kind of ['echo', 'train'] as const)
    await send(stranger, writeDatagram(randomBytes(16), { ...echo, kind }));
  for (const bytes of [Buffer.alloc(0), token, Buffer.alloc(datagramBytes), randomBytes(1400)])
    await send(stranger, bytes);
  expect(stranger.heard).toEqual([]);
  expect(taken).toEqual([]);

  await send(hall, writeDatagram(token, echo));
  expect(hall.heard.map((bytes) => readDatagram(token, bytes))).toEqual([{ ...echo, kind: 'echoed' }]);
  await send(hall, writeDatagram(token, piece));
  expect(taken).toEqual([piece]);
});

test('who has shown the token first is the one for the whole probe', async () => {
  await send(hall, writeDatagram(token, echo));
  await send(stranger, writeDatagram(token, echo));
  await send(stranger, writeDatagram(token, piece));
  expect(stranger.heard).toEqual([]);
  expect(taken).toEqual([]);
  port.send(piece);
  await wait(20);
  expect(hall.heard).toHaveLength(2);
});

test('a datagram of the wrong length or of no known kind is none, though its token is right', () => {
  const whole = writeDatagram(token, piece);
  expect(whole).toHaveLength(datagramBytes);
  expect(readDatagram(token, whole)).toEqual(piece);
  expect(readDatagram(token, whole.subarray(0, 600))).toBeNull();
  whole.writeUInt8(9, 16);
  expect(readDatagram(token, whole)).toBeNull();
});

test('a port that is taken is no port, and the dialling side is heard through its own', async () => {
  const order = { token, onDatagram: () => {}, log: silentLog };
  expect(await listenForProbe(address, order)).toBeNull();
  const back: ProbeDatagram[] = [];
  const dialled = await dialProbe(address, { ...order, onDatagram: (each) => back.push(each) });
  dialled!.send(echo);
  await wait(50);
  expect(back).toEqual([{ ...echo, kind: 'echoed' }]);
  dialled!.close();
  dialled!.close();
});
