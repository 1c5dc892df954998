import { once } from 'node:events';
import fc from 'fast-check';
import { WebSocket } from 'ws';
import { hallCalls } from '#contract/hall.ts';
import type { RunningHall } from '../flow/start-service.ts';

export type Fuzzed = Readonly<{ sent: number; answered: number; coded: number }>;

const hugeBytes = 9 * 1024 * 1024;
const verb = fc.oneof(fc.constantFrom(...Object.keys(hallCalls), '__proto__', 'constructor', ''), fc.string());
const senseless = fc.oneof(
  { weight: 2, arbitrary: fc.string() },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 2, arbitrary: fc.json() },
  {
    weight: 4,
    arbitrary: fc
      .record({ id: fc.oneof(fc.integer(), fc.anything()), verb, papers: fc.anything() })
      .map((ask) => JSON.stringify(ask)),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({ hello: fc.anything(), token: fc.anything(), trackId: fc.anything(), epoch: fc.anything() })
      .map((hello) => JSON.stringify(hello)),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ queue: fc.anything(), end: fc.constant(1), ping: fc.anything(), lastSeq: fc.anything() })
      .map((said) => JSON.stringify(said)),
  },
  { weight: 1, arbitrary: fc.constantFrom('null', '[]', '{"id":1}', '{"__proto__":{"id":1}}', '['.repeat(5000)) },
);
const shellVerbs = ['state.get', 'print.take', 'print.give', 'shell.ticket'] as const;

type Door = Readonly<{ path: string; greeting(): Promise<string | null> }>;

const nobody = (): Promise<null> => Promise.resolve(null);
const asShell = (hall: RunningHall): string => JSON.stringify({ hello: 1, ticket: hall.run().shellKey });

/** The hello of a console, with a ticket got as the shell gets it. */
async function asConsole(hall: RunningHall): Promise<string | null> {
  const shell = new WebSocket(`${hall.address()}/v1/talk`);
  try {
    const ticket = new Promise<string | undefined>((resolve) => {
      shell.on('message', (bytes: Buffer) => {
        const told = JSON.parse(bytes.toString('utf8')) as { id?: number; answer?: { ticket: string } };
        if (told.id === 1) resolve(told.answer?.ticket);
      });
      shell.on('close', () => resolve(undefined));
    });
    await once(shell, 'open');
    shell.send(asShell(hall));
    shell.send(JSON.stringify({ id: 1, verb: 'shell.ticket', papers: { window: 'console' } }));
    return JSON.stringify({ hello: 1, ticket: await ticket });
  } finally {
    shell.terminate();
  }
}

/** Senseless, malformed and huge messages at one socket; a socket that was shut on us is opened anew. */
async function fuzzDoor(hall: RunningHall, door: Door, messages: readonly (string | Buffer)[]): Promise<Fuzzed> {
  let [sent, answered, coded] = [0, 0, 0];
  let socket: WebSocket | null = null;
  const dial = async (): Promise<WebSocket | null> => {
    const dialled = new WebSocket(`${hall.address()}${door.path}`, { handshakeTimeout: 3000 });
    dialled.on('error', () => {});
    dialled.on('message', (bytes: Buffer) => {
      answered += 1;
      if (bytes.toString('utf8').includes('"fault":{"key"')) coded += 1;
    });
    await Promise.race([once(dialled, 'open'), once(dialled, 'close')]).catch(() => undefined);
    if (dialled.readyState !== WebSocket.OPEN) return null;
    const greeting = await door.greeting();
    if (greeting !== null) dialled.send(greeting);
    return dialled;
  };
  for (const [index, message] of messages.entries()) {
    if (socket?.readyState !== WebSocket.OPEN) socket = await dial();
    socket?.send(message, () => {});
    sent += socket === null ? 0 : 1;
    if (index % 50 === 49) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  socket?.terminate();
  return { sent, answered, coded };
}

/** Requests at the media door: names, ranges and heads without sense. */
async function fuzzMedia(hall: RunningHall, count: number, seed: number): Promise<Fuzzed> {
  const origin = hall.address().replace('ws:', 'http:');
  const paths = fc.sample(fc.tuple(fc.webPath(), fc.string({ maxLength: 40 })), { numRuns: count, seed });
  let [sent, answered, coded] = [0, 0, 0];
  for (const [path, range] of paths) {
    const answer = await fetch(`${origin}/v1/media${path}`, {
      headers: { range: `bytes=${encodeURIComponent(range)}` },
    }).catch(() => null);
    sent += 1;
    if (answer === null) continue;
    answered += 1;
    if (answer.status >= 400) coded += 1;
    await answer.body?.cancel();
  }
  return { sent, answered, coded };
}

/** Every socket of the service: talk without papers, as a console, as the shell (its tickets and its printing), chunks, media. */
export async function fuzzSockets(
  hall: RunningHall,
  count: number,
  seed: number,
): Promise<Readonly<Record<'strangers' | 'console' | 'shell' | 'chunks' | 'media', Fuzzed>>> {
  const share = Math.ceil(count / 5);
  const messages = (offset: number): (string | Buffer)[] => [
    ...fc.sample(senseless, { numRuns: share - 2, seed: seed + offset }),
    Buffer.alloc(hugeBytes, 0x1a),
    'x'.repeat(hugeBytes),
  ];
  const shellMessages = fc
    .sample(fc.record({ id: fc.nat(), verb: fc.constantFrom(...shellVerbs), papers: fc.anything() }), {
      numRuns: share,
      seed,
    })
    .map((ask) => JSON.stringify(ask));
  return {
    strangers: await fuzzDoor(hall, { path: '/v1/talk', greeting: nobody }, messages(1)),
    console: await fuzzDoor(hall, { path: '/v1/talk', greeting: () => asConsole(hall) }, messages(3)),
    shell: await fuzzDoor(hall, { path: '/v1/talk', greeting: () => Promise.resolve(asShell(hall)) }, shellMessages),
    chunks: await fuzzDoor(hall, { path: '/v1/chunks', greeting: nobody }, messages(2)),
    media: await fuzzMedia(hall, share, seed),
  };
}
