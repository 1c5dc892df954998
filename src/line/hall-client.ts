import {
  hallCalls,
  type Answer,
  type HallEvents,
  type Papers,
  type TalkAnswer,
  type TalkEvent,
  type TalkWelcome,
  type Verb,
} from '#contract/hall.ts';
import type { ShellDoor } from '#contract/shell.ts';
import { fault, type Fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';

/** As much of a browser's WebSocket as is used here; `ws` in Node has the same shape. */
export type Socket = {
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (message: { data: unknown }) => void): void;
  send(text: string): void;
  close(): void;
};
export type SocketClass = new (address: string) => Socket;

/** A window's (or the shell's) line to the hall service. Nothing here ever throws. */
export type HallClient = Readonly<{
  /** One verb. Faults: whatever the hall refuses, `api.timed-out` after the verb's limit, `api.hall-unreachable` without a line. */
  ask<V extends Verb>(verb: V, papers: Papers<V>): Promise<Outcome<Answer<V>>>;
  /** Hears an event; the newest state is sent by the hall right after every connect. Returns the way to stop. */
  on<Name extends keyof HallEvents>(event: Name, listener: (body: HallEvents[Name]) => void): () => void;
  /** Told at once how things stand, then at every change. Returns the way to stop. */
  onConnection(listener: (isConnected: boolean) => void): () => void;
  /** Where the line leads, or led last; empty before the first. After its restart the hall may be elsewhere. */
  address(): string;
  close(): void;
}>;

const backOffMs = [200, 400, 700, 1000] as const;
/** The hall sends its state every second; this much silence means that it hangs, and a lamp must not stay lit on old news. */
const longestSilenceMs = 5000;
const openLimitMs = 3000;
/** A page whose script stood still comes to its timers first: what the hall said meanwhile is given this long to be heard. */
const lastLookMs = 500;

type Waiting = { verb: Verb; settle(outcome: Outcome<unknown>): void };

/**
 * Keeps one socket to the hall open for as long as the window lives: by a ticket at first, then by the resume token,
 * which tells the hall that this is the same page that still holds what it held.
 */
export function connectHall({
  door,
  WebSocketImpl = globalThis.WebSocket,
}: Readonly<{
  door: Pick<ShellDoor, 'papers'>;
  WebSocketImpl?: SocketClass;
}>): HallClient {
  const listeners = new Map<keyof HallEvents, Set<(body: never) => void>>();
  const connectionListeners = new Set<(isConnected: boolean) => void>();
  const waiting = new Map<number, Waiting>();
  let socket: Socket | null = null;
  let isWelcome = false;
  let isClosed = false;
  let resume: { address: string; ticket: string } | null = null;
  let failures = 0;
  let lastId = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;

  function tellConnection(isConnected: boolean): void {
    if (isWelcome === isConnected) return;
    isWelcome = isConnected;
    for (const listener of connectionListeners) listener(isConnected);
  }

  function lose(): void {
    socket = null;
    tellConnection(false);
    for (const each of [...waiting.values()]) each.settle(failed(fault('api.hall-unreachable', {})));
    if (isClosed) return;
    const delayMs = backOffMs[Math.min(failures, backOffMs.length - 1)];
    failures += 1;
    clearTimeout(retry);
    retry = setTimeout(() => void connect(), delayMs);
  }

  async function choosePapers(): Promise<{ address: string; ticket: string } | null> {
    try {
      const papers = await door.papers();
      if (papers.address === null) return resume;
      return resume === null ? papers : { address: papers.address, ticket: resume.ticket };
    } catch {
      // The shell is closing or being replaced; the last address may still be good.
      return resume;
    }
  }

  async function connect(): Promise<void> {
    const papers = await choosePapers();
    if (isClosed) return;
    if (papers === null) {
      lose();
      return;
    }
    let opened: Socket;
    try {
      opened = new WebSocketImpl(`${papers.address}/v1/talk`);
    } catch {
      lose();
      return;
    }
    socket = opened;
    let silence: ReturnType<typeof setTimeout>;
    const drop = (): void => {
      clearTimeout(silence);
      if (socket !== opened) return;
      opened.close();
      lose();
    };
    const listen = (limitMs: number): void => {
      clearTimeout(silence);
      silence = setTimeout(() => {
        silence = setTimeout(drop, lastLookMs);
      }, limitMs - lastLookMs);
    };
    listen(openLimitMs);
    opened.addEventListener('open', () => opened.send(JSON.stringify({ hello: 1, ticket: papers.ticket })));
    opened.addEventListener('error', drop);
    opened.addEventListener('close', drop);
    opened.addEventListener('message', ({ data }) => {
      if (socket !== opened || typeof data !== 'string') return;
      listen(longestSilenceMs);
      const frame = JSON.parse(data) as TalkWelcome | TalkAnswer | TalkEvent | { fault: Fault };
      if ('welcome' in frame) {
        resume = { address: papers.address, ticket: frame.resume };
        failures = 0;
        tellConnection(true);
      } else if ('event' in frame) {
        for (const listener of listeners.get(frame.event) ?? []) listener(frame.body as never);
      } else if (!('id' in frame)) {
        // The papers were refused; a resume token that is too old must give way to a new ticket.
        resume = null;
      } else {
        waiting.get(frame.id)?.settle(frame.ok ? done(frame.answer) : failed(frame.fault as Fault));
      }
    });
  }

  void connect();
  return {
    ask<V extends Verb>(verb: V, papers: Papers<V>) {
      return new Promise<Outcome<Answer<V>>>((resolve) => {
        if (socket === null || !isWelcome) return resolve(failed(fault('api.hall-unreachable', {})));
        const id = (lastId += 1);
        const limit = setTimeout(() => settle(failed(fault('api.timed-out', { verb }))), hallCalls[verb].limitMs);
        const settle = (outcome: Outcome<unknown>): void => {
          clearTimeout(limit);
          waiting.delete(id);
          resolve(outcome as Outcome<Answer<V>>);
        };
        waiting.set(id, { verb, settle });
        socket.send(JSON.stringify({ id, verb, papers }));
      });
    },
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener));
      return () => void set.delete(listener);
    },
    onConnection(listener) {
      connectionListeners.add(listener);
      listener(isWelcome);
      return () => void connectionListeners.delete(listener);
    },
    address: () => resume?.address ?? '',
    close() {
      isClosed = true;
      clearTimeout(retry);
      const open = socket;
      lose();
      open?.close();
    },
  };
}
