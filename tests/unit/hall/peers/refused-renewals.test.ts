import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { KeyFrame } from '#contract/peer-link.ts';
import { renewalText } from '#domain/peers/renewal.ts';
import { makeCertificate } from '../../../../src/hall/peers/certificate.ts';
import { identityFrom, type Identity } from '../../../../src/hall/peers/identity.ts';
import { openKeyPair, valueOf, type KeyHall, type KeyPair } from './key-pair.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-refused-renewals-'));
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

describe('a renewal is refused', () => {
  const fresh = async (): Promise<Identity> => {
    const made = await makeCertificate();
    return identityFrom(made.key + made.certificate);
  };
  type Said = Parameters<typeof renewalText>[0];
  /** What the court would say of its new key, with one thing otherwise. */
  async function forged(
    next: Identity,
    change: Partial<Said> = {},
    old: Identity = court.keys.newest(),
    by = next,
  ): Promise<KeyFrame> {
    const text = renewalText({
      from: pair.entry(court).ownId,
      to: pair.entry(court).id,
      run: colony.run,
      oldKeyId: court.keys.newest().id,
      certificate: next.certificate,
      ...change,
    });
    const { certificate } = next;
    return { say: 'key.renewed', certificate, signature: old.sign(text), proof: by.sign(text) };
  }
  async function isRefused(frame: KeyFrame, why: string): Promise<void> {
    const before = JSON.stringify(colony.paired.all());
    colony.renewals.received(pair.entry(colony).id, frame);
    await pair.settle();
    expect(colony.refused).toEqual([`peer.renewal-refused: ${why}`]);
    expect(colony.said).toEqual([]);
    expect(JSON.stringify(colony.paired.all())).toBe(before);
  }

  test('that the pinned key has not signed', async () => {
    await isRefused(await forged(await fresh(), {}, await fresh()), 'not by the old key');
  });
  test('that was signed for another run of this service, so that it is replayed', async () => {
    const frame = await forged(await fresh());
    await pair.reopen(colony);
    await isRefused(frame, 'not by the old key');
  });
  test('that was signed for another hall', async () => {
    await isRefused(await forged(await fresh(), { to: court.keys.newest().id }), 'not by the old key');
  });
  test('whose new key nobody has', async () => {
    await isRefused(await forged(await fresh(), {}, court.keys.newest(), await fresh()), 'not by the new key');
  });
  test('to a key of this hall itself or of another one', async () => {
    await isRefused(await forged(colony.keys.newest()), 'a key that is known already');
    const third = await fresh();
    const { id, certificate } = third;
    const place = { court: 'Third', hall: '1', address: null, pairedAtMs: 1, ownId: colony.keys.newest().id };
    await colony.paired.save({ ...place, id, certificate });
    colony.refused.length = 0;
    colony.renewals.received(court.keys.newest().id, await forged(third));
    await pair.settle();
    expect(colony.refused).toEqual(['peer.renewal-refused: a key that is known already']);
  });
  test('that carries a second certificate', async () => {
    const next = await fresh();
    const certificate = next.certificate + (await fresh()).certificate;
    await isRefused({ ...(await forged(next, { certificate })), certificate } as KeyFrame, 'no certificate');
  });
  test('that is no certificate', async () => {
    const frame = { ...(await forged(await fresh())), certificate: 'PEM' } as KeyFrame;
    await isRefused(frame, 'no certificate');
  });
  test('back to the key before, which is worth nothing once the new one was met', async () => {
    const old = court.keys.newest();
    await pair.meet(court, colony);
    valueOf(await court.renewals.renew());
    await pair.carry();
    pair.part();
    await pair.meet(court, colony);
    pair.part();
    await isRefused(await forged(old, { oldKeyId: old.id }, old), 'not by the old key');
    expect(colony.paired.byKey(old.id)).toBeUndefined();
  });
  test('where a key is confirmed that was not told', async () => {
    await pair.meet(court, colony);
    court.renewals.received(pair.entry(court).id, { say: 'key.kept', keyId: court.keys.newest().id });
    await pair.settle();
    expect(court.refused).toEqual(['peer.renewal-refused: a key that was not told']);
  });
});
