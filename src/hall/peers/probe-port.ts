import { createSocket, type RemoteInfo } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import type { HallAddress } from '#domain/peers/paired-hall.ts';
import type { Log } from '../plumbing/index.ts';
import { readDatagram, writeDatagram, type ProbeDatagram } from './probe-datagram.ts';

/** So much waits in the system while this process does not look, bytes; it may give less. */
const receiveBufferBytes = 1024 * 1024;
const mostTries = 4;
const betweenTriesMs = 50;

/** The UDP socket of one probe. */
export type ProbePort = Readonly<{
  /** Dropped where nobody is known to be there yet: a datagram may always be lost. */
  send(datagram: ProbeDatagram): void;
  close(): void;
}>;

export type ProbePortOrder = Readonly<{
  token: Buffer;
  /** Only datagrams that carry the token; all others are dropped without an answer. */
  onDatagram(datagram: ProbeDatagram): void;
  log: Log;
}>;

/**
 * The dialled hall's side: the port of other halls, UDP this time. Echoes are answered here. Who is at the other end is
 * learned from the first datagram with the token, because a router in between may have changed the address. Null when
 * the port is taken.
 */
export async function listenForProbe({ host, port }: HallAddress, order: ProbePortOrder): Promise<ProbePort | null> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  let other: RemoteInfo | null = null;
  const answer = (datagram: ProbeDatagram): void => {
    if (other !== null) socket.send(writeDatagram(order.token, datagram), other.port, other.address, () => {});
  };
  socket.on('message', (bytes, from) => {
    const datagram = readDatagram(order.token, bytes);
    if (datagram === null) return;
    other ??= from;
    if (from.port !== other.port || from.address !== other.address) return;
    if (datagram.kind === 'echo') answer({ ...datagram, kind: 'echoed' });
    else order.onDatagram(datagram);
  });
  let isOpen = false;
  // The way of a call that ended this moment may still hold the port.
  for (let tries = 0; !isOpen && tries < mostTries; tries += 1) {
    if (tries > 0) await new Promise((resolve) => setTimeout(resolve, betweenTriesMs));
    isOpen = await new Promise<boolean>((resolve) => {
      socket.removeAllListeners('error');
      socket.once('error', (error) => {
        order.log.warn({ err: error, port }, 'probe-port-taken');
        resolve(false);
      });
      socket.bind({ port, address: host, exclusive: true }, () => resolve(true));
    });
  }
  return isOpen ? { send: answer, close: settle(socket) } : null;
}

/** The dialling hall's side: from any port to the other hall's. Null when the other hall's address is not found. */
export async function dialProbe({ host, port }: HallAddress, order: ProbePortOrder): Promise<ProbePort | null> {
  const found = await lookup(host).catch(() => null);
  if (found === null) return null;
  const socket = createSocket(found.family === 6 ? 'udp6' : 'udp4');
  socket.on('message', (bytes) => {
    const datagram = readDatagram(order.token, bytes);
    if (datagram !== null) order.onDatagram(datagram);
  });
  const isOpen = await new Promise<boolean>((resolve) => {
    socket.once('error', () => resolve(false));
    socket.connect(port, found.address, () => resolve(true));
  });
  if (!isOpen) return null;
  // A path that says "nobody there" is one where no echo comes back: that is judged by the echoes.
  return { send: (datagram) => socket.send(writeDatagram(order.token, datagram), () => {}), close: settle(socket) };
}

/** Ready for trains; gives what closes it, once. */
function settle(socket: ReturnType<typeof createSocket>): () => void {
  socket.removeAllListeners('error');
  socket.on('error', () => {});
  try {
    socket.setRecvBufferSize(receiveBufferBytes);
  } catch {
    // The system's own size will do.
  }
  let isClosed = false;
  return () => {
    if (!isClosed) socket.close();
    isClosed = true;
  };
}
