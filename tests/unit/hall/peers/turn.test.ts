import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readTurn, relaysFor, turnPassword } from '../../../../src/hall/peers/turn.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-turn-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const secret = 'a secret of the court';
function secretFile(text: string, mode = 0o600): string {
  const file = path.join(folder, `secret-${String(Math.random())}`);
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}
const read = (urls: string, file: string | undefined = secretFile(`${secret}\n`)) =>
  readTurn({ TARAZY_TURN_URLS: urls, TARAZY_TURN_SECRET_FILE: file });

describe('the password of a relay', () => {
  test('is the HMAC-SHA1 of RFC 2202, its second case, in base64', () => {
    const wanted = Buffer.from('effcdf6ae5eb2fa2d27416d5f184df9c259a7c79', 'hex').toString('base64');
    expect(turnPassword('Jefe', 'what do ya want for nothing?')).toBe(wanted);
  });

  test('is made for a name that says until when, eight hours on, and for nobody in particular', () => {
    const turn = { urls: ['turn:192.0.2.9'], secret };
    const [first] = relaysFor(turn, 1_700_000_000_999);
    const [second] = relaysFor(turn, 1_700_000_000_999);
    expect(first).toMatchObject({ urls: turn.urls, credential: turnPassword(secret, first!.username) });
    expect(first!.username).toMatch(/^1700028800:[0-9a-f]{12}$/);
    expect(second!.username).not.toBe(first!.username);
    expect(JSON.stringify([first, second])).not.toContain(secret);
  });

  test('is for nobody where no relay is set up', () => {
    expect(relaysFor(null, 0)).toEqual([]);
  });
});

describe('the settings of a relay', () => {
  test('are none without addresses, whatever the secret', () => {
    expect(read('', '/nowhere')).toEqual({ ok: true, value: null });
  });

  test('are addresses of RFC 7065 with commas or blanks between them, and the secret of the file', () => {
    const urls = ['turn:relay.sud.kz', 'turn:10.0.0.9:3478?transport=tcp', 'turns:[2001:db8::9]:443?transport=tcp'];
    expect(read(`${urls[0]!}, ${urls[1]!} ${urls[2]!}`)).toEqual({ ok: true, value: { urls, secret } });
  });

  test.each([
    'relay.sud.kz',
    'http://relay.sud.kz',
    'stun:relay.sud.kz',
    'turn://relay.sud.kz',
    'turn:relay.sud.kz:0',
    'turn:relay.sud.kz:70000',
    'turn:relay.sud.kz?transport=sctp',
    'turn:user@relay.sud.kz',
  ])('are refused with their address where it is none: %s', (address) => {
    expect(read(`turn:relay.sud.kz, ${address}`)).toMatchObject({
      fault: { key: 'participant.turn-address', args: { address } },
    });
  });

  test('are at most four, because a browser asks every one of them', () => {
    const urls = Array.from({ length: 5 }, (_, no) => `turn:10.0.0.${String(no)}`);
    expect(read(urls.slice(0, 4).join(' ')).ok).toBe(true);
    expect(read(urls.join(' '))).toMatchObject({ fault: { args: { address: 'turn:10.0.0.4' } } });
  });

  test('are refused where the secret is not there, short, or in the environment only', () => {
    const missing = { fault: { key: 'participant.turn-secret-missing' } };
    expect(read('turn:10.0.0.9', path.join(folder, 'nothing'))).toMatchObject(missing);
    expect(read('turn:10.0.0.9', secretFile('short'))).toMatchObject(missing);
    expect(readTurn({ TARAZY_TURN_URLS: 'turn:10.0.0.9', TARAZY_TURN_SECRET: secret })).toMatchObject(missing);
  });

  test.skipIf(process.platform === 'win32')('are refused where others may read the secret', () => {
    const file = secretFile(secret, 0o640);
    expect(read('turn:10.0.0.9', file)).toMatchObject({
      fault: { key: 'participant.turn-secret-open', args: { file } },
    });
  });
});
