import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fault, type Fault } from '#domain/faults.ts';
import { Alarms } from '../../../../src/hall/recorder/alarms.ts';

const lost = (lostMs: number): Fault => fault('recorder.frames-lost', { track: 'judge', lostMs });
let told: string[];
let alarms: Alarms;
beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  alarms = new Alarms({
    faultRaised: (raised) => told.push(`raised ${String(raised.args['lostMs'])}`),
    faultCleared: (cleared) => told.push(`cleared ${String(cleared.args['lostMs'])}`),
  });
});
afterEach(() => {
  vi.useRealTimers();
});

test('one place has one alarm, cleared with the value it was raised with', () => {
  alarms.raise('judge', lost(1));
  alarms.raise('judge', lost(2));
  alarms.clear('judge');
  alarms.clear('judge');
  expect(told).toEqual(['raised 1', 'cleared 1']);
});

test('a better name takes the place of what stood, and is told once', () => {
  const names: string[] = [];
  const named = new Alarms({
    faultRaised: (raised) => names.push(`raised ${raised.key}`),
    faultCleared: (cleared) => names.push(`cleared ${cleared.key}`),
  });
  named.raise('device:judge', fault('recorder.path-failed', { device: 'line' }));
  named.rename('device:judge', fault('recorder.device-missing', { seat: 'judge' }));
  named.rename('device:judge', fault('recorder.device-missing', { seat: 'judge' }));
  expect(names).toEqual([
    'raised recorder.path-failed',
    'cleared recorder.path-failed',
    'raised recorder.device-missing',
  ]);
});

test('a passing fault that keeps coming is one alarm, over when it stays away', () => {
  for (let times = 0; times < 5; times += 1) {
    alarms.raiseFor('judge', lost(times), 10_000);
    vi.advanceTimersByTime(6000);
  }
  expect(told).toEqual(['raised 0']);
  vi.advanceTimersByTime(5000);
  expect(told).toEqual(['raised 0', 'cleared 0']);
});
