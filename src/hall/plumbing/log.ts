import path from 'node:path';
import { mkdirSync } from 'node:fs';
import { pino } from 'pino';

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
  'uplinkToken',
  'resume',
  'shellKey',
  'pin',
  '*.ticket',
  '*.token',
  '*.uplinkToken',
  '*.resume',
  '*.shellKey',
  '*.pin',
];

/** Writes JSON lines to `<folder>/hall.<n>.log`, 5 files of 10 MB; the rolling runs in a worker so that a full disk never blocks the hall. */
export function createLog(folder: string, level: 'debug' | 'info' | 'warn' | 'error' = 'info'): Log {
  mkdirSync(folder, { recursive: true });
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
  const writer = pino(
    { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime, redact: redacted },
    transport,
  );
  return {
    debug: (fields, event) => writer.debug(fields, event),
    info: (fields, event) => writer.info(fields, event),
    warn: (fields, event) => writer.warn(fields, event),
    error: (fields, event) => writer.error(fields, event),
    close: () =>
      new Promise((resolve) => {
        // The worker does not keep this process alive by itself.
        const stayAwake = setInterval(() => {}, 1000);
        transport.once('close', () => {
          clearInterval(stayAwake);
          resolve();
        });
        transport.end();
      }),
  };
}
