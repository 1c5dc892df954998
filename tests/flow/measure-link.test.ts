import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PeerShown } from '#contract/papers.ts';
import { datagramBytes, type LinkMeasured } from '#domain/peers/bandwidth.ts';
import { writeDatagram } from '../../src/hall/peers/probe-datagram.ts';
import { inventedCard } from '../stage/hall-card.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { startCable, type Cable } from './cable.ts';
import { bothUp, freePort, pairByCode, pairScripted, startLinkedHall, type LinkedHall } from './hall-pair.ts';
import { until } from './start-service.ts';

/* P35–P38: what a path between two halls carries, measured by two real services. */

const scratch = mkdtempSync(path.join(tmpdir(), 'tarazy-measure-'));
let court: LinkedHall;
/** Dials the court directly; UDP is open. */
let colony: LinkedHall;
/** Dials a hall through a cable that carries no UDP. */
let office: LinkedHall;
let archive: LinkedHall;
let cable: Cable;
beforeAll(async () => {
  [court, colony, office, archive] = await Promise.all([
    startLinkedHall(),
    startLinkedHall(),
    startLinkedHall(),
    startLinkedHall(),
  ]);
  await pairByCode(court, colony);
  const cablePort = await freePort();
  cable = await startCable(cablePort, archive.port);
  await pairByCode(archive, office, cablePort);
});
afterAll(async () => {
  await Promise.all([court, colony, office, archive].map((hall) => hall.close()));
  cable.close();
  rmSync(scratch, { recursive: true, force: true });
});

const peer = (hall: LinkedHall): PeerShown => hall.console.state()!.peers[0]!;
const measure = (hall: LinkedHall) => hall.console.ask('peer.measure', { peerId: peer(hall).id });
/** Figures, and again where the machine was too busy for any, which the hall itself says. */
async function figures(hall: LinkedHall, first: ReturnType<typeof measure> = measure(hall)): Promise<LinkMeasured> {
  let outcome = await first;
  for (let tries = 1; !outcome.ok && outcome.fault.key === 'peer.measure-disturbed' && tries < 5; tries += 1)
    outcome = await measure(hall);
  if (!outcome.ok) throw new Error(outcome.fault.key);
  return outcome.value.measured;
}
/** Asks, and waits until both halls show this measurement and not one before it. */
async function begin(asker: LinkedHall, other: LinkedHall): Promise<Readonly<{ asked: ReturnType<typeof measure> }>> {
  for (const hall of [asker, other])
    await hall.console.until(({ peers }) => peers[0]?.probe === null, 3000, 'nothing is measured');
  const asked = measure(asker);
  for (const hall of [asker, other])
    await hall.console.until(({ peers }) => peers[0]?.probe != null, 3000, 'it measures');
  return { asked };
}
/** A free loopback carries all that is sent; a busy machine may send a little less. */
const nearlyAll = { kbps: expect.toSatisfy((kbps: number) => kbps > 5500 && kbps <= 6500), isAtLeast: true };

describe('a measurement over UDP', () => {
  test('gives both halls the figures of both ways, and is evidence of the hearing on the screens', async () => {
    const { hearingId } = await court.console.must('hearing.plan', { card: inventedCard });
    await court.console.must('hearing.select', { hearingId });
    const { asked } = await begin(colony, court);
    expect(peer(court).probe!.remainingMs).toBeGreaterThan(3000);
    const measured = await figures(colony, asked);
    expect(measured).toMatchObject({
      ...{ method: 'udp', verdict: 'enough', leastKbps: 1000 },
      ...{ send: nearlyAll, receive: nearlyAll },
    });
    expect(measured.roundTripMs).toBeLessThan(100);

    const there = await court.console.until(({ peers }) => peers[0]?.measured != null, 2000, 'both have it');
    expect(there.peers[0]).toMatchObject({
      probe: null,
      probeFault: null,
      measured: { method: 'udp', send: measured.receive, receive: measured.send, roundTripMs: measured.roundTripMs },
    });
    const journal = (): ReturnType<typeof readJournal> => readJournal(onlyHearingFolder(court.home));
    await until(() => entriesOf(journal(), 'link.measured').length === 1, 2000, 'it is journaled');
    const entry = entriesOf(journal(), 'link.measured')[0]!;
    expect(entry).toMatchObject({
      author: { role: 'system' },
      body: { ...there.peers[0]!.measured, peerId: peer(court).id },
    });
  });

  test('takes nothing and answers nothing that does not carry its token, also from one who was there first', async () => {
    const stranger = createSocket('udp4');
    const answers: Buffer[] = [];
    stranger.on('message', (bytes) => answers.push(bytes));
    const wrong = Buffer.alloc(16, 7);
    const words = { way: 'there', train: 'first', number: 0, sentUs: 0 } as const;
    const flood = setInterval(() => {
      for (const kind of ['echo', 'train'] as const)
        stranger.send(writeDatagram(wrong, { ...words, kind }), court.port, '127.0.0.1', () => {});
      stranger.send(Buffer.alloc(datagramBytes), court.port, '127.0.0.1', () => {});
    }, 5);
    const measured = await figures(court);
    clearInterval(flood);
    stranger.close();
    expect(answers).toEqual([]);
    expect(measured).toMatchObject({ method: 'udp', send: nearlyAll, receive: nearlyAll });
    // Nobody listens there once the probe is over: the port can be taken.
    const port = createSocket('udp4');
    await new Promise<void>((resolve, reject) => {
      port.once('error', reject);
      port.bind({ port: court.port, address: '127.0.0.1', exclusive: true }, resolve);
    });
    port.close();
  });

  test('is one at a time, for whoever asks', async () => {
    const script = await pairScripted(court, scratch);
    const { asked } = await begin(colony, court);
    const refusal = { ok: false, fault: { key: 'peer.measuring' } };
    expect(await measure(colony)).toMatchObject(refusal);
    expect(await measure(court)).toMatchObject(refusal);
    const token = '0'.repeat(32);
    script.say({ say: 'probe.asked', token });
    await until(() => script.heard.length > 0, 3000, 'the third hall is answered');
    expect(script.heard).toEqual([{ say: 'probe.ended', token, why: 'busy' }]);
    expect((await figures(colony, asked)).method).toBe('udp');
    script.close();
    await court.console.must('peer.remove', { peerId: script.identity.id });
  });

  test('is refused while a call is on, and ends when one begins', async () => {
    await court.console.must('call.dial', { peerId: peer(court).id });
    expect(await measure(court)).toMatchObject({ ok: false, fault: { key: 'call.another-is-on' } });
    expect(await measure(colony)).toMatchObject({ ok: false, fault: { key: 'peer.busy' } });
    await court.console.must('call.end', {});

    const { asked } = await begin(colony, court);
    await court.console.must('call.dial', { peerId: peer(court).id });
    const beganMs = performance.now();
    expect(await asked).toMatchObject({ ok: false, fault: { key: 'peer.measure-broken' } });
    expect(performance.now() - beganMs).toBeLessThan(1500);
    await court.console.until(({ calls: [call] }) => call?.state === 'calling', 2000, 'the call goes on');
    await colony.console.until(
      ({ peers }) => peers[0]?.probe === null && peers[0].probeFault?.key === 'peer.measure-broken',
      2000,
      'the asking hall shows it',
    );
    await court.console.must('call.end', {});
  });

  test('ends in both halls when the hall is removed', async () => {
    const { asked } = await begin(colony, court);
    const removedMs = performance.now();
    await court.console.must('peer.remove', { peerId: peer(court).id });
    expect(await asked).toMatchObject({ ok: false, fault: { key: 'peer.measure-broken' } });
    // At once, and not because its time was over.
    expect(performance.now() - removedMs).toBeLessThan(3000);
    await colony.console.until(({ peers }) => peers[0]?.link !== 'up', 3000, 'the link is down');
    expect(await measure(colony)).toMatchObject({ ok: false, fault: { key: 'peer.link-down' } });
  });
});

describe('a measurement where UDP is shut', () => {
  test('goes over TCP and says so', async () => {
    expect(await figures(archive)).toMatchObject({ method: 'tcp', send: nearlyAll, receive: nearlyAll });
    await office.console.until(({ peers }) => peers[0]?.measured?.method === 'tcp', 2000, 'both have it');
  });

  test('ends with a fault in both halls when the cable is cut in the middle, and can be had again', async () => {
    const { asked } = await begin(office, archive);
    await wait(3000);
    cable.cut(true);
    expect(await asked).toMatchObject({ ok: false, fault: { key: 'peer.measure-broken' } });
    await archive.console.until(
      ({ peers }) => peers[0]?.probe === null && peers[0].probeFault?.key === 'peer.measure-broken',
      12_000,
      'it is over there too',
    );
    // Figures that were had before stay to be seen.
    expect(peer(archive).measured).toMatchObject({ method: 'tcp' });
    cable.cut(false);
    await bothUp(office, archive);
    expect((await figures(office)).method).toBe('tcp');
  });
});
