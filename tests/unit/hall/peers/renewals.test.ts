import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { KeyFrame } from '#contract/peer-link.ts';
import type { HallPeerId } from '#domain/ids.ts';
import { pinsOf } from '#domain/peers/paired-hall.ts';
import { renewalRules } from '#domain/peers/renewal.ts';
import { keyIdOf } from '../../../../src/hall/peers/certificate.ts';
import type { Identity } from '../../../../src/hall/peers/identity.ts';
import { openKeyPair, valueOf, type KeyHall, type KeyPair } from './key-pair.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-renewals-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let pairs = 0;
let pair: KeyPair;
let court: KeyHall;
let colony: KeyHall;
beforeEach(async () => {
  pairs += 1;
  pair = await openKeyPair(path.join(folder, String(pairs)));
  ({ court, colony } = pair);
});

const directions = [
  ['the renewing hall dials', () => [court, colony]],
  ['the renewing hall is dialled', () => [colony, court]],
] as const satisfies readonly (readonly [string, () => readonly [KeyHall, KeyHall]])[];

/** Only the new key is known on both sides, and the names by which the halls know each other are what they were. */
async function isDone(of: () => readonly [KeyHall, KeyHall], renewed: Identity, firstId: HallPeerId): Promise<void> {
  for (let time = 0; time < 3; time += 1) {
    pair.part();
    expect(await pair.meet(...of())).toBe(true);
    await pair.carry();
  }
  expect(court.keys.all().map(({ id }) => id)).toEqual([renewed.id]);
  expect(pinsOf(pair.entry(colony))).toEqual([renewed.certificate]);
  expect(pair.entry(colony).id).toBe(firstId);
  expect(pair.entry(court)).toMatchObject({ ownId: firstId, ownKeyId: renewed.id });
  expect([...court.refused, ...colony.refused]).toEqual([]);
}

describe.each(directions)('a renewed key where %s', (_which, of) => {
  test('is learned on the line, and then the old one goes on both sides', async () => {
    const firstId = court.keys.newest().id;
    await pair.meet(...of());
    const renewed = valueOf(await court.renewals.renew());
    await pair.carry();
    expect(pinsOf(pair.entry(colony)).map(keyIdOf)).toEqual([firstId, renewed.id]);
    await isDone(of, renewed, firstId);
    expect(await pair.meet(...of())).toBe(true);
  });

  test('is learned by a hall that was away', async () => {
    const firstId = court.keys.newest().id;
    const renewed = valueOf(await court.renewals.renew());
    expect(court.keys.all()).toHaveLength(2);
    await pair.reopen(court);
    await isDone(of, renewed, firstId);
  });

  test.each([
    ['it was told', (frame: KeyFrame) => frame.say === 'key.renewed'],
    ['it was confirmed', (frame: KeyFrame) => frame.say === 'key.kept'],
    ['both had it on disk', () => false],
  ])('survives that both services are killed before %s', async (_point, lost) => {
    const firstId = court.keys.newest().id;
    await pair.meet(...of());
    const renewed = valueOf(await court.renewals.renew());
    await pair.carry(lost);
    await pair.reopen(court, colony);
    await isDone(of, renewed, firstId);
  });

  test('survives that only one of them is killed before it was confirmed', async () => {
    for (const killed of ['court', 'colony']) {
      const firstId = pair.entry(court).ownId;
      await pair.meet(...of());
      const renewed = valueOf(await court.renewals.renew());
      await pair.carry((frame) => frame.say === 'key.kept');
      await pair.reopen(killed === 'court' ? court : colony);
      await isDone(of, renewed, firstId);
    }
  });

  test('is followed by another one before the first was learned', async () => {
    const firstId = court.keys.newest().id;
    await pair.meet(...of());
    await court.renewals.renew();
    await pair.carry((frame) => frame.say === 'key.kept');
    const last = valueOf(await court.renewals.renew());
    await pair.reopen(court);
    await isDone(of, last, firstId);
  });

  test('of both halls at once is learned by both', async () => {
    const firstId = court.keys.newest().id;
    await pair.meet(...of());
    const renewed = valueOf(await court.renewals.renew());
    const theirs = valueOf(await colony.renewals.renew());
    await pair.carry();
    await isDone(of, renewed, firstId);
    expect(colony.keys.all().map(({ id }) => id)).toEqual([theirs.id]);
    expect(pinsOf(pair.entry(court))).toEqual([theirs.certificate]);
  });
});

describe('an old key', () => {
  test('waits half a year for a hall that is away and no longer', async () => {
    valueOf(await court.renewals.renew());
    pair.clock.skippedMs = renewalRules.keepOldMs - 60_000;
    await pair.reopen(court);
    expect(court.keys.of(pair.entry(court).ownKeyId)).toBeDefined();
    pair.clock.skippedMs = renewalRules.keepOldMs + 60_000;
    await pair.reopen(court);
    expect(court.keys.of(pair.entry(court).ownKeyId)).toBeUndefined();
    expect(await pair.meet(court, colony)).toBe(false);
    expect(await pair.meet(colony, court)).toBe(false);
  });

  test('is not renewed again and again while halls do not know the last one', async () => {
    for (let time = 1; time < renewalRules.mostKeys; time += 1) valueOf(await court.renewals.renew());
    expect(await court.renewals.renew()).toMatchObject({ fault: { key: 'peer.renewals-waiting' } });
  });
});

describe('while a call is on', () => {
  test('no key is told; it is afterwards', async () => {
    await pair.meet(court, colony);
    court.isCallOn = true;
    await court.renewals.renew();
    expect(court.said).toEqual([]);
    court.isCallOn = false;
    court.renewals.look();
    expect(court.said).toMatchObject([{ say: 'key.renewed' }]);
  });
});
