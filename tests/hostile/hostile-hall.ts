import { once, type EventEmitter } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { WebSocket, type ClientOptions } from 'ws';
import type { LinkFrame, LinkHello } from '#contract/peer-link.ts';
import type { CallId } from '#domain/ids.ts';
import { done } from '#domain/outcome.ts';
import type { PairedHall } from '#domain/peers/paired-hall.ts';
import { createFingerprintGuard, type FingerprintGuard } from '../../src/hall/peers/fingerprint-guard.ts';
import type { Identity } from '../../src/hall/peers/identity.ts';
import { createPairing } from '../../src/hall/peers/pairing.ts';
import type { Line } from '../flow/start-service.ts';

/** When an emitter is closed; unlike `once` it takes an error for no end of its own. */
export const closing = (emitter: EventEmitter): Promise<unknown> =>
  new Promise((resolve) => {
    emitter.once('close', resolve);
    emitter.on('error', () => {});
  });

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A hall that others may be paired with: its console, and the port that it listens on. */
export type Door = Readonly<{ console: Line; port: number }>;

/** Pairs by a true code a hall that is only a key, so that it may say later what no service says. */
export async function pairAs(identity: Identity, { console, port }: Door): Promise<PairedHall> {
  const { code } = await console.must('peer.invite', {});
  const joined = await joinAs(identity, port, code);
  if (!joined.ok) throw new Error(joined.fault.key);
  return joined.value;
}

export async function joinAs(
  identity: Identity,
  port: number,
  code: string,
): ReturnType<ReturnType<typeof createPairing>['join']> {
  const pairing = createPairing({
    own: () => identity,
    ownName: () => ({ court: 'Hostile', hall: '9' }),
    save: async () => done(undefined),
    nowMs: Date.now,
    onRefused: () => {},
  });
  return pairing.join({ host: '127.0.0.1', port }, code);
}

/** Dials the port for other halls with any papers or none; it is the service's judgement that is tested. */
export function dial(port: number, from: string, papers: ClientOptions & Readonly<{ session?: Buffer }>): WebSocket {
  const socket = new WebSocket(`wss://127.0.0.1:${String(port)}/v1/link`, {
    localAddress: from,
    rejectUnauthorized: false,
    handshakeTimeout: 3000,
    perMessageDeflate: false,
    ...papers,
  });
  socket.on('error', () => {});
  return socket;
}

/** Whether a dialled socket got so far that a word of a link could be said, and what it heard. */
export async function outcomeOf(socket: WebSocket): Promise<Readonly<{ isLetIn: boolean; frames: number }>> {
  let [isLetIn, frames] = [false, 0];
  socket.on('message', () => (frames += 1));
  socket.on('open', () => {
    isLetIn = true;
    socket.send(helloText({ counterSeen: 0, run: '0'.repeat(32) }));
  });
  await Promise.race([closing(socket), wait(6000)]);
  socket.terminate();
  return { isLetIn, frames };
}

export const helloText = (of: Readonly<{ counterSeen: number; run: string }>): string =>
  JSON.stringify({ hello: 1, court: 'Hostile', hall: '9', ...of } satisfies LinkHello);

/** A link of a paired hall that says what it likes. */
export type HostileLink = Readonly<{
  socket: WebSocket;
  guard: FingerprintGuard;
  to: PairedHall;
  heard: readonly LinkFrame[];
  say(frame: LinkFrame): void;
  /** The description of a call, truly signed; spoil it as you like. */
  offer(callId: CallId, epoch: number, sdp?: string): Extract<LinkFrame, { say: 'call.offered' }>;
  closed: Promise<number>;
  close(): void;
}>;

const fingerprint = (byte: string): string => Array<string>(32).fill(byte).join(':');
export const sdpOf = (byte: string): string => `v=0\r\nm=audio 9 RTP\r\na=fingerprint:sha-256 ${fingerprint(byte)}\r\n`;
export const candidate = { candidate: 'candidate:1 1 udp 1 192.0.2.7 9 typ host', sdpMid: '0', sdpMLineIndex: 0 };

/** Opens the link of a paired hall as its service would: dials, says hello and hears the other's. */
export async function linkAs(
  identity: Identity,
  to: PairedHall,
  port: number,
  { from = '127.0.0.1', guard = createFingerprintGuard(() => identity, Date.now) } = {},
): Promise<HostileLink> {
  const socket = dial(port, from, { key: identity.key, cert: identity.certificate });
  const closed = closing(socket) as Promise<number>;
  const heard: LinkFrame[] = [];
  const isUp = new Promise<boolean>((resolve) => {
    let hasMet = false;
    socket.on('open', () => socket.send(helloText(guard.hello(to.id))));
    socket.on('message', (bytes: Buffer) => {
      const said: unknown = JSON.parse(bytes.toString('utf8'));
      if (hasMet) heard.push(said as LinkFrame);
      else guard.met(to.id, said as LinkHello);
      hasMet = true;
      resolve(true);
    });
    socket.on('close', () => resolve(false));
  });
  if (!(await isUp)) throw new Error('the link of a paired hall did not come up');
  return {
    socket,
    guard,
    to,
    heard,
    closed,
    say: (frame) => socket.send(JSON.stringify(frame), () => {}),
    offer: (callId, epoch, sdp = sdpOf('AA')) => ({
      say: 'call.offered',
      ...guard.seal(to.id, { callId, epoch }, sdp)!,
    }),
    close: () => socket.terminate(),
  };
}

/** A bare connection to the port, and how long it was let stand; null when it still stood after `limitMs`. */
export async function standsForMs(
  port: number,
  from: string,
  act: (socket: Socket) => void,
  limitMs: number,
): Promise<number | null> {
  const beganMs = performance.now();
  const socket = connect({ port, host: '127.0.0.1', localAddress: from });
  socket.on('error', () => {});
  // Without a reader the end of a connection is never seen.
  socket.on('data', () => {});
  socket.once('connect', () => act(socket));
  const closed = closing(socket).then(() => performance.now() - beganMs);
  const stood = await Promise.race([closed, wait(limitMs).then(() => null)]);
  socket.destroy();
  return stood;
}

/** TLS as a hall speaks it, behind a byte that asks to be paired where one is given; null when it is not answered. */
export async function connectTlsAs(
  { key, certificate }: Pick<Identity, 'key' | 'certificate'>,
  port: number,
  from: string,
  mark: number | null = null,
): Promise<ReturnType<typeof connectTls> | null> {
  const plain = connect({ port, host: '127.0.0.1', localAddress: from });
  plain.on('error', () => {});
  const isThere = await Promise.race([
    once(plain, 'connect').then(
      () => true,
      () => false,
    ),
    wait(2000).then(() => false),
  ]);
  if (!isThere) return null;
  if (mark !== null) plain.write(Uint8Array.of(mark));
  const socket = connectTls({
    socket: plain,
    key,
    cert: certificate,
    minVersion: 'TLSv1.3',
    rejectUnauthorized: false,
  });
  return new Promise((resolve) => {
    socket.on('error', () => resolve(null));
    socket.once('close', () => resolve(null));
    socket.once('secureConnect', () => resolve(socket));
  });
}
