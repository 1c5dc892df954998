import 'reflect-metadata';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { webcrypto, X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, createServer } from 'node:tls';
import * as x509 from '@peculiar/x509';
import { afterAll, expect, test } from 'vitest';
import { openAuthority, type Authority } from '../../../../src/hall/participants/authority.ts';
import { silentLog } from '../../../fixtures/make-hall.ts';

const home = mkdtempSync(path.join(tmpdir(), 'tarazy-authority-'));
const file = path.join(home, 'room-authority.json');
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function open(needed: readonly string[], all = needed): Promise<Authority> {
  const opened = await openAuthority(home, { needed, all }, silentLog);
  if (!opened.ok) throw new Error(opened.fault.key);
  return opened.value;
}

/** 'trusted', or why a client that trusts `ca` alone does not trust this server under this name. */
async function judge(papers: { key: string; cert: string }, ca: string, servername: string): Promise<string> {
  const server = createServer(papers, (socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const verdict = await new Promise<string>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, ca, servername }, () => resolve('trusted'));
    socket.on('error', ({ message }) => resolve(message));
    socket.on('close', () => resolve('closed'));
  });
  server.close();
  return verdict;
}

test('a hall’s certificate is trusted by whoever installed its authority, and the authority is made once', async () => {
  const authority = await open(['room.court.example', '192.168.7.4']);
  const papers = await authority.issue(['room.court.example', '192.168.7.4'], Date.now());
  expect(await judge(papers, authority.certificate, 'room.court.example')).toBe('trusted');
  const issued = new X509Certificate(papers.cert);
  expect(issued.checkIP('192.168.7.4')).toBe('192.168.7.4');
  const lifeDays = (issued.validToDate.getTime() - issued.validFromDate.getTime()) / 86_400_000;
  expect(lifeDays).toBeLessThan(825);
  expect((await open(['192.168.7.9'])).certificate).toBe(authority.certificate);
});

test('an authority speaks for no name but its own, also where its key is stolen', async () => {
  const authority = await open(['192.168.7.4']);
  const own = await authority.issue(['192.168.7.4', 'bank.example', '8.8.8.8'], Date.now());
  expect(new X509Certificate(own.cert).subjectAltName).toBe('IP Address:192.168.7.4');
  const kept = JSON.parse(readFileSync(file, 'utf8')) as { key: string; certificate: string };
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
  const stolen = await webcrypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(kept.key), algorithm, false, [
    'sign',
  ]);
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const forge = async (value: string): Promise<string> => {
    const forged = await x509.X509CertificateGenerator.create({
      serialNumber: '01',
      subject: 'CN=forged',
      issuer: new x509.X509Certificate(kept.certificate).subject,
      notBefore: new Date(Date.now() - 86_400_000),
      notAfter: new Date(Date.now() + 86_400_000),
      publicKey: keys.publicKey as unknown as CryptoKey,
      signingKey: stolen as unknown as CryptoKey,
      signingAlgorithm: algorithm,
      extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value }])],
    });
    const key = x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
    return judge({ key, cert: forged.toString('pem') }, kept.certificate, value);
  };
  expect(await forge('bank.example')).toBe('permitted subtree violation');
  expect(await forge('room.court.example')).toBe('trusted');
});

test('an authority that may not speak for a needed name is made anew, one that cannot be read never', async () => {
  const before = await open(['192.168.7.4']);
  const after = await open(['other.court.example']);
  expect(after.certificate).not.toBe(before.certificate);
  writeFileSync(file, '{"formatVersion":1}');
  const broken = await openAuthority(home, { needed: [], all: [] }, silentLog);
  expect(broken).toMatchObject({ ok: false, fault: { key: 'participant.certificate-broken' } });
  expect(readFileSync(file, 'utf8')).toBe('{"formatVersion":1}');
});
