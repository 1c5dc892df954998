import type { TLSSocket } from 'node:tls';
import type { z } from 'zod';

/** JSON objects, one a line, each checked; for the four sentences of pairing. */
export type JsonLines = Readonly<{
  say(line: object): void;
  /** The next line, or null when it does not come in time, is too long, is not what was agreed, or the socket goes. */
  next<Schema extends z.ZodType>(schema: Schema, limitMs: number): Promise<z.output<Schema> | null>;
  end(): void;
}>;

const longestLine = 4096;

export function jsonLines(socket: TLSSocket): JsonLines {
  let text = '';
  let isOver = false;
  let wake: () => void = () => {};
  socket.setEncoding('utf8');
  socket.on('data', (more: string) => {
    text += more;
    if (text.length > longestLine) socket.destroy();
    wake();
  });
  socket.on('error', () => {});
  socket.once('close', () => {
    isOver = true;
    wake();
  });

  function takeLine(): string | null {
    const end = text.indexOf('\n');
    if (end < 0) return null;
    const line = text.slice(0, end);
    text = text.slice(end + 1);
    return line;
  }
  async function nextLine(limitMs: number): Promise<string | null> {
    const endsMs = performance.now() + limitMs;
    for (;;) {
      const line = takeLine();
      const restMs = endsMs - performance.now();
      if (line !== null || isOver || restMs <= 0) return line;
      await new Promise<void>((resolve) => {
        const limit = setTimeout(resolve, restMs);
        wake = () => {
          clearTimeout(limit);
          resolve();
        };
      });
    }
  }
  return {
    say: (line) => void socket.write(`${JSON.stringify(line)}\n`),
    async next(schema, limitMs) {
      const line = await nextLine(limitMs);
      if (line === null) return null;
      try {
        const read = schema.safeParse(JSON.parse(line));
        return read.success ? read.data : null;
      } catch {
        return null;
      }
    },
    end: () => socket.end(),
  };
}
