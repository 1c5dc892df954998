import { describe, expect, test } from 'vitest';
import type { HallPeerId } from '#domain/ids.ts';
import { controlNumber, introductionRules, isInTime, whoDials } from '#domain/peers/introduction.ts';

const a = 'a'.repeat(64) as HallPeerId;
const b = 'b'.repeat(64) as HallPeerId;
const hall = (id: HallPeerId, isReachable: boolean) => ({ id, isReachable });

describe('which of two halls dials', () => {
  test('is the one that cannot be dialled; of two that can the one of the smaller id; none where neither can', () => {
    expect(whoDials(hall(a, true), hall(b, false))).toBe(b);
    expect(whoDials(hall(a, false), hall(b, true))).toBe(a);
    expect(whoDials(hall(a, true), hall(b, true))).toBe(a);
    expect(whoDials(hall(a, false), hall(b, false))).toBeNull();
  });

  test('is found the same from both sides', () => {
    for (const [one, other] of [
      [true, true],
      [true, false],
      [false, true],
    ] as const)
      expect(whoDials(hall(a, one), hall(b, other))).toBe(whoDials(hall(b, other), hall(a, one)));
  });
});

describe('a control number', () => {
  test('is thirty digits in groups of five, and another one for another key', () => {
    expect(controlNumber(a)).toMatch(/^\d{5}( \d{5}){5}$/);
    expect(controlNumber(a)).not.toBe(controlNumber(b));
    expect(controlNumber('0'.repeat(64) as HallPeerId)).toBe('00000 00000 00000 00000 00000 00000');
  });
});

describe('a file', () => {
  test('is taken for a month, and from a hall whose clock is a day ahead', () => {
    const nowMs = Date.UTC(2027, 0, 1);
    expect(isInTime(nowMs, nowMs)).toBe(true);
    expect(isInTime(nowMs - introductionRules.lifeMs, nowMs)).toBe(true);
    expect(isInTime(nowMs - introductionRules.lifeMs - 1, nowMs)).toBe(false);
    expect(isInTime(nowMs + introductionRules.aheadMs, nowMs)).toBe(true);
    expect(isInTime(nowMs + introductionRules.aheadMs + 1, nowMs)).toBe(false);
  });
});
