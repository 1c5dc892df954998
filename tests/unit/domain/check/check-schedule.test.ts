import { describe, expect, test } from 'vitest';
import { isMorningCheckDue, momentOfDay, uncheckedSoon } from '#domain/check/check-schedule.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const rules = { at: '07:30', withinMin: 270 };
/** A moment of an ordinary Tuesday, by the clock of this PC. */
const at = (time: string, day = 24): number => momentOfDay(new Date(2026, 10, day).getTime(), time);
const due = (nowMs: number, lastMs: number | null = null, sinceOwnMs: number | null = null): boolean =>
  isMorningCheckDue({ nowMs, lastMs, sinceOwnMs }, rules);

describe('the check of the morning', () => {
  test('is due from its time on until the hours after it are over', () => {
    expect(['07:29', '07:30', '09:10', '11:59', '12:00', '23:00'].map((time) => due(at(time)))).toEqual([
      ...[false, true, true, true, false, false],
    ]);
  });

  test('is made up for by a service that started late, and is not made in the evening', () => {
    expect(due(at('10:45'), at('07:30', 23))).toBe(true);
    expect(due(at('18:00'), at('07:30', 23))).toBe(false);
  });

  test('is never made twice a day', () => {
    expect(due(at('07:31'), at('07:30'))).toBe(false);
    expect(due(at('11:00'), at('07:30'))).toBe(false);
    expect(due(at('07:30', 25), at('11:50'))).toBe(true);
  });

  test('is not made again when the clock is set back behind it, to yesterday, or by another service after that', () => {
    expect(due(at('07:30'), at('07:30'), 2 * hourMs)).toBe(false);
    expect(due(at('08:00', 23), at('07:30', 24), 10 * minuteMs)).toBe(false);
    expect(due(at('08:00', 23), at('07:30', 24))).toBe(false);
  });

  test('is not made again when the clock is set forward to the next morning', () => {
    expect(due(at('07:30', 25), at('08:00', 24), 5 * minuteMs)).toBe(false);
  });

  test('is not lost for ever by one that a wrong clock dated into next year', () => {
    expect(due(at('07:30'), at('07:30') + 300 * 24 * hourMs)).toBe(true);
  });
});

describe('a hearing that begins soon', () => {
  const reminder = { checkReminderMin: 30, checkValidMin: 120, startReminderMin: 10 };
  const hearing = (plannedAtMs: number, checkedAtMs: number | null = null, isWaiting = true) => ({
    ...{ plannedAtMs, checkedAtMs, isWaiting },
  });
  const soon = (nowMs: number, ...all: ReturnType<typeof hearing>[]) => uncheckedSoon(all, nowMs, reminder);

  test('is told of from half an hour before until the reminder of its start speaks', () => {
    const told = ['09:29', '09:30', '10:09', '10:11'].map((time) => soon(at(time), hearing(at('10:00'))) !== null);
    expect(told).toEqual([false, true, true, false]);
  });

  test('is not told of when it was checked, unless that check will be too old', () => {
    expect(soon(at('09:40'), hearing(at('10:00'), at('09:00')))).toBeNull();
    expect(soon(at('09:40'), hearing(at('10:00'), at('07:30')))).not.toBeNull();
  });

  test('is the next one of several, and none that is held or over', () => {
    const later = hearing(at('10:05'));
    const next = hearing(at('10:00'));
    expect(soon(at('09:50'), later, next, hearing(at('09:45'), null, false))).toBe(next);
  });
});
