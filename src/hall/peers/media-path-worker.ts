/*
 * A thread that hands the datagrams of calls from this PC's call window, over its loopback, to the other hall and back. Its
 * sockets are bound to no address of a network, so they work the moment there is a way again; Chromium's own learn of a cable
 * or an address only seconds later. What is carried is DTLS and SRTP between the two windows and cannot be read here. Where UDP
 * is shut it says so, and hands datagrams to the service, which has a stream for them; it goes on asking by UDP meanwhile.
 */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { parentPort } from 'node:worker_threads';
import type { HallAddress } from '#domain/peers/paired-hall.ts';
import { createPathSight, type PathSight } from './path-sight.ts';

/** Eight bytes that begin every datagram between two halls and name the call and its epoch, hex. */
export type PathToken = string;
export type PathOrder =
  /** `to`: where the other hall is found, an IP address; null: it is the one that finds us, at the listening port. `isDoubted`: UDP was shut there before. */
  | Readonly<{ open: PathToken; to: HallAddress | null; isDoubted: boolean }>
  | Readonly<{ close: PathToken }>
  /** What the window says goes to the service from now on, or over UDP again. */
  | Readonly<{ turn: PathToken; isSpare: boolean }>
  /** A datagram of the other hall that came by the stream. */
  | Readonly<{ carried: PathToken; bytes: Uint8Array }>
  /** The one port for all halls that find us, from now on; null: none. */
  | Readonly<{ listen: HallAddress | null }>;
/** The port of 127.0.0.1 that the call window is to send to. */
export type PathWord =
  | Readonly<{ opened: PathToken; port: number }>
  /** Of the hall that dials: whether UDP is answered there. */
  | Readonly<{ seen: PathToken; isShut: boolean }>
  /** A datagram of the window for the stream. */
  | Readonly<{ carry: PathToken; bytes: Uint8Array }>
  | Readonly<{ deaf: string }>;

const tokenBytes = 8;
/**
 * So often each hall shows itself and says whether it hears the other one: so that both know where the other is now and that UDP
 * is open, and because a PC whose cable is back asks for its neighbour at once, where one that waited for it asks only once a
 * second (RFC 826 as Linux does it).
 */
const helloEveryMs = 200;
/** After the token, one byte that no packet of a call begins with alone (RFC 7983): a word between the two services. */
const helloHeard = Buffer.of(1);
const helloUnheard = Buffer.of(0);
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
  isSpare: boolean;
  readonly sight: PathSight;
};

const paths = new Map<PathToken, Path>();
let common: Socket | null = null;

function tell(word: PathWord): void {
  parentPort?.postMessage(word);
}

/**
 * Only addresses are sent to. Node's own lookup takes each of them through a turn of its loop, and a callback for what was sent one
 * more: of some three hundred datagrams a second that is a good part of what this thread costs.
 */
function addressAsItIs(
  address: string,
  family: number,
  found: (error: NodeJS.ErrnoException | null, address: string, family: number) => void,
): void {
  found(null, address, family);
}

function newSocket(type: 'udp4' | 'udp6'): Socket {
  const socket = createSocket({ type, lookup: addressAsItIs as never });
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
  socket.send([token, payload], other.port, other.address);
}

/** What came from the other hall; what does not begin with a token that stands is dropped without an answer. */
function take(bytes: Buffer, from: RemoteInfo): void {
  if (bytes.length < tokenBytes) return;
  const path = paths.get(bytes.toString('hex', 0, tokenBytes));
  if (path === undefined) return;
  // Whoever knows the token is where the other hall is now: its address may change while the call lasts.
  if (path.out === null) path.other = { address: from.address, port: from.port };
  const isHello = bytes.length <= tokenBytes + 1;
  path.sight.came(!isHello ? null : bytes[tokenBytes] === helloUnheard[0] ? 'unheard' : 'heard');
  if (!isHello) toWindow(path, bytes.subarray(tokenBytes));
}

function toWindow(path: Path, bytes: Uint8Array): void {
  if (path.windowPort !== null) path.window.send(bytes, path.windowPort, loopback);
}

/** Every 200 ms: shows itself, and judges whether it is answered. */
function beat(path: Path, token: PathToken): void {
  const { sight, isSpare, out } = path;
  const turned = sight.beat(isSpare);
  sendOut(path, sight.isHearing() ? helloHeard : helloUnheard);
  if (turned !== null && out !== null) tell({ seen: token, isShut: turned === 'shut' });
}

function open({ open: token, to, isDoubted }: Extract<PathOrder, { open: PathToken }>): void {
  if (paths.has(token)) return;
  const window = newSocket('udp4');
  const out = to === null ? null : newSocket(isIPv6(to.host) ? 'udp6' : 'udp4');
  const path: Path = {
    ...{ token: Buffer.from(token, 'hex'), window, windowPort: null, out, hello: null, isSpare: false },
    sight: createPathSight(isDoubted),
    other: to === null ? null : { address: to.host, port: to.port },
  };
  paths.set(token, path);
  window.on('message', (bytes, from) => {
    if (from.address !== loopback) return;
    path.windowPort = from.port;
    if (path.isSpare) tell({ carry: token, bytes });
    else sendOut(path, bytes);
  });
  window.bind(0, loopback, () => {
    enlarge(window);
    tell({ opened: token, port: window.address().port });
  });
  out?.on('message', take);
  out?.bind(0, () => enlarge(out));
  path.hello = setInterval(() => beat(path, token), helloEveryMs);
}

function close(token: PathToken): void {
  const path = paths.get(token);
  if (path === undefined) return;
  paths.delete(token);
  if (path.hello !== null) clearInterval(path.hello);
  path.window.close();
  path.out?.close();
}

function turn(token: PathToken, isSpare: boolean): void {
  const path = paths.get(token);
  if (path !== undefined) path.isSpare = isSpare;
}

function carried(token: PathToken, bytes: Uint8Array): void {
  const path = paths.get(token);
  if (path !== undefined) toWindow(path, bytes);
}

function listen(at: HallAddress | null): void {
  common?.close();
  common = null;
  if (at === null) return;
  const socket = newSocket(isIPv6(at.host) ? 'udp6' : 'udp4');
  common = socket;
  socket.on('message', take);
  socket.on('error', (error) => tell({ deaf: error.message }));
  socket.bind({ port: at.port, address: at.host, exclusive: true }, () => enlarge(socket));
}

parentPort?.on('message', (order: PathOrder) => {
  if ('open' in order) open(order);
  else if ('close' in order) close(order.close);
  else if ('turn' in order) turn(order.turn, order.isSpare);
  else if ('carried' in order) carried(order.carried, order.bytes);
  else listen(order.listen);
});
