import { spawn } from 'node:child_process';
import os from 'node:os';

export type ChildOrder = Readonly<{
  command: string;
  args: readonly string[];
  env?: Readonly<Record<string, string | undefined>>;
  cwd?: string;
  stdin?: 'pipe' | 'ignore';
  /**
   * Lives on when this process dies, and leads a group of its own: on Windows a child of Node dies with its parent unless
   * it is detached; on Linux the group lets it be ended together with what it started.
   */
  outlivesUs?: boolean;
  /** Gives way to everything that records: for work that can wait. */
  hasLowPriority?: boolean;
  /** Goes ahead of everything else, as this service does. */
  writesRecord?: boolean;
  onStdout?: (bytes: Buffer) => void;
  onStderrLine?: (line: string) => void;
  /** Called once, after all output was handed over. `error` is set when the program could not be started at all. */
  onExit: (end: Readonly<{ code: number | null; signal: string | null; error: string | null }>) => void;
}>;

export type Child = Readonly<{
  /** Undefined when the program could not be started. */
  pid: number | undefined;
  isRunning(): boolean;
  /** False when the pipe is full: wait for `onDrain`. */
  write(bytes: Uint8Array | string): boolean;
  onDrain(listener: () => void): void;
  end(): void;
  /** Stops taking stdout until `resume`: back-pressure towards the child. */
  pause(): void;
  resume(): void;
  /** Asks to end (SIGTERM), insists after `graceMs` (SIGKILL); resolves when the process is gone. */
  stop(order: Readonly<{ graceMs: number }>): Promise<void>;
}>;

/** Starts a program without a shell. The only user of node:child_process in the hall. */
export function startChild(order: ChildOrder): Child {
  const started = spawn(order.command, order.args, {
    cwd: order.cwd,
    env: order.env === undefined ? process.env : { ...order.env },
    stdio: [order.stdin ?? 'ignore', 'pipe', 'pipe'],
    windowsHide: true,
    detached: order.outlivesUs === true,
  });
  putInOrder(started.pid, order);
  let isRunning = true;
  let reportEnd = (): void => {};
  const gone = new Promise<void>((resolve) => {
    reportEnd = resolve;
  });
  const drainListeners: (() => void)[] = [];

  started.stdout?.on('data', (bytes: Buffer) => order.onStdout?.(bytes));
  const takeLine = lineSplitter((line) => order.onStderrLine?.(line));
  started.stderr?.setEncoding('utf8').on('data', takeLine);
  // A child that ends while we write is told by its exit, not by the broken pipe.
  started.stdin?.on('error', () => {});
  started.stdin?.on('drain', () => {
    for (const listener of drainListeners) listener();
  });

  const end = (code: number | null, signal: string | null, error: string | null): void => {
    if (!isRunning) return;
    isRunning = false;
    takeLine('\n');
    order.onExit({ code, signal, error });
    reportEnd();
  };
  started.once('error', (error) => {
    if (started.pid === undefined) end(null, null, error.message);
  });
  started.once('close', (code, signal) => end(code, signal, null));

  return {
    pid: started.pid,
    isRunning: () => isRunning,
    write: (bytes) => (started.stdin?.writable === true ? started.stdin.write(bytes) : false),
    onDrain: (listener) => drainListeners.push(listener),
    end: () => started.stdin?.end(),
    pause: () => started.stdout?.pause(),
    resume: () => started.stdout?.resume(),
    stop: async ({ graceMs }) => {
      if (!isRunning) return;
      started.kill('SIGTERM');
      const insist = setTimeout(() => started.kill('SIGKILL'), graceMs);
      await gone;
      clearTimeout(insist);
    },
  };
}

export type RunOrder = Readonly<{
  command: string;
  args: readonly string[];
  env?: Readonly<Record<string, string | undefined>>;
  input?: Uint8Array;
  limitMs: number;
  /** Output beyond this ends the run. */
  maxBytes?: number;
}>;
/** `code` is null when the run did not end by itself: not startable, out of time, too much output, or killed. */
export type EndedRun = Readonly<{ code: number | null; stdout: Buffer; stderr: string }>;

const { priority } = os.constants;
/** Behind the windows that capture, which have no second chance at a picture; Windows knows no step between. */
const aheadPlace = process.platform === 'win32' ? priority.PRIORITY_ABOVE_NORMAL : -4;

/**
 * Puts this process ahead of what is only shown, because what it does not write in time is lost: after its death it must
 * be back before its lease-holders give up, on a PC whose cores are full as well.
 */
export function goAhead(): void {
  try {
    if (os.getPriority() > aheadPlace) os.setPriority(aheadPlace);
  } catch {
    // Linux lets only root or a user with a "nice" limit do this; without it the order is the system's own.
  }
}

/** On Linux a child inherits our place, which is only for what writes the record. */
function putInOrder(
  pid: number | undefined,
  { hasLowPriority, writesRecord }: Pick<ChildOrder, 'hasLowPriority' | 'writesRecord'>,
): void {
  if (pid === undefined || writesRecord === true) return;
  try {
    if (hasLowPriority === true) os.setPriority(pid, priority.PRIORITY_BELOW_NORMAL);
    else if (os.getPriority(pid) < priority.PRIORITY_NORMAL) os.setPriority(pid, priority.PRIORITY_NORMAL);
  } catch {
    // The program is gone already, or the system forbids it; it then works at the ordinary priority.
  }
}

/** Runs a program to its end and gives what it said. */
export function runToEnd(order: RunOrder): Promise<EndedRun> {
  const maxBytes = order.maxBytes ?? 64 * 1024 * 1024;
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    const lines: string[] = [];
    let bytes = 0;
    const child = startChild({
      command: order.command,
      args: order.args,
      stdin: order.input === undefined ? 'ignore' : 'pipe',
      ...(order.env === undefined ? {} : { env: order.env }),
      onStdout: (piece) => {
        bytes += piece.length;
        if (bytes > maxBytes) void child.stop({ graceMs: 0 });
        else pieces.push(piece);
      },
      onStderrLine: (line) => {
        if (lines.length < 2000) lines.push(line);
      },
      onExit: ({ code, error }) => {
        clearTimeout(limit);
        resolve({ code, stdout: Buffer.concat(pieces), stderr: error ?? lines.join('\n') });
      },
    });
    const limit = setTimeout(() => void child.stop({ graceMs: 0 }), order.limitMs);
    if (order.input !== undefined) {
      child.write(order.input);
      child.end();
    }
  });
}

/** Joins text pieces and hands over whole lines; ffmpeg's progress lines end with a carriage return. */
function lineSplitter(take: (line: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split(/[\r\n]+/);
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') take(line);
  };
}
