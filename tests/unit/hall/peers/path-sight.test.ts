import { describe, expect, test } from 'vitest';
import { createPathSight, type PathSight } from '../../../../src/hall/peers/path-sight.ts';

type Came = 'heard' | 'unheard' | 'media' | 'nothing';
/** What each beat told, after this had come before it. */
function beats(sight: PathSight, came: readonly Came[], isSpare = false): (string | null)[] {
  return came.map((each) => {
    if (each !== 'nothing') sight.came(each === 'media' ? null : each);
    return sight.beat(isSpare);
  });
}
const times = (count: number, came: Came): Came[] => Array<Came>(count).fill(came);

describe('a way over UDP', () => {
  test('is shut when nothing has come for a second from the beginning', () => {
    const sight = createPathSight(false);
    expect(beats(sight, times(6, 'nothing'))).toEqual([null, null, null, null, 'shut', null]);
    expect(sight.isHearing()).toBe(false);
  });

  test('is shut 0.6 s after the last that came, before a window gives up', () => {
    const sight = createPathSight(false);
    expect(beats(sight, ['heard', 'media', ...times(4, 'nothing')])).toEqual([null, null, null, null, 'shut', null]);
  });

  test('is shut where the other hall hears nothing, however much comes of it', () => {
    const sight = createPathSight(false);
    beats(sight, ['heard', 'media']);
    expect(beats(sight, ['unheard', 'media', 'media'])).toEqual([null, null, 'shut']);
    expect(sight.isHearing()).toBe(true);
  });

  test('is not shut by a loss now and then', () => {
    const sight = createPathSight(false);
    expect(beats(sight, [...times(1, 'heard'), ...times(2, 'nothing'), 'media', 'nothing', 'heard'])).toEqual(
      times(6, 'nothing').map(() => null),
    );
  });

  test('is open again with the first answer as long as nothing else carries', () => {
    const sight = createPathSight(false);
    beats(sight, times(8, 'nothing'));
    expect(beats(sight, ['heard'])).toEqual(['open']);
  });

  test('is believed after two seconds of answers while another one carries, a lost one forgiven and two not', () => {
    const sight = createPathSight(true);
    expect(beats(sight, [...times(5, 'heard'), 'nothing', ...times(5, 'heard')], true).at(-1)).toBe('open');
    const flapping = createPathSight(true);
    expect(beats(flapping, [...times(8, 'heard'), ...times(2, 'nothing'), ...times(9, 'heard')], true)).not.toContain(
      'open',
    );
    expect(beats(flapping, ['heard'], true)).toEqual(['open']);
  });
});
