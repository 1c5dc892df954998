import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { CallId } from '#domain/ids.ts';
import type { PairedHall } from '#domain/peers/paired-hall.ts';
import type { Identity } from '../../src/hall/peers/identity.ts';
import { dice } from '../stage/dice.ts';
import type { BesiegedCourt } from './besieged-court.ts';
import { forgePapers, forMs } from './forged-papers.ts';
import { closing, connectTlsAs, dial, linkAs, pairAs, standsForMs, wait, type HostileLink } from './hostile-hall.ts';
import { brokenProtocol, senseless, type Message } from './senseless-frames.ts';

const halls = 4;
const cutWithinMs = 3000;
/** The close codes of a refusal: malformed, flooding, too large. */
const refusing = new Set([4008, 4029, 1009]);
const hourMs = 3_600_000;
const floodFrames = 5000;
const floodPings = 20_000;
const mostGrowthBytes = 64 * 1024 * 1024;
const settleMs = 400;

export type Malformed = Readonly<{
  sent: number;
  wrongEnds: readonly number[];
  halls: readonly string[];
}>;

async function newHall(court: BesiegedCourt): Promise<Readonly<{ identity: Identity; to: PairedHall }>> {
  const identity = await forgePapers(forMs(hourMs));
  return { identity, to: await pairAs(identity, court) };
}

const closedIn = (link: HostileLink, limitMs: number): Promise<number> =>
  Promise.race([link.closed, wait(limitMs).then(() => -1)]);

/** Says a message on a line of its own, because each line ends with the first, instead of the hello or after it; how it ended. */
async function sayOnOneLine(
  port: number,
  identity: Identity,
  to: PairedHall,
  message: Message,
  isHelloSaid: boolean,
): Promise<number> {
  if (isHelloSaid) {
    const link = await linkAs(identity, to, port);
    link.socket.send(message, () => {});
    const end = await closedIn(link, cutWithinMs);
    link.close();
    return end;
  }
  const socket = dial(port, '127.0.0.1', { key: identity.key, cert: identity.certificate });
  const closed = closing(socket) as Promise<number>;
  await Promise.race([once(socket, 'open').catch(() => undefined), wait(cutWithinMs)]);
  socket.send(message, () => {});
  const end = await Promise.race([closed, wait(cutWithinMs).then(() => -1)]);
  socket.terminate();
  return end;
}

/** Messages without sense on the links of paired halls, several at once; which they are follows from the seed alone. */
async function saySenseless(court: BesiegedCourt, count: number, seed: number): Promise<Malformed> {
  const hostile = await Promise.all(Array.from({ length: halls }, () => forgePapers(forMs(hourMs))));
  const paired: PairedHall[] = [];
  for (const identity of hostile) paired.push(await pairAs(identity, court));
  let sent = 0;
  const wrongEnds: number[] = [];
  const told = { code: 'LNK-111', inLog: ({ peerId }: { peerId?: string }) => hostile.some(({ id }) => id === peerId) };
  await court.under(`${String(count)} messages without sense`, told, async () => {
    const speak = async (index: number): Promise<void> => {
      while (sent < count) {
        const roll = dice(seed * 1_000_003 + sent);
        sent += 1;
        const message = senseless(roll);
        const end = await sayOnOneLine(court.port, hostile[index]!, paired[index]!, message, roll() < 0.75);
        if (!refusing.has(end)) wrongEnds.push(end);
      }
    };
    await Promise.all(hostile.map((_, index) => speak(index)));
    return { isRefused: wrongEnds.length === 0, sent, wrongEnds: wrongEnds.slice(0, 20) };
  });
  return { sent, wrongEnds, halls: hostile.map(({ id }) => id) };
}

const residentBytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? 0) * 1024;

/** Floods of words that are sound by themselves, and words that no WebSocket may say. */
async function flood(court: BesiegedCourt): Promise<void> {
  const { port } = court;
  const flooder = await newHall(court);
  const ofFlooder = { code: 'LNK-111', inLog: ({ peerId }: { peerId?: string }) => peerId === flooder.identity.id };
  const isFlood = {
    ...ofFlooder,
    inLog: (line: { peerId?: string; why?: string }) => ofFlooder.inLog(line) && line.why === 'flood',
  };
  await court.under('flood of sound frames', isFlood, async () => {
    const link = await linkAs(flooder.identity, flooder.to, port);
    for (let times = 0; times < floodFrames; times += 1)
      link.say({ say: 'call.standing', callId: randomUUID() as CallId, epoch: 1, isBroken: false });
    const end = await closedIn(link, cutWithinMs);
    return { isRefused: end === 4029, end, answered: link.heard.length };
  });
  const pinger = await newHall(court);
  await court.under(
    'flood of pings whose answers are not read',
    { code: 'LNK-111', inLog: ({ peerId, why }) => peerId === pinger.identity.id && why === 'flood' },
    async () => {
      const before = residentBytes(court.pid);
      const link = await linkAs(pinger.identity, pinger.to, port);
      const { _socket: below } = link.socket as unknown as { _socket: Socket };
      below.pause();
      const load = Buffer.alloc(125, 0x61);
      for (let times = 0; times < floodPings; times += 1) link.socket.ping(load, true, () => {});
      await wait(1500);
      const grownBytes = residentBytes(court.pid) - before;
      below.resume();
      const end = await closedIn(link, cutWithinMs);
      return { isRefused: end !== -1 && grownBytes < mostGrowthBytes, end, grownBytes };
    },
  );
  const breaker = await newHall(court);
  const ofBreaker = { code: 'LNK-111', inLog: ({ peerId }: { peerId?: string }) => peerId === breaker.identity.id };
  await court.under('frames that break the protocol', ofBreaker, async () => {
    const stood: string[] = [];
    for (const [name, bytes] of Object.entries(brokenProtocol)) {
      const link = await linkAs(breaker.identity, breaker.to, port);
      (link.socket as unknown as { _socket: Socket })._socket.write(bytes);
      if ((await closedIn(link, cutWithinMs)) === -1) stood.push(name);
      link.close();
    }
    return { isRefused: stood.length === 0, stood };
  });
  const caller = await newHall(court);
  await court.under(
    'message without sense within a call',
    {
      code: 'LNK-111',
      inLog: ({ peerId }) => peerId === caller.identity.id,
      inJournal: caller.identity.id,
      honestSignals: 1,
    },
    async () => {
      const link = await linkAs(caller.identity, caller.to, port);
      const offer = link.offer(randomUUID() as CallId, 1);
      link.say(offer);
      await court.console.until(({ calls: [call] }) => call?.callId === offer.callId, 3000, 'it rings');
      await wait(settleMs);
      link.socket.send('{"say":"call.offered"}');
      return { isRefused: (await closedIn(link, cutWithinMs)) === 4008 };
    },
  );
}

/** Connections that begin and do not go on, at each step there is. */
async function stall(court: BesiegedCourt, seed: number): Promise<void> {
  const { port } = court;
  const roll = dice(seed + 1);
  const clientHello = Buffer.from('160301020001000100', 'hex');
  const stalled: Readonly<Record<string, Readonly<{ from: string; act: (socket: Socket) => void }>>> = {
    'socket that says nothing': { from: '127.0.4.1', act: () => {} },
    'handshake that stops': { from: '127.0.4.2', act: (socket) => socket.write(clientHello) },
    'handshake that drips': {
      from: '127.0.4.3',
      act: (socket) => {
        let at = 0;
        const drip = setInterval(() => socket.write(clientHello.subarray(at % 9, (at++ % 9) + 1)), 250);
        socket.on('close', () => clearInterval(drip));
      },
    },
  };
  for (const [name, { from, act }] of Object.entries(stalled))
    await court.under(name, { code: 'LNK-105', inLog: ({ address }) => address === from }, async () => {
      const stoodMs = await standsForMs(port, from, act, 6000);
      return { isRefused: stoodMs !== null && stoodMs < 4000, stoodMs };
    });

  await court.under(
    'random bytes from many addresses',
    { code: 'LNK-105', inLog: ({ address }) => address?.startsWith('127.5.') === true },
    async () => {
      const stood = await Promise.all(
        Array.from({ length: 300 }, (_, index) => {
          const noise = Buffer.from(
            Array.from({ length: 1 + Math.floor(roll() * 900) }, () => Math.floor(roll() * 256)),
          );
          return standsForMs(port, `127.5.0.${String(1 + (index % 6))}`, (s) => s.write(noise), 6000);
        }),
      );
      return {
        isRefused: stood.every((ms) => ms !== null),
        longestMs: Math.round(Math.max(...stood.map((ms) => ms ?? 6000))),
      };
    },
  );

  const idler = await newHall(court);
  await court.under(
    'paired hall that asks for nothing',
    { code: 'LNK-111', inLog: ({ address }) => address === '127.0.4.4' },
    async () => {
      const tls = await connectTlsAs(idler.identity, port, '127.0.4.4');
      const beganMs = performance.now();
      const isClosed = await Promise.race([closing(tls!).then(() => true), wait(7000).then(() => false)]);
      return { isRefused: isClosed, stoodMs: Math.round(performance.now() - beganMs) };
    },
  );
  const ofIdler = { code: 'LNK-111', inLog: ({ peerId }: { peerId?: string }) => peerId === idler.identity.id };
  await court.under('paired hall that says no hello', ofIdler, async () => {
    const socket = dial(port, '127.0.4.4', { key: idler.identity.key, cert: idler.identity.certificate });
    const beganMs = performance.now();
    const isClosed = await Promise.race([closing(socket).then(() => true), wait(cutWithinMs).then(() => false)]);
    return { isRefused: isClosed, stoodMs: Math.round(performance.now() - beganMs) };
  });
  await court.under('paired hall that falls silent', { code: 'LNK-106', inLog: null }, async () => {
    const link = await linkAs(idler.identity, idler.to, port);
    (link.socket as unknown as { _socket: Socket })._socket.pause();
    const seen = await court.console
      .until(({ peers }) => peers.some(({ id, link: how }) => id === idler.identity.id && how === 'up'), 2000, 'up')
      .then(() =>
        court.console.until(
          ({ peers }) => peers.every(({ id, link: how }) => id !== idler.identity.id || how !== 'up'),
          7000,
          'its silence is noticed',
        ),
      );
    const dialled = await court.console.ask('call.dial', { peerId: idler.identity.id });
    link.close();
    return { isRefused: !dialled.ok && dialled.fault.key === 'peer.link-down' && seen.peers.length > 0 };
  });
}

export async function showMalformed(court: BesiegedCourt, count: number, seed: number): Promise<Malformed> {
  await stall(court, seed);
  await flood(court);
  return saySenseless(court, count, seed);
}
