import { expect, test } from 'vitest';
import type { Fault } from '#domain/faults.ts';
import { hoursLeft } from '#domain/record/hours-left.ts';
import { createAlarms } from '../../../../src/hall/actions/index.ts';
import { hallOfOne } from '../../../stage/hall-card.ts';

const missing: Fault = { key: 'recorder.device-missing', args: { seat: 'judge' } };
const jumped: Fault = { key: 'system.clock-jumped', args: { bySeconds: 3 } };

test('alarms stand once each, the serious ones before the old ones, until they are cleared', () => {
  const told: string[] = [];
  let nowMs = 0;
  const alarms = createAlarms({
    nowMs: () => (nowMs += 1),
    onRaised: ({ key }) => told.push(`+${key}`),
    onCleared: ({ key }) => told.push(`-${key}`),
  });
  alarms.raise(jumped);
  alarms.raise(missing);
  alarms.raise({ ...missing, args: { seat: 'judge' } });
  expect(alarms.list().map((alarm) => alarm.fault.key)).toEqual(['recorder.device-missing', 'system.clock-jumped']);
  alarms.clear(missing);
  alarms.clear(missing);
  alarms.clearAll('system.clock-jumped');
  expect(alarms.list()).toEqual([]);
  expect(told).toEqual([
    '+system.clock-jumped',
    '+recorder.device-missing',
    '-recorder.device-missing',
    '-system.clock-jumped',
  ]);
});

test('the hours that are left follow from what the seats are asked for', () => {
  expect(hoursLeft(hallOfOne, 28_800_000)).toBeCloseTo(1);
  expect(hoursLeft({ ...hallOfOne, seats: [] }, 1)).toBeNull();
});
