import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openAuthority } from '../../../../src/hall/participants/authority.ts';
import { openDoorCertificate } from '../../../../src/hall/participants/door-certificate.ts';
import { silentLog } from '../../../fixtures/make-hall.ts';

const home = mkdtempSync(path.join(tmpdir(), 'tarazy-door-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const order = {
  ...{ keysFolder: path.join(home, 'keys'), listen: { host: '127.0.0.1', port: 1 }, nowMs: Date.now, log: silentLog },
  names: [] as readonly string[],
  certificate: null,
};
const courts = { certFile: path.join(home, 'court.pem'), keyFile: path.join(home, 'court.key') };

test('without a certificate of the court’s own the hall makes one for its names and no other', async () => {
  const opened = await openDoorCertificate({ ...order, names: ['Room.Court.Example'] });
  if (!opened.ok) throw new Error(opened.fault.key);
  const door = opened.value;
  expect(door.names()[0]).toBe('Room.Court.Example');
  expect(['room.court.example', '127.0.0.1', 'localhost'].every(door.isFor)).toBe(true);
  expect(['evil.example', '8.8.8.8', ''].some(door.isFor)).toBe(false);
  expect(door.authority?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(new X509Certificate(door.authority?.certificate ?? '').ca).toBe(true);
});

test('a certificate of the court’s own is shown as it is, and no authority is offered', async () => {
  const authority = await openAuthority(
    path.join(home, 'other'),
    { needed: [], all: ['vks.court.example'] },
    silentLog,
  );
  if (!authority.ok) throw new Error(authority.fault.key);
  const papers = await authority.value.issue(['vks.court.example'], Date.now());
  writeFileSync(courts.certFile, papers.cert);
  writeFileSync(courts.keyFile, papers.key);
  const opened = await openDoorCertificate({ ...order, certificate: courts });
  if (!opened.ok) throw new Error(opened.fault.key);
  const door = opened.value;
  expect(door.papers()).toEqual(papers);
  expect(door.names()).toEqual(['vks.court.example']);
  expect(door.isFor('vks.court.example')).toBe(true);
  expect(door.isFor('127.0.0.1')).toBe(false);
  expect(door.authority).toBeNull();
});

test('a certificate that is missing, broken or of another key is a fault and never replaced by the hall’s own', async () => {
  writeFileSync(courts.certFile, 'nothing');
  const broken = await openDoorCertificate({ ...order, certificate: courts });
  expect(broken).toMatchObject({ ok: false, fault: { key: 'participant.certificate-broken' } });
  const missing = await openDoorCertificate({ ...order, certificate: { ...courts, certFile: path.join(home, 'no') } });
  expect(missing).toMatchObject({ ok: false, fault: { key: 'participant.certificate-broken' } });
  const authority = await openAuthority(path.join(home, 'other'), { needed: [], all: [] }, silentLog);
  if (!authority.ok) throw new Error(authority.fault.key);
  writeFileSync(courts.certFile, (await authority.value.issue(['vks.court.example'], Date.now())).cert);
  const foreign = await openDoorCertificate({ ...order, certificate: courts });
  expect(foreign).toMatchObject({ ok: false, fault: { key: 'participant.certificate-broken' } });
});
