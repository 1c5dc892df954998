import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { WebSocket } from 'ws';
import type { WindowName } from './windows.ts';

/** What a running hall service leaves in its run folder. */
export type HallRun = Readonly<{ port: number; pid: number; shellKey: string }>;

/** The shell's own line to the hall: it does one thing, getting tickets for windows. */
export type HallLink = Readonly<{
  /** Papers for a window, or `address: null` while there is no hall. */
  papersFor(window: WindowName): Promise<{ address: string; ticket: string } | { address: null }>;
  close(): void;
}>;

const retryMs = 300;
const ticketLimitMs = 2000;

/** Reads `<home>/run/hall.json`; null when there is none or it is half-written. */
export async function readHallRun(home: string): Promise<HallRun | null> {
  try {
    const run = JSON.parse(await readFile(path.join(home, 'run', 'hall.json'), 'utf8')) as Partial<HallRun>;
    return typeof run.port === 'number' && typeof run.pid === 'number' && typeof run.shellKey === 'string'
      ? (run as HallRun)
      : null;
  } catch {
    return null;
  }
}

/** Dials the hall for as long as the shell lives; the run file is read anew each time because port and key change. */
export function linkToHall(home: string): HallLink {
  let socket: WebSocket | null = null;
  let address: string | null = null;
  let isClosed = false;
  let lastId = 0;
  const waiting = new Map<number, (ticket: string | null) => void>();

  function lose(): void {
    socket = null;
    address = null;
    for (const settle of waiting.values()) settle(null);
    waiting.clear();
    if (!isClosed) setTimeout(() => void dial(), retryMs);
  }

  function read(text: string, dialed: string): void {
    const frame = JSON.parse(text) as { welcome?: 1; id?: number; ok?: boolean; answer?: { ticket?: string } };
    if (frame.welcome === 1) address = dialed;
    if (frame.id === undefined) return;
    waiting.get(frame.id)?.(frame.ok === true ? (frame.answer?.ticket ?? null) : null);
    waiting.delete(frame.id);
  }

  async function dial(): Promise<void> {
    const run = await readHallRun(home);
    if (isClosed) return;
    if (run === null) {
      lose();
      return;
    }
    const dialed = `ws://127.0.0.1:${run.port}`;
    const opened = new WebSocket(`${dialed}/v1/talk`, { handshakeTimeout: ticketLimitMs });
    socket = opened;
    opened.on('open', () => opened.send(JSON.stringify({ hello: 1, ticket: run.shellKey })));
    opened.on('message', (bytes: Buffer) => read(bytes.toString('utf8'), dialed));
    // 'close' always follows and is where the next dial is decided.
    opened.on('error', () => {});
    opened.on('close', lose);
  }

  void dial();
  return {
    papersFor(window) {
      const open = socket;
      const dialed = address;
      if (open === null || dialed === null) return Promise.resolve({ address: null });
      return new Promise((resolve) => {
        const id = (lastId += 1);
        const limit = setTimeout(() => settle(null), ticketLimitMs);
        const settle = (ticket: string | null): void => {
          clearTimeout(limit);
          resolve(ticket === null ? { address: null } : { address: dialed, ticket });
        };
        waiting.set(id, settle);
        open.send(JSON.stringify({ id, verb: 'shell.ticket', papers: { window } }));
      });
    },
    close() {
      isClosed = true;
      socket?.close();
    },
  };
}
