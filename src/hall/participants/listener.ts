import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { fault, type FaultKey } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { Log, Patience } from '../plumbing/index.ts';
import type { DoorCertificate } from './door-certificate.ts';
import { createGuests } from './guests.ts';
import { safeHeaders, type PageFiles } from './page-files.ts';

/** A description of 32 KiB in JSON, with room to spare. */
export const largestFrameBytes = 64 * 1024;
/** How long a browser may take: for TLS, for its headers, for a whole request, doing nothing between two, taking no byte of an answer. */
const limitMs = { handshake: 5000, headers: 5000, request: 10_000, idle: 5000, unread: 20_000 } as const;
const joinPath = '/v1/join';
const measurePath = /^[/]v1[/]measure[/](send|receive)$/;
/** A document comes in pieces that a slow line brings within the time of a request. */
export const largestPieceBytes = 1024 * 1024;
const httpPort = '443';

/** The HTTPS port for pages of participants. */
export type Listener = Readonly<{ close(): Promise<void> }>;

export type ListenerOrder = Readonly<{
  host: string;
  port: number;
  certificate: DoorCertificate;
  files: PageFiles;
  /** A page asks for its line; nothing is known of it but its address until `known` is called. */
  onPage(socket: WebSocket, address: string, known: () => void): void;
  /** P38: a page asks for a stream to be measured, to the hall (`send`) or from it. */
  onMeasure(socket: WebSocket, way: 'send' | 'receive', address: string): void;
  /** P36: answers whoever asks for a paper or brings one; false where the request is for something else. */
  onPaper(request: IncomingMessage, response: ServerResponse): boolean;
  onRefused(key: FaultKey, address: string, why: string): void;
  /** How this address has behaved: see patience.ts. */
  patience: Patience;
  log: Log;
}>;

/** The name or address in a host header, without port and brackets. */
function nameIn(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}

/** Serves the page and opens lines to it. Fails `participant.port-taken`. */
export async function listenForPages(order: ListenerOrder): Promise<Outcome<Listener>> {
  const { certificate, files, log, patience } = order;
  const isCourts = certificate.authority === null;
  const guests = createGuests({
    nowMs: () => performance.now(),
    onShutOut: (address) => order.onRefused('participant.flood', address, 'connections'),
  });
  const doorway = new WebSocketServer({ noServer: true, maxPayload: largestFrameBytes, perMessageDeflate: false });

  function refused(key: FaultKey, address: string, why: string): void {
    patience.refused(address);
    order.onRefused(key, address, why);
  }
  /** Why a request is not even looked at, with what HTTP calls that. */
  function objection(request: IncomingMessage): Readonly<{ status: number; key: FaultKey; why: string }> | null {
    const { headers, socket } = request;
    if (!guests.mayAsk(socket.remoteAddress ?? '')) return { status: 429, key: 'participant.flood', why: 'requests' };
    // A foreign name that leads here is the rebinding trick, and the name comes back in the policy of the page.
    if (!/^[\w.:[\]-]+$/.test(headers.host ?? '') || !certificate.isFor(nameIn(headers.host ?? '')))
      return { status: 421, key: 'participant.malformed', why: 'host' };
    const isBringing = request.method === 'PUT' && request.url?.startsWith('/v1/documents/') === true;
    const mostBytes = isBringing ? largestPieceBytes : 0;
    if (Number(headers['content-length'] ?? 0) > mostBytes || headers['transfer-encoding'] !== undefined)
      return { status: 413, key: 'participant.malformed', why: 'body' };
    return null;
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const address = request.socket.remoteAddress ?? '';
    const refuse = (status: number): void => {
      // What else comes on this connection is not worth reading.
      response
        .writeHead(status, { ...safeHeaders('invalid', isCourts), connection: 'close', 'content-length': '0' })
        .end();
    };
    const objected = objection(request);
    if (objected !== null) {
      refused(objected.key, address, objected.why);
      refuse(objected.status);
      return;
    }
    if (order.onPaper(request, response)) return;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      refused('participant.malformed', address, 'method');
      refuse(405);
      return;
    }
    const file = files.get((request.url ?? '').replace(/[?].*$/, ''));
    if (file === undefined) {
      // An icon that a browser asks for by itself is nobody's attack.
      if (request.url !== '/favicon.ico') refused('participant.malformed', address, 'address');
      refuse(404);
      return;
    }
    const isGzipTaken = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    const bytes = isGzipTaken ? file.gzipped : file.bytes;
    response.writeHead(200, {
      ...safeHeaders(request.headers.host ?? '', isCourts),
      'content-type': file.mime,
      ...(isGzipTaken && { 'content-encoding': 'gzip' }),
      vary: 'accept-encoding',
      'content-length': bytes.length,
    });
    response.end(request.method === 'HEAD' ? undefined : bytes);
  }

  const server = createServer(
    {
      ...certificate.papers(),
      minVersion: 'TLSv1.2',
      handshakeTimeout: limitMs.handshake,
      headersTimeout: limitMs.headers,
      requestTimeout: limitMs.request,
      keepAliveTimeout: limitMs.idle,
      connectionsCheckingInterval: 1000,
      maxHeaderSize: 8 * 1024,
    },
    answer,
  );
  server.maxRequestsPerSocket = 100;
  // A socket that became a line to a page is freed of this by ws, and is pinged instead.
  server.timeout = limitMs.unread;
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    socket.on('error', () => {});
    if (!patience.isTried(address)) {
      guests.add(socket);
      return;
    }
    order.onRefused('participant.flood', address, 'tries');
    socket.destroy();
  });
  server.on('upgrade', (request, socket: Duplex, head) => {
    socket.on('error', () => {});
    const address = request.socket.remoteAddress ?? '';
    const { host = '', origin } = request.headers;
    const objected = objection(request);
    const isOurPage = origin === `https://${host}` || origin === `https://${host.replace(`:${httpPort}`, '')}`;
    const way = measurePath.exec(request.url ?? '')?.[1] as 'send' | 'receive' | undefined;
    if (objected !== null || (request.url !== joinPath && way === undefined) || !isOurPage) {
      refused(objected?.key ?? 'participant.malformed', address, objected?.why ?? (isOurPage ? 'address' : 'origin'));
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    const { remotePort } = request.socket;
    doorway.handleUpgrade(request, socket, head, (opened) => {
      if (way === undefined) order.onPage(opened, address, () => guests.known({ address, remotePort }));
      else order.onMeasure(opened, way, address);
    });
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const address = 'remoteAddress' in socket ? String(socket.remoteAddress) : '';
    // A line that breaks is nobody's fault; what is too slow, too large or no HTTP is.
    if (error.code?.startsWith('HPE_') === true || error.code === 'ERR_HTTP_REQUEST_TIMEOUT')
      refused('participant.malformed', address, error.code);
    socket.destroy();
  });

  const isListening = await new Promise<boolean>((resolve) => {
    server.once('error', (error) => {
      log.error({ err: error }, 'room-port-taken');
      resolve(false);
    });
    server.listen(order.port, order.host, () => resolve(true));
  });
  if (!isListening) return failed(fault('participant.port-taken', { port: order.port }));
  server.on('error', (error) => log.error({ err: error }, 'room-listener-error'));
  log.info({ host: order.host, port: order.port }, 'room-listening');
  const stopFollowing = certificate.follow(() => server.setSecureContext(certificate.papers()));

  return done({
    close: () =>
      new Promise((resolve) => {
        stopFollowing();
        server.close(() => resolve());
        guests.closeAll();
      }),
  });
}
