import { describe, expect, test } from 'vitest';
import type { CallId, HallPeerId } from '#domain/ids.ts';
import { fingerprintsOf, fingerprintStatement } from '#domain/peers/fingerprint-statement.ts';

const bytes = (byte: string, count = 32): string => Array<string>(count).fill(byte).join(':');

describe('the fingerprints of a description', () => {
  test('are read once each, upper case, in a fixed order', () => {
    const sdp = `v=0\r\na=fingerprint:sha-256 ${bytes('bb')}\r\nm=audio\r\na=fingerprint:sha-256 ${bytes('AA')}\r\na=fingerprint:SHA-256 ${bytes('BB')}\r\n`;
    expect(fingerprintsOf(sdp)).toEqual([`SHA-256 ${bytes('AA')}`, `SHA-256 ${bytes('BB')}`]);
  });

  test.each([
    ['none', 'v=0\r\nm=audio\r\n'],
    ['a weak hash', `a=fingerprint:sha-1 ${bytes('AA', 20)}\r\n`],
    [
      'a line that another reader might take for one',
      `a=fingerprint:sha-256 ${bytes('AA')}\r\n a=Fingerprint:sha-256 x\r\n`,
    ],
    ['a short one', `a=fingerprint:sha-256 ${bytes('AA', 20)}\r\n`],
  ])('are refused where there is %s', (_what, sdp) => {
    expect(fingerprintsOf(sdp)).toBeNull();
  });
});

test('a statement names both halls, the run of the one it is for, call, epoch and counter, so that it is good for nothing else', () => {
  const said = {
    from: 'a'.repeat(64) as HallPeerId,
    to: 'b'.repeat(64) as HallPeerId,
    callId: 'c' as CallId,
    epoch: 2,
    counter: 7,
    run: 'd',
    fingerprints: ['SHA-256 AA', 'SHA-256 BB'],
  };
  expect(fingerprintStatement(said)).toBe(`dtls-v2|${'a'.repeat(64)}|${'b'.repeat(64)}|d|c|2|7|SHA-256 AA,SHA-256 BB`);
});
