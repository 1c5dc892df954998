import { createHash } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { CallId, HallPeerId } from '#domain/ids.ts';
import { createMediaPaths, type MediaPaths } from '../../../../src/hall/peers/media-paths.ts';
import { freePort } from '../../../flow/hall-pair.ts';
import { quietLog } from '../api/open-door.ts';

/* Real threads and real datagrams over the loopback; `window` stands for Chromium's socket. */

const host = '127.0.0.1';
const at = { callId: '0b0e7a43-6f0e-4d3c-9a53-0c3a5c1f9d11' as CallId, epoch: 1 };
const token = createHash('sha256').update(`path|${at.callId}|1`).digest().subarray(0, 8);

const halls: MediaPaths[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close();
  await Promise.all(halls.splice(0).map((hall) => hall.close()));
});

function hall(listenPort: number | null): MediaPaths {
  const paths = createMediaPaths({
    listen: listenPort === null ? null : { host, port: listenPort },
    isUp: () => true,
    // Nobody here is dialled; the way over a stream is tried between two services (flow/spare-way).
    dialStream: async () => null,
    log: quietLog,
  });
  halls.push(paths);
  return paths;
}
type Ear = Readonly<{
  socket: Socket;
  heard: string[];
  from: number[];
  send(text: string | Buffer, port: number): void;
}>;
async function ear(): Promise<Ear> {
  const socket = createSocket('udp4');
  sockets.push(socket);
  const [heard, from]: [string[], number[]] = [[], []];
  socket.on('message', (bytes, { port }) => {
    heard.push(bytes.toString());
    from.push(port);
  });
  await new Promise<void>((resolve) => socket.bind(0, host, resolve));
  return { socket, heard, from, send: (text, port) => socket.send(text, port, host) };
}
const other = (to: number | null) => ({
  id: '1'.repeat(64) as HallPeerId,
  address: to === null ? null : { host, port: to },
});
const opened = (paths: MediaPaths, to: number | null): Promise<number> =>
  new Promise((resolve) => void paths.open(at, other(to), { opened: resolve, turned() {} }));
async function until(holds: () => boolean): Promise<void> {
  for (let waitedMs = 0; !holds(); waitedMs += 5) {
    if (waitedMs > 3000) throw new Error('waited 3 s in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));

describe('a way through two services', () => {
  test('hands on what one window says to the other one, both ways', async () => {
    const port = await freePort();
    const [dialled, dialling] = [hall(port), hall(null)];
    const [near, far] = [await ear(), await ear()];
    const nearPort = await opened(dialled, null);
    const farPort = await opened(dialling, port);
    far.send('from far', farPort);
    near.send('too early is lost', nearPort);
    await until(() => {
      near.send('from near', nearPort);
      far.send('from far', farPort);
      return near.heard.includes('from far') && far.heard.includes('from near');
    });
    expect(new Set(near.from)).toEqual(new Set([nearPort]));
    expect(new Set(far.from)).toEqual(new Set([farPort]));
  });

  test('is known to the hall that is dialled before the other window has said a word', async () => {
    const port = await freePort();
    const [dialled, dialling] = [hall(port), hall(null)];
    const [near, far] = [await ear(), await ear()];
    const nearPort = await opened(dialled, null);
    const farPort = await opened(dialling, port);
    // The far window was heard by its own service only, and is silent from now on: its service shows itself.
    far.send('', farPort);
    await new Promise((resolve) => setTimeout(resolve, 400));
    near.send('are you there?', nearPort);
    await until(() => far.heard.includes('are you there?'));
    expect(near.heard).toEqual([]);
  });
});

describe('the hall that is dialled', () => {
  test('follows the other one to its new address, and hears nobody without the token', async () => {
    const port = await freePort();
    const paths = hall(port);
    const window = await ear();
    const windowPort = await opened(paths, null);
    const [before, after, stranger] = [await ear(), await ear(), await ear()];
    const say = (who: Ear, text: string, label: Buffer = token): void =>
      who.send(Buffer.concat([label, Buffer.from(text)]), port);
    window.send('', windowPort);
    await settled();
    say(before, 'one');
    await until(() => window.heard.includes('one'));
    window.send('to the first', windowPort);
    await until(() => before.heard.includes(`${token.toString()}to the first`));

    say(stranger, 'lie', Buffer.alloc(8, 7));
    stranger.send('short', port);
    say(after, 'two');
    await until(() => window.heard.includes('two'));
    window.send('to the second', windowPort);
    await until(() => after.heard.includes(`${token.toString()}to the second`));
    expect(window.heard).toEqual(['one', 'two']);
    expect(stranger.heard).toEqual([]);
  });

  test('gives its port free with the last path, and takes it again with the next', async () => {
    const port = await freePort();
    const paths = hall(port);
    const isFree = async (): Promise<boolean> => {
      const socket = createSocket('udp4');
      const free = await new Promise<boolean>((resolve) => {
        socket.once('error', () => resolve(false));
        socket.bind({ port, address: host, exclusive: true }, () => resolve(true));
      });
      socket.close();
      return free;
    };
    let close = (): void => {};
    await new Promise<void>((resolve) => {
      close = paths.open(at, other(null), { opened: () => resolve(), turned() {} });
    });
    expect(await isFree()).toBe(false);
    close();
    await settled();
    expect(await isFree()).toBe(true);
    await opened(paths, null);
    expect(await isFree()).toBe(false);
  });
});

describe('a stream that was dialled', () => {
  const streamName = createHash('sha256').update(`stream|${at.callId}|1`).digest('hex').slice(0, 32);
  const [its, anothers] = [other(null).id, '2'.repeat(64) as HallPeerId];

  /** Both ends of a connection, of which `near` is handed over. */
  async function connected(): Promise<Readonly<{ near: WebSocket; far: WebSocket; end(): void }>> {
    const server = new WebSocketServer({ port: 0, host });
    await once(server, 'listening');
    const arrival = once(server, 'connection') as Promise<[WebSocket]>;
    const far = new WebSocket(`ws://${host}:${String((server.address() as AddressInfo).port)}`);
    const [[near]] = await Promise.all([arrival, once(far, 'open')]);
    const end = (): void => {
      far.terminate();
      server.close();
    };
    return { near, far, end };
  }

  test.each([
    ['by another paired hall that knows its name', anothers, streamName],
    ['by the right hall under no name that is known here', its, 'f'.repeat(32)],
  ])('%s is ended and changes nothing', async (_, from, name) => {
    const turns: string[] = [];
    const paths = hall(await freePort());
    await new Promise<void>((resolve) => {
      paths.open(at, other(null), { opened: () => resolve(), turned: (way) => turns.push(way) });
    });
    const { near, far, end } = await connected();
    paths.stream(near, from, name);
    await once(far, 'close');
    expect(turns).toEqual([]);
    end();
  });

  test('by the right hall carries from its first word on, and what comes back goes there too', async () => {
    const turns: string[] = [];
    const paths = hall(await freePort());
    const window = await ear();
    const windowPort = await new Promise<number>((resolve) => {
      paths.open(at, other(null), { opened: resolve, turned: (way) => turns.push(way) });
    });
    window.send('', windowPort);
    const { near, far, end } = await connected();
    const heard: string[] = [];
    far.on('message', (bytes: Buffer, isBinary) => isBinary && heard.push(bytes.toString()));
    paths.stream(near, its, streamName);
    window.send('too early', windowPort);
    await settled();
    expect([heard, turns]).toEqual([[], []]);
    far.send('begin');
    await until(() => turns.length === 1);
    far.send(Buffer.from('from far'));
    await until(() => window.heard.includes('from far'));
    window.send('from near', windowPort);
    await until(() => heard.includes('from near'));
    end();
    await until(() => turns.join(' ') === 'spare straight');
  });
});
