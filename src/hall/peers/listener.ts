import { X509Certificate } from 'node:crypto';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { WebSocketServer, type WebSocket } from 'ws';
import { fault, faultCode } from '#domain/faults.ts';
import type { HallPeerId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { probeWays, type ProbeWay } from '#domain/peers/bandwidth.ts';
import type { PairedHall } from '#domain/peers/paired-hall.ts';
import type { Log } from '../plumbing/index.ts';
import { peerIdOf } from './certificate.ts';
import type { Identity } from './identity.ts';
import { largestFrameBytes } from './link.ts';
import { createPatience } from './patience.ts';

/** The one byte before the TLS of a hall that wants to be paired. A TLS record never begins with it. */
export const pairingMark = 0x50;
const handshakeLimitMs = 3000;
/** Connections that have not yet proved who they are; more are closed unread. */
const mostStrangers = 64;

const streamPath = /^\/v1\/train\/([a-z]+)\/([0-9a-f]{32})$/;

/** The port for other halls. */
export type Listener = Readonly<{
  /** Takes a changed list of paired halls into force for the next handshake. */
  refresh(): void;
  close(): Promise<void>;
}>;

export type ListenerOrder = Readonly<{
  host: string;
  port: number;
  identity: Identity;
  paired(): readonly PairedHall[];
  /** Strangers are heard only while a code is shown. */
  isInviting(): boolean;
  onLink(socket: WebSocket, peerId: HallPeerId): void;
  /** A connection beside the link, for measuring; `token` says for which probe. */
  onStream(socket: WebSocket, peerId: HallPeerId, token: string, way: ProbeWay): void;
  onJoiner(socket: TLSSocket): void;
  log: Log;
}>;

/**
 * Listens for other halls. Paired ones come in by mutual TLS 1.3 with their pinned key before a byte of HTTP is read;
 * everybody else is refused in the handshake with LNK-105. Fails `peer.port-taken`.
 */
export async function listenForHalls(order: ListenerOrder): Promise<Outcome<Listener>> {
  const { identity, log } = order;
  const patience = createPatience(() => performance.now());
  const strangers = new Set<Socket>();
  const sockets = new Set<Socket>();
  const papers = () => ({
    key: identity.key,
    cert: identity.certificate,
    minVersion: 'TLSv1.3' as const,
    ca: order.paired().map(({ certificate }) => certificate),
  });
  const refused = (address: string | undefined, why: string): void => {
    patience.refused(address ?? '');
    log.warn({ code: faultCode('peer.not-paired'), address, why }, 'peer-refused');
  };

  const doorway = new WebSocketServer({ noServer: true, maxPayload: largestFrameBytes, perMessageDeflate: false });
  const links = createHttpsServer(
    {
      ...papers(),
      requestCert: true,
      rejectUnauthorized: true,
      handshakeTimeout: handshakeLimitMs,
      requestTimeout: handshakeLimitMs,
      maxHeaderSize: 8 * 1024,
    },
    (_request, response) => response.writeHead(404).end(),
  );
  links.on('upgrade', (request, socket: Duplex, head) => {
    const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
    const peerId = certificate === undefined ? null : peerIdOf(certificate);
    const known = order.paired().find(({ id }) => id === peerId);
    const [, wayName, token] = streamPath.exec(request.url ?? '') ?? [];
    const way = probeWays.find((each) => each === wayName);
    const isStream = way !== undefined && token !== undefined;
    if (known === undefined || (request.url !== '/v1/link' && !isStream)) {
      refused(request.socket.remoteAddress, 'pin');
      socket.destroy();
      return;
    }
    doorway.handleUpgrade(request, socket, head, (opened) => {
      if (isStream) order.onStream(opened, known.id, token, way);
      else order.onLink(opened, known.id);
    });
  });
  links.on('tlsClientError', (error, socket) => {
    const { code } = error as NodeJS.ErrnoException;
    // Node sets a word here, whatever its types say.
    const distrust = socket.authorizationError as unknown as string | null | undefined;
    // Handshakes that were broken off or took too long are what a bad line and overlapping dials leave: no refusal.
    const why = distrust ?? (code?.startsWith('ERR_SSL') === true ? code : null);
    if (why !== null) refused(socket.remoteAddress, why);
  });
  links.on('secureConnection', (socket) => settled(socket));
  links.on('clientError', (_error, socket: Duplex) => socket.destroy());

  // Two halls that pair have no certificate of each other yet: here the code proves who it is (pairing.ts), not TLS.
  const pairing = createTlsServer(
    { ...papers(), requestCert: true, rejectUnauthorized: false, handshakeTimeout: handshakeLimitMs },
    (socket) => {
      socket.on('error', () => {});
      if (order.isInviting()) order.onJoiner(socket);
      else socket.destroy();
    },
  );
  pairing.on('tlsClientError', (_error, socket) => socket.destroy());

  /** TLS stands; the bytes below belong to a hall that has proved its key. */
  function settled(socket: TLSSocket): void {
    const below = [...strangers].find(
      (each) => each.remotePort === socket.remotePort && each.remoteAddress === socket.remoteAddress,
    );
    if (below !== undefined) strangers.delete(below);
  }

  function sort(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    socket.on('error', () => {});
    if (strangers.size >= mostStrangers || patience.isTried(address)) {
      socket.destroy();
      return;
    }
    strangers.add(socket);
    sockets.add(socket);
    socket.setNoDelay(true);
    const limit = setTimeout(() => socket.destroy(), handshakeLimitMs);
    socket.once('close', () => {
      clearTimeout(limit);
      strangers.delete(socket);
      sockets.delete(socket);
    });
    socket.once('data', (first: Buffer) => {
      clearTimeout(limit);
      socket.pause();
      const isJoiner = first[0] === pairingMark;
      if (isJoiner && !order.isInviting()) {
        socket.destroy();
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
    refresh: () => links.setSecureContext(papers()),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  });
}

/** The id behind a TLS socket, by its certificate; null without one. */
export function peerIdOfSocket(socket: TLSSocket): Readonly<{ id: HallPeerId; certificate: string }> | null {
  const certificate = socket.getPeerX509Certificate();
  return certificate === undefined
    ? null
    : { id: peerIdOf(certificate), certificate: new X509Certificate(certificate.raw).toString() };
}
