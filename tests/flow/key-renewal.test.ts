import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { renewalText } from '#domain/peers/renewal.ts';
import { makeCertificate } from '../../src/hall/peers/certificate.ts';
import { identityFrom } from '../../src/hall/peers/identity.ts';
import { openPeers, type LinkRefusal } from '../../src/hall/peers/index.ts';
import { silentLog } from '../fixtures/make-hall.ts';
import {
  bothUp,
  freePort,
  nobodyHears,
  pairByCode,
  pairScripted,
  startLinkedHall,
  type LinkedHall,
} from './hall-pair.ts';
import { until } from './start-service.ts';

let court: LinkedHall;
let colony: LinkedHall;
beforeEach(async () => {
  [court, colony] = await Promise.all([startLinkedHall(), startLinkedHall()]);
});
afterEach(() => Promise.all([court.close(), colony.close()]));

type Kept = Readonly<{
  id: string;
  certificate: string;
  nextCertificate: string | null;
  ownId: string;
  ownKeyId: string;
}>;
const kept = (hall: LinkedHall): Kept => {
  const file = JSON.parse(readFileSync(path.join(hall.home, 'peers.json'), 'utf8')) as { halls: Kept[] };
  return file.halls[0]!;
};
const keysOf = (hall: LinkedHall): number =>
  readFileSync(path.join(hall.home, 'keys', 'hall-link.pem'), 'utf8').split('BEGIN PRIVATE KEY').length - 1;
const logOf = (hall: LinkedHall): string =>
  readdirSync(path.join(hall.home, 'logs'))
    .map((name) => readFileSync(path.join(hall.home, 'logs', name), 'utf8'))
    .join('');

/** The old key is gone on both sides, the halls are linked, and each still goes by the name that it had. */
async function isLearned(
  renewing: LinkedHall,
  other: LinkedHall,
  before: Readonly<{ theirs: Kept; ours: Kept }>,
): Promise<void> {
  await until(
    () => keysOf(renewing) === 1,
    20_000,
    'the old key went',
    () => JSON.stringify([kept(renewing), kept(other)]),
  );
  await until(
    () => kept(other).nextCertificate === null,
    20_000,
    'the old pin went',
    () => JSON.stringify(kept(other)),
  );
  await bothUp(renewing, other);
  expect(kept(other).certificate).not.toBe(before.theirs.certificate);
  expect(kept(other).id).toBe(before.theirs.id);
  expect(kept(renewing)).toMatchObject({ id: before.ours.id, ownId: before.ours.ownId });
  expect(kept(renewing).ownKeyId).not.toBe(before.ours.ownKeyId);
  expect(renewing.console.state()?.peers[0]?.knowsKey).toBe(true);
  // What is signed in a call goes by the new key too.
  const line = await other.openCallWindow();
  const caller = await renewing.openCallWindow();
  await renewing.console.must('call.dial', { peerId: renewing.console.state()!.peers[0]!.id });
  const { calls } = await renewing.console.until((state) => state.calls[0]?.state === 'calling', 3000, 'it calls');
  const { callId, epoch, peerId } = calls[0]!;
  const sdp = `a=fingerprint:sha-256 ${Array<string>(32).fill('AA').join(':')}\r\n`;
  await caller.ask('call.signal', { peerId, callId, epoch, description: { type: 'offer', sdp } });
  await other.console.until((state) => state.calls[0]?.state === 'ringing', 5000, 'it rings over there');
  await renewing.console.must('call.end', {});
  line.close();
  caller.close();
  [renewing.call, other.call] = [null, null];
}

const sides = [
  ['dials', () => [colony, court]],
  ['is dialled', () => [court, colony]],
] as const satisfies readonly (readonly [string, () => readonly [LinkedHall, LinkedHall]])[];

describe.each(sides)('a hall that %s renews its key', (_how, of) => {
  test('on the line: the other one has it at once, under the name it always had', async () => {
    await pairByCode(court, colony);
    const [renewing, other] = of();
    const before = { theirs: kept(other), ours: kept(renewing) };
    const old = await renewing.console.must('peers.list', {});
    const { own } = await renewing.console.must('peer.renew-key', {});
    expect(own.controlNumber).not.toBe(old.own?.controlNumber);
    await isLearned(renewing, other, before);
    expect(logOf(renewing) + logOf(other)).not.toContain('LNK-');
  });

  test('while the other one is away: both are killed, and it learns the key when it comes', async () => {
    await pairByCode(court, colony);
    const [renewing, other] = of();
    const before = { theirs: kept(other), ours: kept(renewing) };
    await other.service.stop('SIGKILL');
    await renewing.console.must('peer.renew-key', {});
    expect(keysOf(renewing)).toBe(2);
    await renewing.console.until(({ peers }) => peers[0]?.knowsKey === false, 3000, 'the list says so');
    await renewing.service.stop('SIGKILL');
    renewing.restart();
    other.restart();
    await isLearned(renewing, other, before);
  });

  test.each([
    ['the new key is on disk', (renewing: LinkedHall) => keysOf(renewing) === 2],
    ['the other hall has pinned it', (_: LinkedHall, other: LinkedHall) => kept(other).nextCertificate !== null],
    [
      'this hall knows that it is pinned',
      (renewing: LinkedHall, _other: LinkedHall, ours: Kept) => kept(renewing).ownKeyId !== ours.ownKeyId,
    ],
  ] as const)('and is killed, with the other one, as soon as %s', async (_point, isReached) => {
    await pairByCode(court, colony);
    const [renewing, other] = of();
    const before = { theirs: kept(other), ours: kept(renewing) };
    void renewing.console.ask('peer.renew-key', {});
    const endsMs = performance.now() + 10_000;
    // Nothing is waited for in between, so that the kill comes as near to the point as a person with a cable could.
    while (!isReached(renewing, other, before.ours)) {
      if (performance.now() > endsMs) throw new Error('the point was not reached');
      await new Promise((resolve) => setImmediate(resolve));
    }
    process.kill(renewing.service.pid, 'SIGKILL');
    process.kill(other.service.pid, 'SIGKILL');
    await Promise.all([renewing.service.exit, other.service.exit]);
    renewing.restart();
    other.restart();
    await isLearned(renewing, other, before);
  });
});

describe('a renewal that is forged or replayed', () => {
  test('is refused by its code, told to the journal, and changes nothing; a true one is taken afterwards', async () => {
    const home = mkdtempSync(path.join(tmpdir(), 'tarazy-forger-'));
    const peersFile = path.join(home, 'peers.json');
    const refused: LinkRefusal[] = [];
    const port = await freePort();
    const opened = await openPeers({
      ...{ keysFolder: path.join(home, 'own-keys'), peersFile, introductionsFolder: home },
      listen: { host: '127.0.0.1', port },
      ownName: () => ({ court: 'Court', hall: '1' }),
      mayCall: () => true,
      ...{ mostCalls: 1, mostParties: 1, turn: null, leastKbps: 1000, nowMs: Date.now, log: silentLog },
      on: { ...nobodyHears, callRefused: (refusal) => refused.push(refusal) },
    });
    if (!opened.ok) throw new Error(opened.fault.key);
    const peers = opened.value;
    await peers.start();
    const invite = async (): Promise<unknown> => {
      const invited = peers.invite();
      return invited.ok ? invited.value : invited;
    };
    const hall = await pairScripted({ port, console: { must: invite } as unknown as LinkedHall['console'] }, home);
    const pin = (): Kept => (JSON.parse(readFileSync(peersFile, 'utf8')) as { halls: Kept[] }).halls[0]!;

    const made = await makeCertificate();
    const next = identityFrom(made.key + made.certificate);
    const { id: to } = hall.inviter;
    const { certificate } = next;
    const said = { from: hall.identity.id, to, oldKeyId: hall.identity.id, certificate };
    // Signed for a run of the service that is no longer: whoever kept it brings it too late.
    const text = renewalText({ ...said, run: '0'.repeat(32) });
    hall.say({ say: 'key.renewed', certificate, signature: hall.identity.sign(text), proof: next.sign(text) });
    await until(() => refused.length > 0, 5000, 'it is refused');
    expect(refused).toEqual([
      {
        ...{ peerId: hall.identity.id, key: 'peer.renewal-refused', why: 'not by the old key', times: 1 },
        ...{ callId: null, epoch: null },
      },
    ]);
    expect(pin()).toMatchObject({ certificate: hall.identity.certificate, nextCertificate: null });
    expect(hall.heard.map(({ say }) => say)).not.toContain('key.kept');

    const rightly = renewalText({ ...said, run: hall.guard.runOf(to)! });
    hall.say({ say: 'key.renewed', certificate, signature: hall.identity.sign(rightly), proof: next.sign(rightly) });
    await until(() => hall.heard.some(({ say }) => say === 'key.kept'), 5000, 'the true one is taken');
    expect(pin()).toMatchObject({ certificate: hall.identity.certificate, nextCertificate: certificate });
    hall.close();
    await peers.close();
    rmSync(home, { recursive: true, force: true });
  });
});
