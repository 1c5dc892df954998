import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { WebSocket } from 'ws';
import type { StandingMonitors } from '#contract/monitors.ts';
import type { MonitorName } from '#contract/shell.ts';
import type { ShellPart } from '#contract/parts.ts';
import { endProcess } from './parts.ts';
import type { HallAsTold } from './display-keeper.ts';
import { pageOf, type WindowName } from './pages.ts';

/** What a running hall service leaves in its run folder. */
export type HallRun = Readonly<{ port: number; pid: number; shellKey: string }>;

/** The shell's own line to the hall: getting tickets for windows, and printing what the hall asks for. */
export type HallLink = Readonly<{
  /** Papers for a window, or `address: null` while there is no hall. */
  papersFor(window: WindowName): Promise<{ address: string; ticket: string } | { address: null }>;
  /** Tells what became of one of our processes; kept until the hall is there. */
  tellPart(part: ShellPart, what: 'serves' | 'died' | 'silent', pid: number | null): void;
  /** Whose display is not there; said again to every service that comes. */
  tellMissing(monitors: readonly MonitorName[]): void;
  /** How the windows stand; said when it changed, and again to every service that comes. */
  tellStanding(monitors: StandingMonitors): void;
  close(): void;
}>;

const retryMs = 300;
const askLimitMs = 2000;
/** The hall tells its state each second and pings more often: one that holds the line and is so silent stands still. */
const hallSilentMs = 5000;
const lateMs = 500;
const mostUntold = 20;
/** Base64 letters of a PDF in one frame; a multiple of four, well below what the hall takes. */
const pieceLetters = 160_000;

/** Of the contract's phases those in which nobody sits in court. */
const notHeld: readonly string[] = ['planned', 'checked', 'ended'];
const witnessPlaces: readonly string[] = ['witness', 'witness-view'];

/** What the shell reads of an answer, and of a frame of the talk. */
type Answered = Readonly<{ ticket?: string; html?: string | null }>;
type Frame = Readonly<{
  welcome?: 1;
  id?: number;
  ok?: boolean;
  answer?: Answered;
  event?: string;
  body?: {
    jobId?: string;
    part?: ShellPart;
    hearing?: Readonly<{ isSessionClosed?: boolean; phase?: string }> | null;
    hall?: Readonly<{ seats?: readonly Readonly<{ place?: string }>[] }>;
  };
}>;

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

/** The PDF of a page, or null where it could not be printed. */
export type PrintPage = (html: string) => Promise<Uint8Array | null>;

/** What the hall tells the shell. */
export type HallOrders = Readonly<{
  print: PrintPage;
  /** Runs and does not answer. */
  silent(part: ShellPart): void;
  /** Is to be ended now, whatever it does. */
  unwanted(part: ShellPart): void;
  /** P6: told at once when it is closed, and with every state. */
  sessionClosed(isClosed: boolean): void;
  /** What decides which window stands where. */
  hallTold(hall: HallAsTold): void;
}>;

/** Dials the hall for as long as the shell lives; the run file is read anew each time because port and key change. */
export function linkToHall(home: string, { print, ...orders }: HallOrders): HallLink {
  let socket: WebSocket | null = null;
  let address: string | null = null;
  let isClosed = false;
  let lastId = 0;
  let untold: readonly object[] = [];
  let missing: readonly MonitorName[] = [];
  let standing: StandingMonitors = [];
  const waiting = new Map<number, (answer: Answered | null) => void>();

  /** The answer to a verb, or null when the hall refused, went or was silent. */
  function ask(
    verb: 'shell.ticket' | 'shell.told' | 'shell.displays' | 'print.take' | 'print.give',
    papers: object,
  ): Promise<Answered | null> {
    const open = socket;
    if (open === null || address === null) return Promise.resolve(null);
    return new Promise((resolve) => {
      const id = (lastId += 1);
      const settle = (answer: Answered | null): void => {
        clearTimeout(limit);
        waiting.delete(id);
        resolve(answer);
      };
      const limit = setTimeout(() => settle(null), askLimitMs);
      waiting.set(id, settle);
      open.send(JSON.stringify({ id, verb, papers }));
    });
  }

  async function printJob(jobId: string): Promise<void> {
    const html = (await ask('print.take', { jobId }))?.html ?? null;
    if (html === null) return;
    const pdf = Buffer.from((await print(html)) ?? []).toString('base64');
    // Nothing printed still is one piece, so that the hall need not wait for its limit.
    for (let from = 0; from === 0 || from < pdf.length; from += pieceLetters) {
      const piece = pdf.slice(from, from + pieceLetters);
      await ask('print.give', { jobId, pdf: piece, isLast: from + pieceLetters >= pdf.length });
    }
  }

  function tellAll(): void {
    const told = untold;
    untold = [];
    for (const papers of told) void ask('shell.told', papers);
  }

  function lose(): void {
    socket = null;
    address = null;
    for (const settle of waiting.values()) settle(null);
    waiting.clear();
    if (!isClosed) setTimeout(() => void dial(), retryMs);
  }

  function read(text: string, dialed: string): void {
    const frame = JSON.parse(text) as Frame;
    if (frame.welcome === 1) {
      address = dialed;
      tellAll();
      void ask('shell.displays', { missing, standing });
    }
    if (frame.event === 'part.silent' && frame.body?.part !== undefined) orders.silent(frame.body.part);
    if (frame.event === 'part.unwanted' && frame.body?.part !== undefined) orders.unwanted(frame.body.part);
    if (frame.event === 'session.closed') orders.sessionClosed(true);
    if (frame.event === 'state.changed') {
      const { hearing, hall } = frame.body ?? {};
      orders.sessionClosed(hearing?.isSessionClosed === true);
      orders.hallTold({
        isHeld: hearing != null && !notHeld.includes(hearing.phase ?? ''),
        hasWitnessSeat: hall?.seats?.some(({ place }) => witnessPlaces.includes(place ?? '')) ?? false,
      });
    }
    if (frame.event === 'print.asked' && frame.body?.jobId !== undefined) void printJob(frame.body.jobId);
    if (frame.id === undefined) return;
    waiting.get(frame.id)?.(frame.ok === true ? (frame.answer ?? {}) : null);
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
    const opened = new WebSocket(`${dialed}/v1/talk`, { handshakeTimeout: askLimitMs });
    socket = opened;
    opened.on('open', () => opened.send(JSON.stringify({ hello: 1, ticket: run.shellKey })));
    let silence: NodeJS.Timeout | undefined;
    // A service that stands still keeps its lock and its port; only when it is gone another can be started.
    const listen = (): void => {
      clearTimeout(silence);
      const sinceMs = performance.now();
      silence = setTimeout(() => {
        // So late a timer shows that we stood still ourselves, and what was said meanwhile is not read yet.
        if (performance.now() - sinceMs > hallSilentMs + lateMs) {
          listen();
          return;
        }
        endProcess(run.pid);
        opened.terminate();
      }, hallSilentMs);
    };
    opened.on('open', listen);
    opened.on('ping', listen);
    opened.on('message', (bytes: Buffer) => {
      listen();
      read(bytes.toString('utf8'), dialed);
    });
    opened.on('close', () => clearTimeout(silence));
    // 'close' always follows and is where the next dial is decided.
    opened.on('error', () => {});
    opened.on('close', lose);
  }

  void dial();
  return {
    async papersFor(window) {
      const dialed = address;
      const ticket = (await ask('shell.ticket', { window: pageOf(window) }))?.ticket;
      return dialed === null || ticket === undefined ? { address: null } : { address: dialed, ticket };
    },
    tellPart(part, what, pid) {
      untold = [...untold, { part, what, pid }].slice(-mostUntold);
      if (address !== null) tellAll();
    },
    tellMissing(monitors) {
      missing = monitors;
      if (address !== null) void ask('shell.displays', { missing });
    },
    tellStanding(monitors) {
      if (JSON.stringify(monitors) === JSON.stringify(standing)) return;
      standing = monitors;
      if (address !== null) void ask('shell.displays', { missing, standing });
    },
    close() {
      isClosed = true;
      socket?.close();
    },
  };
}
