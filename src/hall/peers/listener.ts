import { X509Certificate } from 'node:crypto';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext, createServer as createTlsServer, TLSSocket } from 'node:tls';
import { WebSocketServer, type WebSocket } from 'ws';
import { fault, type FaultKey } from '#domain/faults.ts';
import type { HallPeerId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { probeWays, type ProbeWay } from '#domain/peers/bandwidth.ts';
import { pinsOf } from '#domain/peers/paired-hall.ts';
import { createPatience, type Log } from '../plumbing/index.ts';
import { isInDate, peerIdOf } from './certificate.ts';
import { largestFrameBytes } from './link.ts';
import type { OwnKeys } from './own-keys.ts';
import type { PairedHalls } from './paired-halls.ts';
import { createStrangers } from './strangers.ts';

/** The one byte before the TLS of a hall that wants to be paired. A TLS record never begins with it. */
export const pairingMark = 0x50;
const handshakeLimitMs = 3000;
const brokenLine = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

const streamPath = /^\/v1\/(train\/([a-z]+)|exhibit|media)\/([0-9a-f]{32})$/;

/** The port for other halls. */
export type Listener = Readonly<{
  /** Takes a changed list of paired halls into force for the next handshake. */
  refresh(): void;
  close(): Promise<void>;
}>;

export type ListenerOrder = Readonly<{
  host: string;
  port: number;
  ownKeys: Pick<OwnKeys, 'newest' | 'of'>;
  paired: Pick<PairedHalls, 'all' | 'byKey'>;
  /** Strangers are heard only while a code is shown. */
  isInviting(): boolean;
  /** `keyId`: by which of its keys it came. */
  onLink(socket: WebSocket, peerId: HallPeerId, keyId: HallPeerId): void;
  /** A connection beside the link, for measuring; `token` says for which probe. */
  onStream(socket: WebSocket, peerId: HallPeerId, token: string, way: ProbeWay): void;
  /** A connection beside the link, for an exhibit; `token` says for which try. */
  onExhibit(socket: WebSocket, peerId: HallPeerId, token: string): void;
  /** A connection beside the link, for a call's datagrams where UDP is shut; `token` says for which epoch. */
  onMedia(socket: WebSocket, peerId: HallPeerId, token: string): void;
  onJoiner(socket: TLSSocket): void;
  /** Somebody at the door was turned away, by this fault. */
  onRefused(key: FaultKey, address: string, why: string): void;
  log: Log;
}>;

/**
 * Listens for other halls. Paired ones come in by mutual TLS 1.3 with their pinned key before a byte of HTTP is read;
 * everybody else is refused with LNK-105 as soon as the handshake is done. Fails `peer.port-taken`.
 */
export async function listenForHalls(order: ListenerOrder): Promise<Outcome<Listener>> {
  const { ownKeys, paired, log } = order;
  const patience = createPatience(() => performance.now());
  const strangers = createStrangers((address, why) => order.onRefused('peer.not-paired', address, why));
  const sockets = new Set<Socket>();
  const papers = ({ key, certificate } = ownKeys.newest()) => ({
    key,
    cert: certificate,
    minVersion: 'TLSv1.3' as const,
    ca: paired.all().flatMap(pinsOf),
  });
  const refused = (address: string | undefined, why: string): void => {
    patience.refused(address ?? '');
    order.onRefused('peer.not-paired', address ?? '', why);
  };

  const opening = { noServer: true, maxPayload: largestFrameBytes, perMessageDeflate: false } as const;
  // A link counts pings before it answers them.
  const linkDoorway = new WebSocketServer({ ...opening, autoPong: false });
  const streamDoorway = new WebSocketServer(opening);
  /** A paired hall that has not asked for its link yet. Node's own limits hold for a server that listens itself, which this one does not. */
  const unasked = new WeakMap<Duplex, NodeJS.Timeout>();
  const links = createHttpsServer(
    {
      ...papers(),
      requestCert: true,
      // Refused below, as soon as the handshake is done.
      rejectUnauthorized: false,
      // A hall that has not heard of our newest key asks for the one that it knows.
      SNICallback(keyId, answer) {
        const known = ownKeys.of(keyId as HallPeerId);
        answer(null, known && createSecureContext(papers(known)));
      },
      handshakeTimeout: handshakeLimitMs,
      maxHeaderSize: 8 * 1024,
    },
    (request, response) => {
      order.onRefused('peer.malformed', request.socket.remoteAddress ?? '', 'no link is asked for');
      response.writeHead(404, { connection: 'close' }).end();
    },
  );
  links.on('upgrade', (request, socket: Duplex, head) => {
    const isAuthorized = socket instanceof TLSSocket && socket.authorized;
    const certificate = isAuthorized ? socket.getPeerX509Certificate() : undefined;
    const keyId = certificate === undefined ? null : peerIdOf(certificate);
    const known = keyId === null ? undefined : paired.byKey(keyId)?.hall;
    const [, kind, wayName, token] = streamPath.exec(request.url ?? '') ?? [];
    const way = probeWays.find((each) => each === wayName);
    const isStream = token !== undefined && (way !== undefined || kind === 'exhibit' || kind === 'media');
    if (keyId === null || known === undefined || (request.url !== '/v1/link' && !isStream)) {
      refused(request.socket.remoteAddress, 'pin');
      socket.destroy();
      return;
    }
    clearTimeout(unasked.get(socket));
    if (isStream)
      streamDoorway.handleUpgrade(request, socket, head, (opened) => {
        if (way !== undefined) order.onStream(opened, known.id, token, way);
        else if (kind === 'media') order.onMedia(opened, known.id, token);
        else order.onExhibit(opened, known.id, token);
      });
    else linkDoorway.handleUpgrade(request, socket, head, (opened) => order.onLink(opened, known.id, keyId));
  });
  // Before HTTP looks at the connection: who is not authorized ends here. Node would end him as well, but tells of it only
  // when his address is gone, and whoever tries again and again must be known by it.
  links.prependListener('secureConnection', (socket) => {
    if (socket.authorized && !socket.isSessionReused()) {
      strangers.proved(socket, 'known');
      patience.welcomed(socket.remoteAddress ?? '');
      const limit = setTimeout(() => {
        order.onRefused('peer.malformed', socket.remoteAddress ?? '', 'nothing is asked for');
        socket.destroy();
      }, handshakeLimitMs);
      unasked.set(socket, limit);
      socket.once('close', () => clearTimeout(limit));
      return;
    }
    // Node sets a word here, whatever its types say.
    const distrust = socket.authorizationError as unknown as string | null;
    // A session that is taken up again skips the certificate, and so whether it is still trusted and in date.
    refused(socket.remoteAddress, socket.isSessionReused() ? 'old session' : (distrust ?? 'not authorized'));
    socket.destroy();
  });
  links.on('tlsClientError', (error, socket) => {
    const { code } = error as NodeJS.ErrnoException;
    // Handshakes that were broken off or took too long are what a bad line and overlapping dials leave: no refusal.
    if (code?.startsWith('ERR_SSL') === true) refused(socket.remoteAddress, code);
  });
  links.on('clientError', ({ code }: NodeJS.ErrnoException, socket: Duplex) => {
    // Of what a paired hall does wrong here only a line that breaks is nobody's fault; handshakes were told above.
    if (socket instanceof TLSSocket && socket.authorized && code !== undefined && !brokenLine.has(code))
      order.onRefused('peer.malformed', socket.remoteAddress ?? '', code);
    socket.destroy();
  });

  // Two halls that pair have no certificate of each other yet: here the code proves who it is (pairing.ts), not TLS.
  const pairing = createTlsServer(
    { ...papers(), requestCert: true, rejectUnauthorized: false, handshakeTimeout: handshakeLimitMs },
    (socket) => {
      socket.on('error', () => {});
      strangers.proved(socket, 'joiner');
      if (order.isInviting()) order.onJoiner(socket);
      else turnedAway(socket);
    },
  );
  pairing.on('tlsClientError', (error, socket) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code?.startsWith('ERR_SSL') === true) refused(socket.remoteAddress, code);
    socket.destroy();
  });
  const turnedAway = (joiner: Socket): void => {
    order.onRefused('peer.code-dead', joiner.remoteAddress ?? '', 'no code is shown');
    joiner.destroy();
  };

  function sort(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    socket.on('error', () => {});
    if (patience.isTried(address)) {
      socket.destroy();
      return;
    }
    strangers.add(socket);
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.once('close', () => sockets.delete(socket));
    socket.once('data', (first: Buffer) => {
      socket.pause();
      const isJoiner = first[0] === pairingMark;
      if (isJoiner && !order.isInviting()) {
        turnedAway(socket);
        return;
      }
      // What was read is put back, so that TLS sees its own first byte.
      const rest = isJoiner ? first.subarray(1) : first;
      if (rest.length > 0) socket.unshift(rest);
      (isJoiner ? pairing : links).emit('connection', socket);
    });
  }

  const server = createServer({ noDelay: true }, sort);
  const isListening = await new Promise<boolean>((resolve) => {
    server.once('error', (error) => {
      log.error({ err: error }, 'peer-port-taken');
      resolve(false);
    });
    server.listen(order.port, order.host, () => resolve(true));
  });
  if (!isListening) return failed(fault('peer.port-taken', { port: order.port }));
  server.on('error', (error) => log.error({ err: error }, 'peer-listener-error'));
  log.info({ host: order.host, port: order.port }, 'peers-listening');

  return done({
    refresh() {
      links.setSecureContext(papers());
      pairing.setSecureContext(papers());
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  });
}

/** The id behind a TLS socket, by its certificate; null without one, and for one that is not yet or no longer good. */
export function peerIdOfSocket(
  socket: TLSSocket,
  nowMs: number,
): Readonly<{ id: HallPeerId; certificate: string }> | null {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return null;
  if (!isInDate(certificate, nowMs)) return null;
  return { id: peerIdOf(certificate), certificate: new X509Certificate(certificate.raw).toString() };
}
