import { describe, expect, test } from 'vitest';
import type { PersonId } from '#domain/ids.ts';
import { refusePeople, refusePin, waitAfterS, waitLeftS, type Duty, type Person } from '#domain/people.ts';

const person = (name: string, duty: Duty): Person => ({ personId: name as PersonId, name, duty });

describe('a PIN', () => {
  test.each(['', '12345', '12345a', ' 203948', '1234567890123', '111111', '123456', '890123', '654321', '210987'])(
    '"%s" is refused',
    (pin) => {
      expect(refusePin(pin)?.key).toBe('people.pin-weak');
    },
  );
  test.each(['203948', '123457', '112233', '654320', '938475610293'])('"%s" will do', (pin) => {
    expect(refusePin(pin)).toBeNull();
  });
});

describe('the wait after wrong PINs', () => {
  test('grows from one second to five minutes and no further', () => {
    expect([0, 1, 2, 3, 4, 9, 10, 1000].map(waitAfterS)).toEqual([0, 1, 2, 4, 8, 256, 300, 300]);
  });

  test('runs out by itself', () => {
    expect(waitLeftS(3, 10_000, 10_000)).toBe(4);
    expect(waitLeftS(3, 10_000, 12_500)).toBe(2);
    expect(waitLeftS(3, 10_000, 14_000)).toBe(0);
  });

  test('is never longer because the clock was set back', () => {
    expect(waitLeftS(3, 10_000_000, 0)).toBe(4);
  });
});

describe('the people of a hall', () => {
  test('always have somebody who may let others in', () => {
    expect(refusePeople([])?.key).toBe('people.administrator-needed');
    expect(refusePeople([person('A', 'secretary')])?.key).toBe('people.administrator-needed');
    expect(refusePeople([person('A', 'secretary'), person('B', 'administrator')])).toBeNull();
  });

  test('can be told apart by name', () => {
    expect(refusePeople([person('B', 'administrator'), person('b ', 'judge')])?.key).toBe('people.name-taken');
  });
});
