import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Identity } from '../../src/hall/peers/identity.ts';
import { pairingMark } from '../../src/hall/peers/listener.ts';
import type { LinkedHall } from '../flow/hall-pair.ts';
import { dice } from '../stage/dice.ts';
import type { BesiegedCourt } from './besieged-court.ts';
import { forgePapers, forMs } from './forged-papers.ts';
import { closing, connectTlsAs, joinAs, wait } from './hostile-hall.ts';

const hourMs = 3_600_000;
const guessers = 200;
/** Of one kind the log names fifty addresses a minute one by one: so few, that each case finds its own. */
const addresses = 9;
const crowdAddresses = 3;
const tries = 3;
const silentJoiners = 100;
const crowd = 300;
const throughWithinMs = 5000;
/** Behind one address with a flood, chance decides which connections are read. */
const throughFloodWithinMs = 20_000;

const addressOf = (block: number, index: number): string => `127.${String(block)}.0.${String(1 + (index % addresses))}`;
const hex = (roll: () => number): string =>
  Array.from({ length: 64 }, () => Math.floor(roll() * 16).toString(16)).join('');

/** The next line of JSON off a socket; null when it ends first. */
async function lineOf(socket: TLSSocket, limitMs: number): Promise<Record<string, unknown> | null> {
  const bytes = await Promise.race([
    once(socket, 'data').then(
      ([more]) => more as Buffer,
      () => null,
    ),
    closing(socket).then(() => null),
    wait(limitMs).then(() => null),
  ]);
  return bytes === null ? null : (JSON.parse(bytes.toString('utf8')) as Record<string, unknown>);
}

/** Says hello as a joiner does and, where one is given, a proof that was made up. What is answered, or that nothing is. */
async function guess(
  identity: Identity,
  port: number,
  from: string,
  proof: string | null,
  nonce: string,
): Promise<Readonly<{ answer: string; socket: TLSSocket | null }>> {
  const socket = await connectTlsAs(identity, port, from, pairingMark);
  if (socket === null) return { answer: 'shut', socket };
  socket.write(`${JSON.stringify({ pair: 1, nonce, court: 'Guess', hall: '1' })}\n`);
  const theirs = await lineOf(socket, 5000);
  if (theirs === null) return { answer: 'shut', socket: null };
  if (proof === null) return { answer: 'asked', socket };
  socket.write(`${JSON.stringify({ proof })}\n`);
  const answered = await lineOf(socket, 10_000);
  socket.destroy();
  const refused = answered?.['refused'];
  return { answer: typeof refused === 'string' ? refused : answered === null ? 'shut' : 'let in', socket: null };
}

type Counts = Readonly<Record<string, number>>;
async function guessAtOnce(
  court: BesiegedCourt,
  identity: Identity,
  block: number,
  roll: () => number,
): Promise<Counts> {
  const answers = await Promise.all(
    Array.from({ length: guessers }, (_, index) =>
      guess(identity, court.port, addressOf(block, index), hex(roll), hex(roll)),
    ),
  );
  const counts: Record<string, number> = {};
  for (const { answer } of answers) counts[answer] = (counts[answer] ?? 0) + 1;
  return counts;
}

/** Codes guessed by many at once, before, while and after one is shown. */
async function guessInCrowds(court: BesiegedCourt, seed: number): Promise<void> {
  const { console, port } = court;
  const roll = dice(seed + 2);
  const guesser = await forgePapers(forMs(hourMs));
  const peersNow = async (): Promise<number> => (await console.must('peers.list', {})).peers.length;
  const from = (block: number) => ({
    inLog: ({ address }: { address?: string }) => address?.startsWith(`127.${String(block)}.`) === true,
  });

  await court.under('codes guessed while none is shown', { code: 'LNK-103', ...from(20) }, async () => {
    const before = await peersNow();
    const counts = await guessAtOnce(court, guesser, 20, roll);
    return { isRefused: counts['shut'] === guessers && (await peersNow()) === before, ...counts };
  });

  let code = '';
  await court.under('codes guessed by many at once', { code: 'LNK-102', ...from(21) }, async () => {
    const before = await peersNow();
    ({ code } = await console.must('peer.invite', {}));
    const counts = await guessAtOnce(court, guesser, 21, roll);
    const heard = counts['code-wrong'] ?? 0;
    return {
      isRefused: heard === tries && counts['let in'] === undefined && (await peersNow()) === before,
      ...counts,
    };
  });
  await court.under('the right code after it was guessed at', { code: 'LNK-103', inLog: null }, async () => {
    const joined = await joinAs(guesser, port, code);
    return { isRefused: !joined.ok && joined.fault.key === 'peer.code-dead' };
  });
  await court.under('codes guessed after the tries are spent', { code: 'LNK-103', ...from(22) }, async () => {
    const before = await peersNow();
    const counts = await guessAtOnce(court, guesser, 22, roll);
    return { isRefused: counts['shut'] === guessers && (await peersNow()) === before, ...counts };
  });

  await court.under('joiners that say hello and nothing more', { code: 'LNK-103', ...from(23) }, async () => {
    const shown = await console.must('peer.invite', {});
    const silent = await Promise.all(
      Array.from({ length: silentJoiners }, (_, index) => guess(guesser, port, addressOf(23, index), null, hex(roll))),
    );
    // Nobody who is silent may keep out the one for whom the code is shown.
    const honest = await forgePapers(forMs(hourMs));
    const joined = await joinAs(honest, port, shown.code);
    for (const { socket } of silent) socket?.destroy();
    const isGuesserIn = console.state()?.peers.some(({ id }) => id === guesser.id) ?? false;
    return { isRefused: joined.ok && !isGuesserIn, asked: silent.filter(({ answer }) => answer === 'asked').length };
  });
  await court.under('a code that was used already', { code: 'LNK-103', inLog: null }, async () => {
    const shown = await console.must('peer.invite', {});
    const first = await joinAs(await forgePapers(forMs(hourMs)), port, shown.code);
    const second = await joinAs(guesser, port, shown.code);
    return { isRefused: first.ok && !second.ok && second.fault.key === 'peer.code-dead' };
  });
}

/** Keeps so many connections open that prove nothing, each made anew as soon as it is shut; gives back how to end it. */
function crowdTheDoor(
  port: number,
  from: (index: number) => string,
  act: (socket: Socket) => void,
  size: number,
): () => number {
  let isOver = false;
  let made = 0;
  const sockets = new Set<Socket>();
  const open = (index: number): void => {
    if (isOver) return;
    made += 1;
    const socket = connect({ port, host: '127.0.0.1', localAddress: from(index) });
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', () => {});
    socket.on('connect', () => act(socket));
    socket.on('close', () => {
      sockets.delete(socket);
      setTimeout(() => open(index), 100);
    });
  };
  for (let index = 0; index < size; index += 1) open(index);
  return () => {
    isOver = true;
    for (const socket of sockets) socket.destroy();
    return made;
  };
}

/** The honest hall comes back while the door is crowded. */
async function crowdOut(court: BesiegedCourt, colony: LinkedHall): Promise<void> {
  const comeBack = async (limitMs: number): Promise<number | null> => {
    await colony.service.stop('SIGKILL');
    await court.console.until(() => !court.isHonestUp(), 8000, 'the honest hall is gone');
    colony.restart();
    const endsMs = performance.now() + 20_000;
    while (!isRunning(colony) && performance.now() < endsMs) await wait(50);
    const beganMs = performance.now();
    while (!court.isHonestUp() && performance.now() - beganMs < limitMs) await wait(20);
    return court.isHonestUp() ? Math.round(performance.now() - beganMs) : null;
  };
  const crowds = {
    'more silent sockets than the door holds': {
      from: (index: number) => addressOf(24, index % crowdAddresses),
      limitMs: throughWithinMs,
    },
    "more silent sockets than the door holds, at a paired hall's own address": {
      from: () => '127.0.0.1',
      limitMs: throughWithinMs,
    },
  };
  for (const [name, { from, limitMs }] of Object.entries(crowds)) {
    const evidence = {
      code: 'LNK-105',
      inLog: ({ address, why }: { address?: string; why?: string }) =>
        address === from(0) && why === 'too many at once',
    };
    await court.under(name, evidence, async () => {
      const end = crowdTheDoor(court.port, from, () => {}, crowd);
      const throughMs = await comeBack(limitMs);
      return { isRefused: throughMs !== null, throughMs, connections: end() };
    });
  }
  const noise = Buffer.from('GET / HTTP/1.1\r\n\r\n');
  await court.under(
    "flood of bad handshakes from a paired hall's own address",
    { code: 'LNK-105', inLog: ({ address, why }) => address === '127.0.0.1' && why?.startsWith('ERR_SSL') === true },
    async () => {
      const end = crowdTheDoor(
        court.port,
        () => '127.0.0.1',
        (socket) => socket.write(noise),
        20,
      );
      const throughMs = await comeBack(throughFloodWithinMs);
      return { isRefused: throughMs !== null, throughMs, connections: end() };
    },
  );
}

function isRunning(hall: LinkedHall): boolean {
  try {
    return hall.service.run().pid === hall.service.pid;
  } catch {
    return false;
  }
}

export async function guessCodes(court: BesiegedCourt, colony: LinkedHall, seed: number): Promise<void> {
  await guessInCrowds(court, seed);
  await crowdOut(court, colony);
}
