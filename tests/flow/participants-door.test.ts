import { X509Certificate } from 'node:crypto';
import { statSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import path from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Invited } from '../../src/hall/participants/index.ts';
import { get, knock, openPage } from './join-page.ts';
import { openScriptedRoom, calmDown, type ScriptedRoom } from './scripted-room.ts';
import { until } from './start-service.ts';

let stage: ScriptedRoom;
let [port, ca, home] = [0, '', ''];
beforeAll(async () => {
  stage = await openScriptedRoom();
  ({ port, ca, home } = stage);
});
afterAll(() => stage.close());

describe('the page', () => {
  test('is served with headers that let it do nothing but its own', async () => {
    const { status, headers, text } = await get(port, ca, '/');
    expect(status).toBe(200);
    expect(text).toContain('<title>page</title>');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).toContain("script-src 'self'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    });
    // Whoever has not installed the hall's own authority must still be able to come in.
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['set-cookie']).toBeUndefined();
  });

  test('has nothing but its own files, however they are asked for', async () => {
    expect((await get(port, ca, '/assets/page.js')).status).toBe(200);
    const strange = [
      '/../participants.json',
      '/%2e%2e/keys/room-authority.json',
      '/assets/..%2fsecret.pem',
      '/secret.pem',
    ];
    for (const address of strange) expect((await get(port, ca, address)).status, address).toBe(404);
    await calmDown();
  });

  test('takes neither a body nor another method, and no foreign name', async () => {
    expect((await get(port, ca, '/', { method: 'POST', body: 'x' })).status).toBe(413);
    expect((await get(port, ca, '/', { method: 'DELETE' })).status).toBe(405);
    expect((await get(port, ca, '/', { headers: { host: 'evil.example' } })).status).toBe(421);
    await calmDown();
  });

  test('gives the certificate of its authority, which may speak for this hall alone', async () => {
    const { text } = await get(port, ca, '/tarazy-hall.crt');
    const certificate = new X509Certificate(text);
    expect(certificate.ca).toBe(true);
    const about = JSON.parse((await get(port, ca, '/v1/about')).text) as { fingerprint: string };
    expect(about.fingerprint).toBe(certificate.fingerprint256);
    expect(statSync(path.join(home, 'keys', 'room-authority.json')).mode & 0o077).toBe(0);
  });

  test('refuses TLS older than 1.2', async () => {
    const version = await new Promise((resolve) => {
      const socket = connectTls(
        { host: '127.0.0.1', port, ca, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' },
        () => resolve(socket.getProtocol()),
      );
      socket.on('error', ({ code }: NodeJS.ErrnoException) => resolve(code));
    });
    expect(version).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
  });

  test('lets nobody ask slowly', async () => {
    const startedMs = performance.now();
    await new Promise<void>((resolve) => {
      const socket = connectTls({ host: '127.0.0.1', port, ca }, () => socket.write('GET / HTTP/1.1\r\nhost: 127'));
      socket.on('error', () => {});
      socket.on('close', () => resolve());
    });
    expect(performance.now() - startedMs).toBeLessThan(12_000);
    await new Promise<void>((resolve) => {
      const silent = connectTcp(port, '127.0.0.1');
      silent.on('error', () => {});
      silent.on('close', () => resolve());
    });
    await calmDown();
  });

  test('opens a line only to its own origin', async () => {
    await expect(openPage(port, ca, 'https://evil.example')).rejects.toThrow('403');
    await calmDown();
  });
});

describe('whoever does not keep to the rules', () => {
  test('waits longer after each wrong word, and the right one is not looked at meanwhile', async () => {
    await calmDown();
    const { link, word } = await stage.invite();
    const first = await knock(port, ca, link, 'wrong word');
    expect(await first.heard('refused')).toMatchObject({
      fault: { key: 'participant.word-wrong', args: { seconds: 1 } },
    });
    await first.closed();
    const early = await knock(port, ca, link, word);
    expect(await early.heard('refused')).toMatchObject({ fault: { key: 'participant.wait' } });
    stage.skip(1100);
    const second = await knock(port, ca, link, 'wrong again');
    expect(await second.heard('refused')).toMatchObject({
      fault: { key: 'participant.word-wrong', args: { seconds: 2 } },
    });
    stage.skip(2100);
    const right = await knock(port, ca, link, word);
    await right.heard('wait');
    right.drop();
    expect(stage.refusals).toContainEqual({
      whom: expect.objectContaining({ hearingId: stage.hearingId }) as Invited,
      key: 'participant.word-wrong',
      why: 'knock',
      times: 1,
    });
  });

  test('is cut off for a frame that is too large, malformed, or comes before a hello', async () => {
    await calmDown();
    const { link, word } = await stage.invite();
    const large = await knock(port, ca, link, word);
    await large.heard('wait');
    large.sendRaw(JSON.stringify({ say: 'problem', text: 'x'.repeat(70_000) }));
    await large.closed();
    await until(() => stage.refusals.some(({ why }) => why.startsWith('WS_ERR')), 3000, 'the large frame was told');
    const odd = await knock(port, ca, link, word);
    await odd.heard('wait');
    odd.say({ say: 'admit-me' });
    expect(await odd.heard('refused')).toMatchObject({ fault: { key: 'participant.malformed' } });
    await odd.closed();
    const rude = await openPage(port, ca);
    rude.say({ say: 'problem', text: 'no hello' });
    expect(await rude.heard('refused')).toMatchObject({ fault: { key: 'participant.malformed' } });
    await rude.closed();
    const mute = await openPage(port, ca);
    await mute.closed(8000);
  });

  test('is cut off for a flood of frames, and told of each act too many', async () => {
    await calmDown();
    const { link, word } = await stage.invite();
    const busy = await knock(port, ca, link, word);
    await busy.heard('wait');
    for (let times = 0; times < 40; times += 1) busy.say({ say: 'problem', text: 'again' });
    expect(await busy.heard('refused')).toMatchObject({ fault: { key: 'participant.flood' } });
    expect(busy.isOpen()).toBe(true);
    for (let times = 0; times < 300; times += 1) busy.say({ say: 'hand', isRaised: true });
    await busy.closed();
  });

  test('is not even heard after many tries, while the hall stays open to others later', async () => {
    await calmDown();
    const tries = Array.from({ length: 60 }, () => get(port, ca, '/../../etc/passwd'));
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.every((status) => status === 404 || status === 0)).toBe(true);
    expect(statuses).toContain(0);
    await calmDown();
    expect((await get(port, ca, '/')).status).toBe(200);
  });
});
