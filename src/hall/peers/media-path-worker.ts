/*
 * A thread that hands the datagrams of calls from this PC's call window, over its loopback, to the other hall and back. Its
 * sockets are bound to no address of a network, so they work the moment there is a way again; Chromium's own learn of a cable
 * or an address only seconds later. What is carried is DTLS and SRTP between the two windows and cannot be read here.
 */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { parentPort } from 'node:worker_threads';
import type { HallAddress } from '#domain/peers/paired-hall.ts';

/** Eight bytes that begin every datagram between two halls and name the call and its epoch, hex. */
export type PathToken = string;
export type PathOrder =
  /** `to`: where the other hall is found, an IP address; null: it is the one that finds us, at the listening port. */
  | Readonly<{ open: PathToken; to: HallAddress | null }>
  | Readonly<{ close: PathToken }>
  /** The one port for all halls that find us, from now on; null: none. */
  | Readonly<{ listen: HallAddress | null }>;
/** The port of 127.0.0.1 that the call window is to send to. */
export type PathWord = Readonly<{ opened: PathToken; port: number }> | Readonly<{ deaf: string }>;

const tokenBytes = 8;
/**
 * So often each hall shows itself while it has nothing to say: so that the other one knows where it is now, and because a PC
 * whose cable is back asks for its neighbour at once, where one that waited for it asks only once a second (RFC 826 as Linux does it).
 */
const helloEveryMs = 200;
const receiveBufferBytes = 512 * 1024;
const loopback = '127.0.0.1';

type Path = {
  readonly token: Buffer;
  readonly window: Socket;
  windowPort: number | null;
  /** Towards the other hall: an own socket where we dial, the common one where we are dialled. */
  readonly out: Socket | null;
  other: Pick<RemoteInfo, 'address' | 'port'> | null;
  hello: NodeJS.Timeout | null;
  isIdle: boolean;
};

const paths = new Map<PathToken, Path>();
let common: Socket | null = null;

function tell(word: PathWord): void {
  parentPort?.postMessage(word);
}

function newSocket(family: 'udp4' | 'udp6'): Socket {
  const socket = createSocket(family);
  // A network that is gone for a while, or a port where nobody is: datagrams may always be lost.
  socket.on('error', () => {});
  return socket;
}

function enlarge(socket: Socket): void {
  try {
    socket.setRecvBufferSize(receiveBufferBytes);
  } catch {
    // The system's own size will do.
  }
}

function sendOut(path: Path, payload: Uint8Array): void {
  const { token, other } = path;
  const socket = path.out ?? common;
  if (socket === null || other === null) return;
  path.isIdle = false;
  socket.send([token, payload], other.port, other.address, () => {});
}

/** What came from the other hall; what does not begin with a token that stands is dropped without an answer. */
function take(bytes: Buffer, from: RemoteInfo): void {
  if (bytes.length < tokenBytes) return;
  const path = paths.get(bytes.toString('hex', 0, tokenBytes));
  if (path === undefined) return;
  // Whoever knows the token is where the other hall is now: its address may change while the call lasts.
  if (path.out === null) path.other = { address: from.address, port: from.port };
  if (bytes.length === tokenBytes || path.windowPort === null) return;
  path.window.send(bytes.subarray(tokenBytes), path.windowPort, loopback, () => {});
}

function open(token: PathToken, to: HallAddress | null): void {
  if (paths.has(token)) return;
  const window = newSocket('udp4');
  const out = to === null ? null : newSocket(isIPv6(to.host) ? 'udp6' : 'udp4');
  const path: Path = {
    ...{ token: Buffer.from(token, 'hex'), window, windowPort: null, out, hello: null, isIdle: true },
    other: to === null ? null : { address: to.host, port: to.port },
  };
  paths.set(token, path);
  window.on('message', (bytes, from) => {
    if (from.address !== loopback) return;
    path.windowPort = from.port;
    sendOut(path, bytes);
  });
  window.bind(0, loopback, () => {
    enlarge(window);
    tell({ opened: token, port: window.address().port });
  });
  out?.on('message', take);
  out?.bind(0, () => enlarge(out));
  path.hello = setInterval(() => {
    if (path.isIdle) sendOut(path, Buffer.alloc(0));
    path.isIdle = true;
  }, helloEveryMs);
}

function close(token: PathToken): void {
  const path = paths.get(token);
  if (path === undefined) return;
  paths.delete(token);
  if (path.hello !== null) clearInterval(path.hello);
  path.window.close();
  path.out?.close();
}

function listen(at: HallAddress | null): void {
  common?.close();
  common = null;
  if (at === null) return;
  const socket = createSocket(isIPv6(at.host) ? 'udp6' : 'udp4');
  common = socket;
  socket.on('message', take);
  socket.on('error', (error) => tell({ deaf: error.message }));
  socket.bind({ port: at.port, address: at.host, exclusive: true }, () => enlarge(socket));
}

parentPort?.on('message', (order: PathOrder) => {
  if ('open' in order) open(order.open, order.to);
  else if ('close' in order) close(order.close);
  else listen(order.listen);
});
