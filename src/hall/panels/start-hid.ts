import path from 'node:path';
import { startChild, type Child, type Log } from '../plumbing/index.ts';
import type { HidOrder, HidSays } from './hid-talk.ts';

/** The line to whoever holds the devices. */
export type HidLink = Readonly<{ order(order: HidOrder): void; close(): Promise<void> }>;
/** `ended`: nobody holds them any more; what was open is not, and what is down is unknown. */
export type HidEars = Readonly<{ hear(said: HidSays): void; ended(): void }>;

const restartAfterMs = 1000;
/** One that ends at once, whatever is done, is tried less often. */
const shortLifeMs = 30_000;
const restartLaterMs = 5000;
const closeGraceMs = 2000;

/** Keeps the program that holds the devices running. */
export function startHidProgram(log: Log): (ears: HidEars) => HidLink {
  return (ears) => {
    let child: Child | null = null;
    let timer: NodeJS.Timeout | undefined;
    let isClosing = false;

    function start(): void {
      let rest = '';
      const decoder = new TextDecoder();
      const startedMs = performance.now();
      const started = startChild({
        command: process.execPath,
        args: [path.join(import.meta.dirname, 'hid-program.ts')],
        stdin: 'pipe',
        // Killed together with this service it could put out no lamp.
        outlivesUs: true,
        onStdout(bytes) {
          const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) ears.hear(JSON.parse(line) as HidSays);
        },
        onStderrLine: (line) => log.warn({ line }, 'hid-said'),
        onExit({ code, signal, error }) {
          child = null;
          if (isClosing) return;
          log.warn({ code, signal, error }, 'hid-ended');
          ears.ended();
          const hasLived = performance.now() - startedMs > shortLifeMs;
          timer = setTimeout(start, hasLived ? restartAfterMs : restartLaterMs);
        },
      });
      child = started;
    }
    start();
    return {
      order: (order) => void child?.write(`${JSON.stringify(order)}\n`),
      async close() {
        isClosing = true;
        clearTimeout(timer);
        const leaving = child;
        // The end of its stdin lets it put the lamp out.
        leaving?.end();
        await leaving?.stop({ graceMs: closeGraceMs });
      },
    };
  };
}
