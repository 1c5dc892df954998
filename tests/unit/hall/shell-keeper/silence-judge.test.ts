import { describe, expect, test } from 'vitest';
import { SilenceJudge, type LastHeard, type SilentPart } from '../../../../src/hall/shell-keeper/silence-judge.ts';

const parts = [
  'shell',
  'network',
  'recorder',
  'audio',
  'video-capture',
  'sound-path',
] as const satisfies readonly SilentPart[];

/** Looks each quarter of a second while everybody speaks each 400 ms, but for those that fall silent at 10 s. */
function watch(
  silent: readonly SilentPart[],
  { untilMs = 20_000, absent = [] }: { untilMs?: number; absent?: readonly SilentPart[] } = {},
): { part: SilentPart; afterMs: number }[] {
  const judge = new SilenceJudge();
  const found: { part: SilentPart; afterMs: number }[] = [];
  for (let nowMs = 0; nowMs <= untilMs; nowMs += 250) {
    const heard = Object.fromEntries(
      parts.map((part) => {
        const spokenMs = silent.includes(part) ? Math.min(nowMs, 10_000) : nowMs;
        return [part, absent.includes(part) ? null : Math.floor(spokenMs / 400) * 400];
      }),
    ) as LastHeard;
    const part = judge.look(heard, nowMs);
    if (part !== null) found.push({ part, afterMs: nowMs - 10_000 });
  }
  return found;
}

describe('the judge of silence', () => {
  test('accuses nobody while everybody speaks', () => {
    expect(watch([], { untilMs: 600_000 })).toEqual([]);
  });

  test('accuses nobody of whom nothing is to be expected', () => {
    expect(watch([], { absent: parts })).toEqual([]);
  });

  test.each([
    ['the shell', 'shell', 3250],
    ['the network helper', 'network', 2250],
    ['the recorder', 'recorder', 2250],
    ['the audio helper', 'audio', 3050],
    ['the capture helper', 'video-capture', 3750],
    ['the second way to the sound', 'sound-path', 3250],
  ] as const)('names %s, once and in time', (_, part, withinMs) => {
    const found = watch([part], { untilMs: 16_000 });
    expect(found.map((each) => each.part)).toEqual([part]);
    expect(found[0]!.afterMs).toBeLessThanOrEqual(withinMs);
  });

  test('names one that was spared once more when it is still silent much later', () => {
    const found = watch(['shell'], { untilMs: 30_000 });
    expect(found.map(({ part }) => part)).toEqual(['shell', 'shell']);
    expect(found[1]!.afterMs - found[0]!.afterMs).toBeGreaterThanOrEqual(12_000);
  });

  test('names the network helper when windows and recorder are silent with it', () => {
    expect(watch(['network', 'recorder', 'audio', 'video-capture'])[0]!.part).toBe('network');
  });

  test('names the recorder when the sound and the pictures are silent with it', () => {
    expect(watch(['recorder', 'audio', 'video-capture'])[0]!.part).toBe('recorder');
  });

  test('names the shell when the pictures that come through it are silent with it', () => {
    expect(watch(['shell', 'video-capture']).map((each) => each.part)).toEqual(['shell']);
  });

  test('accuses nobody after the hall itself stood still, until the others could be heard again', () => {
    const judge = new SilenceJudge();
    const at = (heardMs: number, nowMs: number): SilentPart | null =>
      judge.look(Object.fromEntries(parts.map((part) => [part, heardMs])) as LastHeard, nowMs);
    for (let nowMs = 0; nowMs <= 5000; nowMs += 250) expect(at(nowMs, nowMs)).toBeNull();
    expect(at(5000, 30_000)).toBeNull();
    for (let nowMs = 30_250; nowMs <= 31_000; nowMs += 250) expect(at(5000, nowMs)).toBeNull();
    expect(at(31_250, 31_250)).toBeNull();
  });
});
