import os from 'node:os';
import { afterEach, expect, test } from 'vitest';
import { goAhead, startChild, type Child } from '../../../../src/hall/plumbing/index.ts';

const children: Child[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) await child.stop({ graceMs: 0 });
  os.setPriority(os.constants.priority.PRIORITY_NORMAL);
});

function placeOf(more: { writesRecord?: boolean; hasLowPriority?: boolean }): number {
  const child = startChild({ command: 'sleep', args: ['60'], onExit() {}, ...more });
  children.push(child);
  return os.getPriority(child.pid);
}

test.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)(
  'only what writes the record goes ahead with the service, everything else that it starts does not',
  () => {
    goAhead();
    const { PRIORITY_NORMAL: normal, PRIORITY_BELOW_NORMAL: behind } = os.constants.priority;
    const ahead = os.getPriority();
    expect(ahead).toBeLessThan(normal);
    expect(placeOf({ writesRecord: true })).toBe(ahead);
    expect(placeOf({})).toBe(normal);
    expect(placeOf({ hasLowPriority: true })).toBe(behind);
  },
);
