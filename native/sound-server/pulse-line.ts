import net from 'node:net';
import path from 'node:path';

/** Words of PulseAudio's native protocol, which PipeWire's pulse door speaks too; as few as are needed to be told of changes. */
const word = { error: 0, reply: 2, auth: 8, setClientName: 9, stat: 13, subscribe: 35, event: 66 } as const;
/** Old enough for every server, and its greeting is one string. */
const protocolVersion = 12;
const cookieBytes = 256;
const sourcesAndTheirListeners = 0x2 | 0x8;
const control = 0xffff_ffff;
const headBytes = 20;
/** Nothing that we ask for is answered by more. */
const longestPacketBytes = 1024 * 1024;

export type PulseLine = Readonly<{
  /** A small question; resolves false when the line is down. Whatever changed before the answer has been told by then. */
  ask(): Promise<boolean>;
  close(): void;
}>;

/** Where the user's sound server listens, or null when the environment names another machine. */
function socketPath(): string | null {
  const named = process.env['PULSE_SERVER'];
  if (named !== undefined && named !== '') {
    const at = named.replace(/^\{[^}]*\}/, '').split(' ')[0] ?? '';
    return at.startsWith('unix:') ? at.slice('unix:'.length) : at.startsWith('/') ? at : null;
  }
  const runtime = process.env['PULSE_RUNTIME_PATH'];
  if (runtime !== undefined) return path.join(runtime, 'native');
  return path.join(process.env['XDG_RUNTIME_DIR'] ?? `/run/user/${String(process.getuid?.() ?? 0)}`, 'pulse', 'native');
}

/**
 * A line to the sound server that tells at once that a source or somebody's stream on one came, changed or went. The
 * server knows us by the socket (same user). Null when there is no local server or it does not take us.
 */
export function openPulseLine(on: Readonly<{ changed(): void; down(): void }>): Promise<PulseLine | null> {
  const at = socketPath();
  if (at === null) return Promise.resolve(null);
  return new Promise((resolve) => {
    const socket = net.connect(at);
    const waiting = new Map<number, (isAnswered: boolean) => void>();
    let rest: Buffer = Buffer.alloc(0);
    let nextTag = 0;
    let isUp = false;

    const end = (): void => {
      socket.destroy();
      for (const tell of waiting.values()) tell(false);
      waiting.clear();
      resolve(null);
      if (isUp) on.down();
      isUp = false;
    };
    const say = (command: number, words: Buffer): Promise<boolean> =>
      new Promise((tell) => {
        if (socket.destroyed) {
          tell(false);
          return;
        }
        const tag = nextTag++;
        waiting.set(tag, tell);
        const body = Buffer.concat([number(command), number(tag), words]);
        const head = Buffer.alloc(headBytes);
        head.writeUInt32BE(body.length, 0);
        head.writeUInt32BE(control, 4);
        socket.write(Buffer.concat([head, body]));
      });
    const hear = (body: Buffer): void => {
      // Each value is a tag byte and, for numbers, four bytes.
      const [command, tag] = body.length < 10 ? [word.error, -1] : [body.readUInt32BE(1), body.readUInt32BE(6)];
      if (command === word.event) on.changed();
      else {
        waiting.get(tag)?.(command === word.reply);
        waiting.delete(tag);
      }
    };

    socket.on('error', end);
    socket.on('close', end);
    socket.on('data', (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      while (rest.length >= headBytes) {
        const lengthBytes = rest.readUInt32BE(0);
        if (lengthBytes > longestPacketBytes) {
          end();
          return;
        }
        if (rest.length < headBytes + lengthBytes) return;
        hear(rest.subarray(headBytes, headBytes + lengthBytes));
        rest = rest.subarray(headBytes + lengthBytes);
      }
    });
    void (async () => {
      const cookie = Buffer.alloc(5 + cookieBytes);
      cookie.write('x', 0);
      cookie.writeUInt32BE(cookieBytes, 1);
      const isIn =
        (await say(word.auth, Buffer.concat([number(protocolVersion), cookie]))) &&
        (await say(word.setClientName, Buffer.from('tTarazy\0'))) &&
        (await say(word.subscribe, number(sourcesAndTheirListeners)));
      if (!isIn) {
        end();
        return;
      }
      isUp = true;
      resolve({ ask: () => say(word.stat, Buffer.alloc(0)), close: end });
    })();
  });
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.write('L', 0);
  bytes.writeUInt32BE(value, 1);
  return bytes;
}
