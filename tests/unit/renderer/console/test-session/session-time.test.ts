import { expect, test } from 'vitest';
import { sessionTimeMs, typedDay } from '../../../../../renderer/console/test-session/session-time.ts';

test('a day and a time as they are typed are one moment, and what is no day is none', () => {
  const at = sessionTimeMs('03.12.2026', '10:05');
  expect(new Date(at ?? 0).toString()).toContain('Dec 03 2026 10:05:00');
  expect(typedDay(at ?? 0)).toBe('03.12.2026');
  expect(sessionTimeMs(' 3/12/2026 ', '9.30')).toBe(sessionTimeMs('03.12.2026', '09:30'));
  for (const [day, time] of [
    ['31.02.2026', '10:00'],
    ['tomorrow', '10:00'],
    ['03.12.2026', '25:00'],
    ['', ''],
  ] as const)
    expect(sessionTimeMs(day, time)).toBeNull();
});
