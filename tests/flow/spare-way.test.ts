import { createSocket, type Socket } from 'node:dgram';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallWay } from '#domain/peers/call.ts';
import { entriesOf } from '../stage/record-files.ts';
import { journal, peerOf, startExhibitPair, type ExhibitPair } from './exhibit-pair.ts';
import type { LinkedHall } from './hall-pair.ts';
import { until } from './start-service.ts';
import { startUdpGate, type UdpGate } from './udp-gate.ts';

/*
 * Two real services. What is dialled goes over a cable that carries TCP, and beside it a gate that swallows datagrams until it is
 * opened; sockets stand for the windows.
 */

type Mouth = Readonly<{ heard: string[]; say(text: string): void; socket: Socket }>;
let pair: ExhibitPair;
let gate: UdpGate;
const closing: (() => unknown)[] = [];
let mouths: readonly Mouth[] = [];

async function openMouth(hall: LinkedHall): Promise<Mouth> {
  const socket = createSocket('udp4');
  const heard: string[] = [];
  socket.on('message', (bytes) => heard.push(bytes.toString()));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  /** The newest way that the service told its window. */
  const port = (): number => {
    const told = hall.paths.at(-1);
    return told !== undefined && 'candidate' in told ? Number(told.candidate.candidate.split(' ')[5]) : 0;
  };
  return { heard, socket, say: (text) => port() > 0 && socket.send(text, port(), '127.0.0.1') };
}

const halls = () => [pair.court, pair.colony] as const;
async function way(wanted: CallWay, limitMs: number): Promise<void> {
  for (const hall of halls())
    await hall.console.until(({ calls: [call] }) => call?.way === wanted, limitMs, `the way is ${wanted}`);
}

/** Both windows speak every 20 ms for so long; how many of these words each heard of the other, in their order. */
async function talk(forMs: number, word: string, isOneWay = true): Promise<readonly [number, number, number]> {
  let said = 0;
  for (const endsMs = performance.now() + forMs; performance.now() < endsMs; said += 1) {
    for (const mouth of mouths) mouth.say(`${word} ${String(said)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  const counts = mouths.map(({ heard }) => {
    const numbers = heard.filter((text) => text.startsWith(`${word} `)).map((text) => Number(text.split(' ')[1]));
    expect(new Set(numbers).size).toBe(numbers.length);
    // While the way changes, what goes the new one may overtake what is still on the old one, as datagrams may.
    if (isOneWay) expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    return numbers.length;
  });
  return [counts[0]!, counts[1]!, said];
}

beforeAll(async () => {
  pair = await startExhibitPair();
  closing.push(() => pair.close());
  gate = await startUdpGate(pair.cable.port, pair.court.port);
  closing.push(() => gate.close());
  await pair.openHearings();
}, 90_000);
afterAll(async () => {
  for (const { socket } of mouths) socket.close();
  for (const close of closing.reverse()) await close();
});

describe('where UDP is shut', () => {
  test('a call comes up by the spare way, which carries every word both ways, and both consoles say so', async () => {
    await pair.call();
    mouths = [await openMouth(pair.court), await openMouth(pair.colony)];
    await way('spare', 5000);
    await talk(300, 'before');
    const [atCourt, atColony, said] = await talk(2000, 'first');
    expect(gate.passed()).toBe(0);
    expect([atCourt, atColony]).toEqual([said, said]);
    // The link is another connection, and is not in its way.
    for (const hall of halls()) expect(hall.console.state()?.peers[0]?.link).toBe('up');
  });

  test('the datagrams go back to UDP when it answers, and the call is the same one', async () => {
    const epoch = pair.court.console.state()!.calls[0]!.epoch;
    gate.open(true);
    const [atCourt, atColony, said] = await talk(4000, 'second', false);
    await way('straight', 1000);
    expect(Math.min(atCourt, atColony)).toBeGreaterThanOrEqual(said - 5);
    const carriedBytes = pair.cable.carriedBytes();
    const [, , later] = await talk(1000, 'third');
    // By then the cable of TCP carries the link's own words only.
    expect(pair.cable.carriedBytes() - carriedBytes).toBeLessThan(later * 20);
    expect(mouths[0]!.heard.filter((text) => text.startsWith('third')).length).toBeGreaterThan(later * 0.9);
    expect(pair.court.console.state()!.calls[0]).toMatchObject({ epoch, state: 'connected' });
  });

  test('and shut again in the middle of a call, the spare way is there by itself', async () => {
    gate.open(false);
    const talking = talk(2500, 'fourth', false);
    await way('spare', 6000);
    const [atCourt, atColony, said] = await talking;
    expect(Math.min(atCourt, atColony)).toBeGreaterThan(said / 2);
  });

  test('the next call to that hall does not wait a second for UDP', async () => {
    // It is believed to be shut once the spare way has stood for three seconds.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await pair.hangUp();
    await pair.call();
    await way('spare', 700);
  });

  test('the end of the call is the end of its connection', async () => {
    await pair.hangUp();
    await talk(300, 'after');
    const carriedBytes = pair.cable.carriedBytes();
    await talk(1000, 'silence');
    expect(pair.cable.carriedBytes() - carriedBytes).toBeLessThan(1000);
    expect(mouths.flatMap(({ heard }) => heard).filter((text) => text.startsWith('silence'))).toEqual([]);
  });

  test('the journals of both hearings tell each change of the way', async () => {
    for (const hall of halls()) {
      await until(() => entriesOf(journal(hall), 'link.turned').length >= 4, 3000, 'they are written');
      const told = entriesOf(journal(hall), 'link.turned').map(({ body }) => body);
      const ways = told.map((body) => body.way);
      expect(ways.slice(0, 3)).toEqual(['spare', 'straight', 'spare']);
      expect(ways.at(-1)).toBe('spare');
      // A machine that was starved may have turned once more meanwhile, and told that too.
      expect(ways.length).toBeLessThanOrEqual(6);
      expect(told[0]).toMatchObject({ peerId: peerOf(hall), epoch: 1 });
    }
  });
});
