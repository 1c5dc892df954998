import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { hallEvents, type Answerers, type HallEvents, type Verb } from '#contract/hall.ts';
import type { Asker, AtTheDoor, Role } from '#contract/call.ts';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { Log } from '../plumbing/index.ts';
import { uplinkChannel, type UplinkChannel } from './chunks.ts';
import { pictureChannel, type PictureChannel } from './pictures.ts';
import { serveMedia, type OpenMedia } from './media.ts';
import { mayKnock, type Admission, type DoorPapers } from './papers-at-the-door.ts';
import { talkWith } from './talk.ts';
import { takeUpload, type OpenUpload } from './upload.ts';

const largestTalkBytes = 256 * 1024;
const largestChunkBytes = 8 * 1024 * 1024;
/** A window this far behind does not read any more; it is cut off and comes back to the newest state. */
const mostUnsentBytes = 8 * 1024 * 1024;
/** Ten bad papers in ten seconds are clumsiness; each one more is answered a second late. */
const patience = { failures: 10, withinMs: 10_000, delayMs: 1000 } as const;
const mostSockets = 128;
const headersLimitMs = 10_000;
/** A large exhibit on a disk that the record keeps busy. */
const uploadLimitMs = 5 * 60_000;
/** Answered below the page: of a window by Chromium's network helper, of the shell by Electron's own main thread. */
const pingEveryMs = 400;

export type Api = Readonly<{
  port: number;
  /** Tells every window, or those of one role; safe to lose. */
  publish<Name extends keyof HallEvents>(event: Name, body: HallEvents[Name], to?: Role): void;
  isConnected(role: Role): boolean;
  /** When the newest answer to a ping came from any process of these roles, in ms of `performance.now`; null: none is there. */
  heardMs(roles: readonly Role[]): number | null;
  close(): Promise<void>;
}>;

export type ApiOptions = Readonly<{
  /** 0 for any free port. */
  port: number;
  papers: DoorPapers;
  /** Who asks at this window, or why they may not ask this. */
  admit(window: AtTheDoor, verb: Verb): Outcome<Asker>;
  answerers: Answerers;
  log: Log;
  checkOutgoing: boolean;
  openMedia: OpenMedia;
  openUpload: OpenUpload;
  acceptUplink(channel: UplinkChannel): void;
  acceptPictures(channel: PictureChannel): void;
  /** What a window is sent right after its welcome. */
  firstEvents(role: Role): Partial<HallEvents>;
  /** The first window of a role came, or (null) the last one went. */
  onPresence(role: Role, how: Admission['how'] | null): void;
}>;

/** Listens; fails with `api.hall-unreachable` when the port cannot be had. */
export async function startApi(options: ApiOptions): Promise<Outcome<Api>> {
  const { log, papers, admit, answerers, checkOutgoing } = options;
  const present = new Map<WebSocket, Role>();
  const heard = new WeakMap<WebSocket, number>();
  const failures: number[] = [];
  let port = options.port;
  let isClosing = false;

  const isConnected = (role: Role): boolean => [...present.values()].includes(role);
  const eventText = <Name extends keyof HallEvents>(event: Name, body: HallEvents[Name]): string => {
    if (checkOutgoing) hallEvents[event].parse(body);
    return JSON.stringify({ event, body });
  };
  const sendTo = (socket: WebSocket, text: string): void => {
    if (socket.bufferedAmount > mostUnsentBytes) socket.terminate();
    else socket.send(text, () => {});
  };

  /** Two recorders, call windows or sound paths would both open the devices: the one that came last is the one that lives. */
  function dismissOthers(only: Role): void {
    for (const [other, role] of present) {
      if (role !== only) continue;
      present.delete(other);
      other.terminate();
      options.onPresence(only, null);
    }
  }

  function welcome({ role, how }: Admission, socket: WebSocket): () => void {
    if (role === 'recorder' || role === 'call' || role === 'sound-path') dismissOthers(role);
    const isFirst = !isConnected(role);
    present.set(socket, role);
    const hear = (): void => void heard.set(socket, performance.now());
    hear();
    socket.on('pong', hear);
    log.info({ role, how }, 'api.window-came');
    if (isFirst) options.onPresence(role, how);
    for (const [event, body] of Object.entries(options.firstEvents(role)))
      sendTo(socket, eventText(event as 'state.changed', body as HallEvents['state.changed']));
    return () => {
      if (!present.delete(socket)) return;
      log.info({ role }, 'api.window-went');
      if (!isConnected(role) && !isClosing) options.onPresence(role, null);
    };
  }

  function refusalDelayMs(): number {
    const now = performance.now();
    while (failures[0] !== undefined && failures[0] < now - patience.withinMs) failures.shift();
    failures.push(now);
    if (failures.length > 1000) failures.shift();
    log.warn({ lately: failures.length }, 'api.papers-refused');
    return failures.length > patience.failures ? patience.delayMs : 0;
  }

  const talk = new WebSocketServer({ noServer: true, maxPayload: largestTalkBytes, perMessageDeflate: false });
  const chunks = new WebSocketServer({ noServer: true, maxPayload: largestChunkBytes, perMessageDeflate: false });
  const pictures = new WebSocketServer({ noServer: true, maxPayload: largestChunkBytes, perMessageDeflate: false });
  const doors: Readonly<Record<string, WebSocketServer>> = {
    '/v1/talk': talk,
    '/v1/chunks': chunks,
    '/v1/pictures': pictures,
  };
  const sockets = (): readonly WebSocket[] => Object.values(doors).flatMap((door) => [...door.clients]);
  const timeouts = { headersTimeout: headersLimitMs, requestTimeout: uploadLimitMs } as const;
  const server = createServer({ maxHeaderSize: 16 * 1024, ...timeouts }, (request, response) => {
    if (!mayKnock(request.headers, port)) response.writeHead(403, { connection: 'close' }).end();
    else
      (request.url?.startsWith('/v1/exhibits/') === true
        ? takeUpload(request, response, options.openUpload)
        : serveMedia(request, response, options.openMedia)
      ).catch((bug: unknown) => {
        log.error({ err: bug }, 'api.media-threw');
        response.destroy();
      });
  });
  server.on('clientError', (_error, socket: Duplex) => socket.destroy());
  server.on('upgrade', (request, socket: Duplex, head) => {
    socket.on('error', () => {});
    const isFull = sockets().length >= mostSockets;
    const door = doors[request.url ?? ''];
    if (door === undefined || isFull || isClosing || !mayKnock(request.headers, port)) {
      socket.end(
        `HTTP/1.1 ${door === undefined ? '404 Not Found' : isFull ? '503 Service Unavailable' : '403 Forbidden'}\r\nConnection: close\r\n\r\n`,
      );
      return;
    }
    door.handleUpgrade(request, socket, head, (opened) => {
      if (door === talk) talkWith(opened, { papers, admit, answerers, log, checkOutgoing, welcome, refusalDelayMs });
      else if (door === pictures) options.acceptPictures(pictureChannel(opened));
      else options.acceptUplink(uplinkChannel(opened));
    });
  });

  const isListening = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(options.port, '127.0.0.1', () => resolve(true));
  });
  if (!isListening) return failed(fault('api.hall-unreachable', {}));
  server.on('error', (error) => log.error({ err: error }, 'api.server-error'));
  port = (server.address() as AddressInfo).port;

  const pinging = setInterval(() => {
    for (const socket of present.keys()) socket.ping(() => {});
  }, pingEveryMs).unref();

  return done({
    port,
    publish(event, body, to) {
      const text = eventText(event, body);
      for (const [socket, role] of present) if (to === undefined || role === to) sendTo(socket, text);
    },
    isConnected,
    heardMs(asked) {
      const newest = [...present].filter(([, role]) => asked.includes(role)).map(([socket]) => heard.get(socket) ?? 0);
      return newest.length === 0 ? null : Math.max(...newest);
    },
    async close() {
      isClosing = true;
      clearInterval(pinging);
      for (const socket of sockets()) socket.close(1001, 'hall closes');
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      // A window that does not answer the farewell is not waited for.
      const farewell = setTimeout(() => sockets().forEach((socket) => socket.terminate()), 500);
      await closed;
      clearTimeout(farewell);
    },
  });
}
