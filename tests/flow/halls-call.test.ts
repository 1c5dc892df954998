import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HallState } from '#contract/papers.ts';
import type { CallId } from '#domain/ids.ts';
import { startCable, type Cable } from './cable.ts';
import { bothUp, freePort, pairByCode, pairScripted, startLinkedHall, type LinkedHall } from './hall-pair.ts';
import { until, type Line } from './start-service.ts';

const fingerprint = (byte: string): string => Array<string>(32).fill(byte).join(':');
const sdpOf = (byte: string): string => `v=0\r\nm=audio 9 RTP\r\na=fingerprint:sha-256 ${fingerprint(byte)}\r\n`;
const candidate = { candidate: 'candidate:1 1 udp 1 192.0.2.7 9 typ host', sdpMid: '0', sdpMLineIndex: 0 };

let court: LinkedHall;
let colony: LinkedHall;
let cable: Cable;
let courtWindow: Line;
let colonyWindow: Line;
const scratch = mkdtempSync(path.join(tmpdir(), 'tarazy-script-'));
beforeAll(async () => {
  [court, colony] = await Promise.all([startLinkedHall(), startLinkedHall()]);
  const cablePort = await freePort();
  cable = await startCable(cablePort, court.port);
  await pairByCode(court, colony, cablePort);
  [courtWindow, colonyWindow] = await Promise.all([court.openCallWindow(), colony.openCallWindow()]);
});
afterAll(async () => {
  await Promise.all([court.close(), colony.close()]);
  cable.close();
  rmSync(scratch, { recursive: true, force: true });
});

type CallState = HallState['calls'][number];
async function callState(hall: LinkedHall, state: CallState['state'], epoch?: number): Promise<CallState> {
  const seen = await hall.console.until(
    ({ calls: [call] }) => call?.state === state && (epoch === undefined || call.epoch === epoch),
    5000,
    `the call is ${state}`,
  );
  return seen.calls[0]!;
}
const peerOf = (hall: LinkedHall) => hall.console.state()!.peers[0]!.id;
const at = ({ callId, epoch }: CallState) => ({ callId, epoch });
const signalsOf = (hall: LinkedHall, what: 'description' | 'candidate') =>
  hall.signalled.filter((signal) => what in signal);

/** The windows' part of one epoch: offer, candidate, answer, connected. */
async function talk(epoch: number): Promise<void> {
  const calling = (await court.console.until(({ calls: [call] }) => call?.epoch === epoch, 5000, 'the epoch'))
    .calls[0]!;
  const counts = [signalsOf(court, 'description').length, signalsOf(colony, 'description').length] as const;
  await courtWindow.must('call.signal', {
    ...at(calling),
    peerId: peerOf(court),
    description: { type: 'offer', sdp: sdpOf('AA') },
  });
  await courtWindow.must('call.signal', { ...at(calling), peerId: peerOf(court), candidate });
  await until(() => signalsOf(colony, 'description').length > counts[1], 3000, 'the offer arrived');
  const answer = {
    ...at(calling),
    peerId: peerOf(colony),
    description: { type: 'answer', sdp: sdpOf('BB') },
  } as const;
  await colonyWindow.must('call.signal', answer);
  await until(() => signalsOf(court, 'description').length > counts[0], 3000, 'the answer arrived');
  if (epoch === 1) {
    const { callId } = await callState(colony, 'ringing');
    // The way is there, and it is no call before somebody has said yes, whatever a window says.
    for (const [hall, window] of [
      [court, courtWindow],
      [colony, colonyWindow],
    ] as const) {
      const told = await window.ask('call.report', { ...at(calling), state: 'connected' });
      expect(told).toMatchObject({ ok: false, fault: { key: 'call.stale' } });
      await callState(hall, hall === court ? 'calling' : 'ringing');
    }
    await colony.console.must('call.accept', { callId });
    await callState(court, 'connecting');
  }
  await courtWindow.must('call.report', { ...at(calling), state: 'connected' });
  await colonyWindow.must('call.report', { ...at(calling), state: 'connected' });
  await callState(court, 'connected', epoch);
  await callState(colony, 'connected', epoch);
}

describe('a call between two halls', () => {
  test('goes from window to window with signed fingerprints, once the other console has accepted', async () => {
    await court.console.must('call.dial', { peerId: peerOf(court) });
    expect(await callState(court, 'calling')).toMatchObject({ epoch: 1, side: 'caller', peerId: peerOf(court) });
    await talk(1);
    // The candidate waits, because the way through the services carried.
    expect(colony.signalled).toMatchObject([
      { description: { type: 'offer', sdp: sdpOf('AA') }, fingerprints: [expect.stringContaining('AA:AA')] },
    ]);
    expect(court.signalled).toMatchObject([{ description: { type: 'answer' }, peerId: peerOf(court) }]);
    await until(
      () => court.paths.length + colony.paths.length === 2,
      3000,
      'both windows know the way through the services',
    );
    expect([court.paths[0], colony.paths[0]]).toMatchObject([
      { epoch: 1, peerId: peerOf(court) },
      { epoch: 1, peerId: peerOf(colony) },
    ]);
  });

  test('is one at a time', async () => {
    const dialled = await court.console.ask('call.dial', { peerId: peerOf(court) });
    expect(dialled).toMatchObject({ ok: false, fault: { key: 'call.another-is-on' } });
  });

  test('goes on in the next epoch after a break, and what is said of the old one is dropped', async () => {
    const before = await callState(court, 'connected');
    await colonyWindow.must('call.report', { ...at(before), state: 'broken' });
    await talk(2);
    await until(() => court.paths.at(-1)?.epoch === 2, 3000, 'the next epoch has a way of its own');
    const late = await courtWindow.ask('call.signal', { ...at(before), peerId: peerOf(court), candidate });
    expect(late).toMatchObject({ ok: false, fault: { key: 'call.stale' } });
  });

  test('goes on by itself when the call window is rebuilt', async () => {
    courtWindow.close();
    await callState(court, 'broken');
    courtWindow = await court.openCallWindow();
    await talk(3);
  });

  test('only the call window may signal, and only it is told', async () => {
    const { callId, epoch } = await callState(court, 'connected');
    const asked = await court.console.ask('call.signal', { peerId: peerOf(court), callId, epoch, candidate });
    expect(asked).toMatchObject({ ok: false, fault: { key: 'api.not-allowed' } });
  });

  test('ends on both sides', async () => {
    await colony.console.must('call.end', {});
    expect(await callState(colony, 'ended')).toMatchObject({ end: 'asked' });
    expect(await callState(court, 'ended')).toMatchObject({ end: 'peer' });
  });

  test('rings on when its offer has grown old, and can be declined', async () => {
    await colony.console.must('call.dial', { peerId: peerOf(colony) });
    const calling = await callState(colony, 'calling');
    const offer = { description: { type: 'offer', sdp: sdpOf('AA') } } as const;
    await colonyWindow.must('call.signal', { ...at(calling), peerId: peerOf(colony), ...offer });
    await callState(court, 'ringing', 1);
    await colonyWindow.must('call.report', { ...at(calling), state: 'broken' });
    const again = await callState(colony, 'calling', 2);
    await colonyWindow.must('call.signal', { ...at(again), peerId: peerOf(colony), ...offer });
    const { callId } = await callState(court, 'ringing', 2);
    expect(court.signalled.at(-1)).toMatchObject({ callId, epoch: 2, ...offer });
    await court.console.must('call.decline', { callId });
    expect(await callState(colony, 'ended')).toMatchObject({ end: 'declined' });
  });
});

describe('the link', () => {
  test('is back by itself within two seconds after the other service was killed and is up again', async () => {
    await court.service.stop('SIGKILL');
    await colony.console.until((state) => state.peers[0]?.link === 'dialling', 6000, 'the link is down');
    court.restart();
    await until(() => court.service.stderr() === '' && isNewService(court), 15_000, 'the service is up');
    const upAt = performance.now();
    await colony.console.until((state) => state.peers[0]?.link === 'up', 2000, 'the link is back');
    expect(performance.now() - upAt).toBeLessThan(2000);
    await bothUp(court);
    // The call window comes back by itself, too; the next test speaks as it.
    const endsMs = performance.now() + 10_000;
    while (!(await courtWindow.ask('state.get', {})).ok && performance.now() < endsMs)
      await new Promise((resolve) => setTimeout(resolve, 50));
  });

  test('is given up within a second where nothing more is seen of the hall on the line, and is back at once', async () => {
    await court.console.must('call.dial', { peerId: peerOf(court) });
    await talk(1);
    const before = await callState(court, 'connected');
    cable.cut(true);
    await courtWindow.must('call.report', { ...at(before), state: 'broken' });
    await colonyWindow.must('call.report', { ...at(before), state: 'broken' });
    // Its own pings would take from two and a half to five seconds.
    for (const hall of [court, colony])
      await hall.console.until((state) => state.peers[0]?.link !== 'up', 1000, 'the cut is noticed');
    cable.cut(false);
    await colony.console.until((state) => state.peers[0]?.link === 'up', 1000, 'the link is back');
    // The window has a second to itself with each epoch.
    await callState(court, 'broken', before.epoch + 1);
    await talk(before.epoch + 1);
    await court.console.must('call.end', {});
    await callState(colony, 'ended');
  });

  test('that is whole is not given up because a window says that it sees nothing', async () => {
    await court.console.must('call.dial', { peerId: peerOf(court) });
    await talk(1);
    await courtWindow.must('call.report', { ...at(await callState(court, 'connected')), state: 'broken' });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    for (const hall of [court, colony]) expect(hall.console.state()?.peers[0]?.link).toBe('up');
    await court.console.must('call.end', {});
    await callState(colony, 'ended');
  });

  test('is back within two seconds after its cable was cut silently and is whole again', async () => {
    cable.cut(true);
    for (const hall of [court, colony])
      await hall.console.until((state) => state.peers[0]?.link !== 'up', 7000, 'the cut is noticed');
    cable.cut(false);
    await colony.console.until((state) => state.peers[0]?.link === 'up', 2000, 'the link is back');
    await bothUp(court);
    await new Promise((resolve) => setTimeout(resolve, 6000));
    for (const hall of [court, colony]) expect(hall.console.state()?.peers[0]?.link).toBe('up');
  });
});

describe('a paired hall that lies', () => {
  test('gets no altered fingerprint, no old epoch and no lone candidate to the window', async () => {
    const script = await pairScripted(court, scratch);
    const { inviter, identity, guard } = script;
    const callId = randomUUID() as CallId;
    const offer = (epoch: number, sdp = sdpOf('CC')) =>
      ({ say: 'call.offered', ...guard.seal(inviter.id, { callId, epoch }, sdp)! }) as const;
    const given = court.signalled.length;

    script.say({ say: 'call.candidate', callId, epoch: 1, candidate });
    script.say({ ...offer(1), sdp: sdpOf('DD') });
    await until(() => script.heard.length > 0, 3000, 'the altered offer is refused');
    expect(script.heard).toEqual([{ say: 'call.ended', callId, why: 'refused' }]);
    const refused = await court.console.until(
      ({ alarms }) => alarms.some(({ fault }) => fault.key === 'peer.fingerprint-refused'),
      3000,
      'the refusal is shown',
    );
    expect(refused.calls[0]?.callId).not.toBe(callId);

    script.say(offer(5));
    const ringing = await court.console.until(({ calls: [call] }) => call?.callId === callId, 3000, 'it rings');
    expect(ringing.calls[0]).toMatchObject({ state: 'ringing', epoch: 5, peerId: identity.id });
    await court.console.must('call.accept', { callId });
    await until(() => court.signalled.length === given + 1, 3000, 'the honest offer arrived');

    script.say(offer(4));
    script.say({ say: 'call.candidate', callId, epoch: 4, candidate });
    script.say({ say: 'call.candidate', callId, epoch: 6, candidate });
    script.say({ say: 'call.candidate', callId, epoch: 5, candidate });
    await until(() => court.signalled.length > given + 1, 3000, 'the candidate of this epoch arrived');
    expect(court.signalled.slice(given)).toMatchObject([
      { epoch: 5, description: { type: 'offer' } },
      { epoch: 5, candidate },
    ]);
    script.close();
  });
});

function isNewService(hall: LinkedHall): boolean {
  try {
    return hall.service.run().pid === hall.service.pid;
  } catch {
    return false;
  }
}
