import { describe, expect, test } from 'vitest';
import type { ShellPart } from '#contract/parts.ts';
import { WindowJudge, type WatchedWindow } from '../../../src/shell/window-judge.ts';

const secretarys: WatchedWindow = { part: 'console', id: 7, isLoading: false, isShown: true };
const call: WatchedWindow = { part: 'call', id: 8, isLoading: false, isShown: false };

/** Looks twice a second; `runs`, `painted` and `pulse` say what the windows answer at a moment. */
function watch(
  windows: readonly WatchedWindow[],
  untilS: number,
  answers: Readonly<{
    runs?(id: number, atS: number): boolean;
    painted?(atS: number): boolean;
    pulse?(id: number, atS: number): boolean;
  }>,
): { part: ShellPart; atS: number }[] {
  const judge = new WindowJudge();
  const found: { part: ShellPart; atS: number }[] = [];
  for (let atS = 0; atS <= untilS; atS += 0.5) {
    for (const { id, isShown } of windows) {
      if (answers.pulse?.(id, atS) === true) judge.heard(id, 'pulse', atS * 1000);
      if (answers.runs?.(id, atS) === false) continue;
      judge.heard(id, 'runs', atS * 1000);
      if (isShown && answers.painted?.(atS) !== false) judge.heard(id, 'painted', atS * 1000 + 100);
    }
    const part = judge.look(windows, atS * 1000 + 200);
    if (part !== null) found.push({ part, atS });
  }
  return found;
}

describe('the judge of windows', () => {
  test('leaves windows in peace that answer, and one whose script is busy for five seconds', () => {
    const isBusy = (id: number, atS: number): boolean => id === 7 && atS > 20 && atS < 25;
    const answers = { runs: (id: number, atS: number) => !isBusy(id, atS), pulse: () => true };
    expect(watch([secretarys, call], 120, answers)).toEqual([]);
  });

  test('names a window whose script stands still, within nine seconds', () => {
    const found = watch([secretarys, call], 30, { runs: (id, atS) => id !== 8 || atS < 10, pulse: () => true });
    expect(found[0]!.part).toBe('call');
    expect(found[0]!.atS).toBeLessThanOrEqual(19);
  });

  test('names a window whose whole process stands still, within two and a half seconds', () => {
    const isThere = (id: number, atS: number): boolean => id !== 7 || atS < 10;
    const found = watch([secretarys, call], 15, { runs: isThere, pulse: isThere });
    expect(found[0]!.part).toBe('console');
    expect(found[0]!.atS).toBeLessThanOrEqual(12.5);
  });

  test('expects no pulse of a window that never gave one', () => {
    expect(watch([secretarys, call], 120, { pulse: () => false })).toEqual([]);
  });

  test('names the painting helper when the script runs and nothing is painted, and not again for a minute', () => {
    const found = watch([secretarys, call], 70, { painted: (atS) => atS < 10 });
    expect(found.map((each) => each.part)).toEqual(['gpu']);
    expect(found[0]!.atS).toBeLessThanOrEqual(13);
  });

  test('names the painting helper when no page comes, and not while one takes its time', () => {
    const loading = { ...call, isLoading: true };
    const runs = (): boolean => false;
    expect(watch([loading], 5.5, { runs })).toEqual([]);
    expect(watch([loading], 60, { runs }).map(({ part }) => part)).toEqual(['gpu']);
  });

  test('expects no painting of a window that nobody sees', () => {
    const unseen = { ...secretarys, isShown: false };
    expect(watch([unseen, call], 120, { painted: () => false })).toEqual([]);
  });

  test('accuses nobody after the shell itself stood still', () => {
    const judge = new WindowJudge();
    for (const sign of ['pulse', 'runs', 'painted'] as const) judge.heard(7, sign, 0);
    expect(judge.look([secretarys], 500)).toBeNull();
    expect(judge.look([secretarys], 60_000)).toBeNull();
    expect(judge.look([secretarys], 60_500)).toBeNull();
  });
});
