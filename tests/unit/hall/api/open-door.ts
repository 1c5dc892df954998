import { once } from 'node:events';
import { WebSocket } from 'ws';
import { hallCalls, type Answerers, type Verb } from '#contract/hall.ts';
import type { Lamp } from '#contract/papers.ts';
import { fault } from '#domain/faults.ts';
import { done, failed } from '#domain/outcome.ts';
import {
  createDoorPapers,
  startApi,
  type Api,
  type ApiOptions,
  type DoorPapers,
  type UplinkChannel,
} from '../../../../src/hall/api/index.ts';
import type { Log } from '../../../../src/hall/plumbing/index.ts';

export const quietLog: Log = { debug() {}, info() {}, warn() {}, error() {}, close: () => Promise.resolve() };
export const darkLamp: Lamp = { state: 'off', elapsedMs: 0, tracks: [], worst: null };

export type OpenDoor = Readonly<{
  api: Api;
  papers: DoorPapers;
  address: string;
  presence: (readonly [string, 'new' | 'back' | null])[];
  uplinks: UplinkChannel[];
  /** A socket that was opened; headers as given. */
  dial(headers?: Record<string, string>, place?: string): Promise<WebSocket>;
  /** A socket that said hello and was welcomed. */
  talkAs(ticket: string): Promise<WebSocket>;
  close(): Promise<void>;
}>;

/** A door whose verbs all refuse with `hearing.unknown`, but for those given. */
export async function openDoor(
  answerers: Partial<Answerers> = {},
  options: Partial<ApiOptions> = {},
): Promise<OpenDoor> {
  const refusals = Object.fromEntries(
    Object.keys(hallCalls).map((verb) => [verb, async () => failed(fault('hearing.unknown', {}))]),
  ) as Record<Verb, unknown> as Answerers;
  const papers =
    options.papers ?? createDoorPapers({ mac: (text) => `mac of ${text}`.replaceAll('.', '_'), nowMs: Date.now });
  const presence: [string, 'new' | 'back' | null][] = [];
  const uplinks: UplinkChannel[] = [];
  const started = await startApi({
    port: 0,
    papers,
    admit: (window) => done({ ...window, person: null }),
    answerers: { ...refusals, ...answerers },
    log: quietLog,
    checkOutgoing: true,
    openMedia: () => null,
    openUpload: async () => null,
    acceptUplink: (channel) => uplinks.push(channel),
    acceptPictures: (channel) => channel.end(),
    firstEvents: () => ({}),
    onPresence: (role, how) => presence.push([role, how]),
    ...options,
  });
  if (!started.ok) throw new Error('the door did not open');
  const api = started.value;
  const address = `ws://127.0.0.1:${api.port}`;
  async function dial(headers: Record<string, string> = {}, place = '/v1/talk'): Promise<WebSocket> {
    const socket = new WebSocket(`${address}${place}`, { headers });
    await once(socket, 'open');
    socket.on('error', () => {});
    return socket;
  }
  return {
    api,
    papers,
    address,
    presence,
    uplinks,
    dial,
    async talkAs(ticket) {
      const socket = await dial();
      socket.send(JSON.stringify({ hello: 1, ticket }));
      await nextFrame(socket);
      return socket;
    },
    close: () => api.close(),
  };
}

/** A frame as it came; the test asserts what is in it. */
type Frame = { id: number; ok: boolean; answer: { ticket: string }; fault: { key: string }; resume: string };

/** The next text frame, read as JSON. */
export async function nextFrame(socket: WebSocket): Promise<Frame> {
  const [bytes] = (await once(socket, 'message')) as [Buffer];
  return JSON.parse(bytes.toString('utf8')) as Frame;
}

/** Asks once and gives the answer's frame. */
export async function askOn(socket: WebSocket, verb: string, papers: unknown, id = 1): Promise<Frame> {
  const answer = nextFrame(socket);
  socket.send(JSON.stringify({ id, verb, papers }));
  return answer;
}

/** The code a socket was closed with. */
export async function closeCode(socket: WebSocket): Promise<number> {
  const [code] = (await once(socket, 'close')) as [number];
  return code;
}
