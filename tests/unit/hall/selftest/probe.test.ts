import { expect, test } from 'vitest';
import { checkItemOf, type CheckItem } from '#domain/check/check-item.ts';
import { runProbes, type Probe } from '../../../../src/hall/selftest/probe.ts';
import { quietLog } from '../api/open-door.ts';

const clock = checkItemOf({ subject: '', kind: 'clock' }, [], { offsetMs: 3.14159 });

function probe(kind: Probe['kind'], run: Probe['run'], limitMs = 1000): Probe {
  return { kind, limitMs, isPassive: true, run };
}

test('all instruments look at once, and each item is told when it is known', async () => {
  const told: CheckItem[] = [];
  let isSecondAsked = false;
  const first = probe('disk', async () => {
    while (!isSecondAsked) await new Promise((resolve) => setTimeout(resolve, 1));
    return [checkItemOf({ subject: 'records', kind: 'disk' }, [{ key: 'slow-disk', verdict: 'bad' }], {})];
  });
  const second = probe('clock', () => {
    isSecondAsked = true;
    return Promise.resolve([clock]);
  });
  const items = await runProbes([first, second], (item) => told.push(item), quietLog);
  expect(items.map(({ kind, verdict }) => `${kind} ${verdict}`)).toEqual(['disk bad', 'clock good']);
  expect(told.map(({ kind }) => kind)).toEqual(['clock', 'disk']);
  expect(clock.figures).toEqual({ offsetMs: 3.142 });
});

test('an instrument that fails or does not answer is never called good, and is told to stop', async () => {
  let wasStopped = false;
  const silent = probe(
    'panel',
    (signal) =>
      new Promise(() => {
        signal.addEventListener('abort', () => (wasStopped = true));
      }),
    20,
  );
  const broken = probe('ptz', () => Promise.reject(new Error('no camera')));
  const items = await runProbes([silent, broken], () => {}, quietLog);
  expect(items).toEqual([
    { subject: '', kind: 'panel', verdict: 'look', findings: ['no-answer'], figures: {} },
    { subject: '', kind: 'ptz', verdict: 'look', findings: ['no-answer'], figures: {} },
  ]);
  expect(wasStopped).toBe(true);
});
