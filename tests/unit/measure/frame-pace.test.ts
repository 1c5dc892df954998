import { describe, expect, test } from 'vitest';
import { framePace, paceFigures } from '#measure/frame-pace.ts';

const steady = Array.from({ length: 11 }, (_, second) => ({ atMs: second * 1000, frames: second * 25 }));

describe('the pace of pictures', () => {
  test('a steady camera has the same pace all the time', () => {
    expect(framePace(steady).map(({ fps }) => fps)).toEqual(Array(10).fill(25));
    expect(paceFigures(steady)).toEqual({ meanFps: 25, slowestFps: 25 });
  });

  test('a second in which nothing came is the slowest one', () => {
    const stopped = [...steady.slice(0, 6), { atMs: 6000, frames: 125 }, { atMs: 7000, frames: 150 }];
    expect(paceFigures(stopped)).toEqual({ meanFps: (150 * 1000) / 7000, slowestFps: 0 });
  });

  test('a camera that was opened anew counts from there', () => {
    const anew = [...steady.slice(0, 3), { atMs: 3000, frames: 0 }, { atMs: 4000, frames: 30 }];
    expect(framePace(anew).map(({ fps }) => fps)).toEqual([25, 25, 30]);
  });

  test('before two looks there is no pace', () => {
    expect(paceFigures(steady.slice(0, 1))).toBeNull();
  });
});
