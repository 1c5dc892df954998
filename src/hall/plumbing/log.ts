import path from 'node:path';
import { mkdirSync } from 'node:fs';
import { pino, type Logger } from 'pino';

/** Fields first, then the event as a kebab-case word: `log.info({ track }, 'track-opened')`. No secrets, no names of people. */
export type Log = Readonly<{
  debug(fields: object, event: string): void;
  info(fields: object, event: string): void;
  warn(fields: object, event: string): void;
  error(fields: object, event: string): void;
  /** Waits until everything said so far is handed to the disk. */
  close(): Promise<void>;
}>;

const redacted = [
  'ticket',
  'token',
  'link',
  'word',
  'uplinkToken',
  'resume',
  'shellKey',
  'pin',
  'password',
  '*.ticket',
  '*.token',
  '*.link',
  '*.word',
  '*.uplinkToken',
  '*.resume',
  '*.shellKey',
  '*.pin',
  '*.password',
];

const reopenAfterMs = 5000;

/**
 * Writes JSON lines to `<folder>/hall.<n>.log`, 5 files of 10 MB; the rolling runs in a worker so that a full disk never
 * blocks the hall. A disk that takes nothing ends the worker: it is opened anew every few seconds, and what was not
 * written is counted, because the hall goes on without its log.
 */
export function createLog(folder: string, level: 'debug' | 'info' | 'warn' | 'error' = 'info'): Log {
  let unwritten = 0;
  let isClosing = false;
  let open: OpenLog | null = null;

  function openAgain(): void {
    if (isClosing) return;
    const opened = openWorker(folder, level, () => {
      if (open !== opened) return;
      open = null;
      setTimeout(openAgain, reopenAfterMs).unref();
    });
    open = opened;
    if (unwritten > 0) opened.writer.warn({ unwritten }, 'log-went-on');
    unwritten = 0;
  }
  openAgain();

  const say =
    (how: 'debug' | 'info' | 'warn' | 'error') =>
    (fields: object, event: string): void => {
      if (open === null) unwritten += 1;
      else open.writer[how](fields, event);
    };
  return {
    debug: say('debug'),
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    close: () =>
      new Promise((resolve) => {
        isClosing = true;
        if (open === null) {
          resolve();
          return;
        }
        // The worker does not keep this process alive by itself.
        const stayAwake = setInterval(() => {}, 1000);
        open.transport.once('close', () => {
          clearInterval(stayAwake);
          resolve();
        });
        open.transport.end();
      }),
  };
}

type OpenLog = Readonly<{ writer: Logger; transport: ReturnType<typeof pino.transport> }>;

function openWorker(folder: string, level: string, onLost: () => void): OpenLog {
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    // Then the worker cannot write either, and says so.
  }
  const transport = pino.transport({
    target: 'pino-roll',
    // `count` is the number kept beside the one being written.
    options: {
      file: path.join(folder, 'hall'),
      extension: '.log',
      size: '10m',
      limit: { count: 4, removeOtherLogFiles: true },
      mkdir: true,
    },
  });
  transport.on('error', onLost);
  const writer = pino(
    { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime, redact: redacted },
    transport,
  );
  return { writer, transport };
}
