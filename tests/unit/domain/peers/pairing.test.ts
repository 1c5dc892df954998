import { describe, expect, test } from 'vitest';
import type { HallPeerId } from '#domain/ids.ts';
import { invite, pairingText, readCode, showCode, spendTry } from '#domain/peers/pairing.ts';

describe('a pairing code', () => {
  test('is nine digits, shown in threes and read however it was typed', () => {
    const { code } = invite(1_234_567, 0);
    expect(showCode(code)).toBe('001-234-567');
    expect(['001-234-567', '001 234 567', '001234567'].map(readCode)).toEqual(Array(3).fill('001234567'));
    expect(['', '00123456', '0012345678', '00123456a'].map(readCode)).toEqual(Array(4).fill(null));
  });

  test('has three tries and five minutes', () => {
    let invitation = spendTry(invite(1, 1000), 1000);
    invitation = spendTry(invitation, 1000);
    expect(spendTry(invitation, 1000)?.triesLeft).toBe(0);
    expect(spendTry(spendTry(invitation, 1000), 1000)).toBeNull();
    expect(spendTry(invite(1, 1000), 1000 + 5 * 60_000 - 1)).not.toBeNull();
    expect(spendTry(invite(1, 1000), 1000 + 5 * 60_000)).toBeNull();
    expect(spendTry(null, 0)).toBeNull();
  });
});

test('the two proofs differ, so that none can be given back to its maker', () => {
  const said = {
    inviterId: 'a'.repeat(64) as HallPeerId,
    joinerId: 'b'.repeat(64) as HallPeerId,
    inviterNonce: '1',
    joinerNonce: '2',
    court: 'Court',
    hall: '1',
  };
  expect(pairingText('joiner', said)).not.toBe(pairingText('inviter', said));
});
