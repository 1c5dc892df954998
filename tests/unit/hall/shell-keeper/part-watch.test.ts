import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Role } from '#contract/call.ts';
import { watchParts } from '../../../../src/hall/shell-keeper/index.ts';
import { quietLog } from '../api/open-door.ts';

/* The clock of these tests is made; what is looked at is what is ended and when. */

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function watched(heardMs: (roles: readonly Role[]) => number | null): Readonly<{ ended: number[]; stop: () => void }> {
  const ended: number[] = [];
  const startedMs = performance.now();
  const stop = watchParts({
    log: quietLog,
    heardMs,
    signs: () => ({ recorderMs: null, cameraMs: null, microphoneMs: null }),
    shell: () => ({ pid: () => 4711, end: () => ended.push(performance.now() - startedMs) }),
    soundPath: { pid: () => null, end: () => Promise.resolve() },
    tellShell() {},
  });
  return { ended, stop };
}

test('a shell that never comes in is ended after three quarters of a minute, and again if the next does not come either', () => {
  const { ended, stop } = watched(() => null);
  vi.advanceTimersByTime(44_000);
  expect(ended).toEqual([]);
  vi.advanceTimersByTime(56_000);
  expect(ended).toHaveLength(2);
  stop();
});

test('a shell that is on the line is not taken for one that does not come', () => {
  const { ended, stop } = watched((roles) => (roles.includes('shell') ? performance.now() : null));
  vi.advanceTimersByTime(200_000);
  expect(ended).toEqual([]);
  stop();
});
