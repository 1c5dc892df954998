import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallId, HallPeerId } from '#domain/ids.ts';
import { createFingerprintGuard, type FingerprintGuard } from '../../../../src/hall/peers/fingerprint-guard.ts';
import type { Identity } from '../../../../src/hall/peers/identity.ts';
import { openOwnKeys } from '../../../../src/hall/peers/own-keys.ts';
import { openPairedHalls } from '../../../../src/hall/peers/paired-halls.ts';
import { quietLog } from '../api/open-door.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-identity-'));
const keys = path.join(folder, 'keys');
const file = path.join(keys, 'hall-link.pem');
const open = (hasPairedHalls: boolean, log = quietLog) => openOwnKeys(keys, { hasPairedHalls, nowMs: Date.now, log });
async function identity(name: string): Promise<Identity> {
  const opened = await openOwnKeys(path.join(folder, name), { hasPairedHalls: false, nowMs: Date.now, log: quietLog });
  if (!opened.ok) throw new Error(opened.fault.key);
  return opened.value.newest();
}
let one: Identity;
let two: Identity;
beforeAll(async () => {
  one = await identity('one');
  two = await identity('two');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the key of a hall', () => {
  test('is made once, for its owner only, and is the same at the next start', async () => {
    const first = await open(false);
    const again = await open(true);
    expect(first.ok && again.ok && first.value.newest().id === again.value.newest().id).toBe(true);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  test('that is lost is a fault and not a new one', async () => {
    rmSync(file);
    expect(await open(true)).toEqual({ ok: false, fault: { key: 'peer.identity-lost', args: {} } });
  });

  test('that cannot be read is a fault and not a new one', async () => {
    writeFileSync(file, 'no key');
    expect(await open(false)).toMatchObject({ ok: false, fault: { key: 'peer.identity-lost' } });
    expect(readFileSync(file, 'utf8')).toBe('no key');
  });
});

describe('the list of paired halls', () => {
  test('gives no hall another hall’s certificate', async () => {
    const peersFile = path.join(folder, 'peers.json');
    const paired = openPairedHalls(peersFile, quietLog);
    if (!paired.ok) throw new Error(paired.fault.key);
    const { id, certificate } = one;
    await paired.value.save({
      id,
      certificate,
      court: 'Court',
      hall: '1',
      address: null,
      pairedAtMs: 1,
      ownId: two.id,
    });
    expect(openPairedHalls(peersFile, quietLog).ok).toBe(true);
    writeFileSync(peersFile, readFileSync(peersFile, 'utf8').replace(id, two.id));
    expect(openPairedHalls(peersFile, quietLog)).toMatchObject({ ok: false });
  });

  test('does not take a hall back that tells its new name while it is let go', async () => {
    const peersFile = path.join(folder, 'renamed.json');
    const paired = openPairedHalls(peersFile, quietLog);
    if (!paired.ok) throw new Error(paired.fault.key);
    const { id, certificate } = one;
    const { save, rename, remove, all } = paired.value;
    await save({ id, certificate, court: 'Court', hall: '1', address: null, pairedAtMs: 1, ownId: two.id });
    const both = [rename(id, { court: 'Court', hall: '2' }), remove(id), rename(id, { court: 'Court', hall: '3' })];
    for (const outcome of await Promise.all(both)) expect(outcome.ok).toBe(true);
    expect(all()).toEqual([]);
    expect(JSON.parse(readFileSync(peersFile, 'utf8'))).toMatchObject({ halls: [] });
  });
});

describe('a signed description', () => {
  const call = { callId: 'c' as CallId, epoch: 1 };
  const fingerprint = (byte: string): string => Array<string>(32).fill(byte).join(':');
  const sdp = `a=fingerprint:sha-256 ${fingerprint('AA')}\r\n`;
  const meet = (from: FingerprintGuard, to: FingerprintGuard): void => from.met(two.id, to.hello(one.id));
  const guards = () => {
    const from = createFingerprintGuard(
      () => one,
      () => 1000,
    );
    const to = createFingerprintGuard(
      () => two,
      () => 1000,
    );
    meet(from, to);
    return { from, to };
  };

  test('is taken once, from the hall that signed it, for its call and epoch', () => {
    const { from, to } = guards();
    const sealed = from.seal(two.id, call, sdp)!;
    const altered = { ...sealed, sdp: sdp.replace('AA', 'AB') };
    expect(to.open(one.id, one.certificate, altered)).toBeNull();
    expect(to.open(one.id, one.certificate, { ...sealed, epoch: 2 })).toBeNull();
    expect(to.open(one.id, two.certificate, sealed)).toBeNull();
    expect(to.open('0'.repeat(64) as HallPeerId, one.certificate, sealed)).toBeNull();
    expect(to.open(one.id, one.certificate, sealed)).toEqual([`SHA-256 ${fingerprint('AA')}`]);
    expect(to.open(one.id, one.certificate, sealed)).toBeNull();
  });

  test('of a hall whose clock went back is taken once the other has told what it has seen', () => {
    const { from, to } = guards();
    expect(to.open(one.id, one.certificate, from.seal(two.id, call, sdp)!)).not.toBeNull();
    const restarted = createFingerprintGuard(
      () => one,
      () => 5,
    );
    restarted.met(two.id, { ...to.hello(one.id), counterSeen: 0 });
    expect(to.open(one.id, one.certificate, restarted.seal(two.id, call, sdp)!)).toBeNull();
    meet(restarted, to);
    expect(to.open(one.id, one.certificate, restarted.seal(two.id, call, sdp)!)).not.toBeNull();
  });

  test('that was taken by one run of the service is refused by the next, which has forgotten its counter', () => {
    const { from, to } = guards();
    const sealed = from.seal(two.id, call, sdp)!;
    expect(to.open(one.id, one.certificate, sealed)).not.toBeNull();
    const restarted = createFingerprintGuard(
      () => two,
      () => 1000,
    );
    expect(restarted.open(one.id, one.certificate, sealed)).toBeNull();
    meet(from, restarted);
    expect(restarted.open(one.id, one.certificate, from.seal(two.id, call, sdp)!)).not.toBeNull();
  });
});
