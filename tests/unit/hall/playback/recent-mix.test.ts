import { beforeEach, describe, expect, test } from 'vitest';
import type { HearingId, TrackId } from '#domain/ids.ts';
import { mixRate, RecentMix } from '../../../../src/hall/playback/recent-mix.ts';

const [hearing, other] = ['h1', 'h2'] as HearingId[] as [HearingId, HearingId];
const [judge, witness] = ['judge', 'witness'] as TrackId[] as [TrackId, TrackId];
const level = (value: number, seconds: number): Float32Array => new Float32Array(mixRate * seconds).fill(value);

let mix: RecentMix;
beforeEach(() => {
  mix = new RecentMix();
});
const hear = (trackId: TrackId, fromS: number, samples: Float32Array, hearingId = hearing): void =>
  mix.hear({ hearingId, trackId, atUs: fromS * 1e6, samples });
const read = (fromS: number, toS: number, tracks = [judge, witness], hearingId = hearing): number[] | null => {
  const samples = mix.read(hearingId, tracks, fromS * 1e6, toS * 1e6);
  return samples && [samples.length / mixRate, Math.round((samples[0]! / 32_767) * 100) / 100];
};

describe('the last minute of all microphones', () => {
  test('is their sum, as far as all of them were heard', () => {
    hear(judge, 0, level(0.1, 10));
    hear(witness, 0, level(0.2, 8));
    expect(read(2, 5)).toEqual([3, 0.3]);
    expect(read(2, 10)).toEqual([6, 0.3]);
  });

  test('is not given where one of them was not heard, where another one was, or of another hearing', () => {
    hear(judge, 0, level(0.1, 10));
    expect(read(2, 5)).toBeNull();
    hear(witness, 3, level(0.2, 8));
    expect(read(2, 5)).toBeNull();
    expect(read(3, 5)).toEqual([2, 0.3]);
    expect(read(3, 5, [judge])).toBeNull();
    expect(read(3, 5, [judge, witness], other)).toBeNull();
  });

  test('begins anew behind a hole, and goes on where a stamp is off by a millisecond', () => {
    hear(judge, 0, level(0.1, 5));
    hear(judge, 5.001, level(0.1, 5));
    expect(read(1, 9, [judge])).toEqual([8, 0.1]);
    hear(judge, 11, level(0.1, 5));
    expect(read(1, 15, [judge])).toBeNull();
    expect(read(11, 15, [judge])).toEqual([4, 0.1]);
  });

  test('does not wait for one that left the line before', () => {
    hear(judge, 0, level(0.1, 20));
    hear(witness, 0, level(0.2, 5));
    expect(read(6, 12)).toEqual([6, 0.1]);
    expect(read(4, 12)).toEqual([1, 0.3]);
  });

  test('forgets what is older, and plays nothing old where nothing came', () => {
    for (let at = 0; at < 200; at += 1) hear(judge, at, level(0.1, 1));
    expect(read(100, 110, [judge])).toBeNull();
    expect(read(130, 190, [judge])).toEqual([60, 0.1]);
    hear(judge, 0, level(0.5, 2), other);
    expect(read(0, 2, [judge], other)).toEqual([2, 0.5]);
    expect(read(190, 195, [judge])).toBeNull();
  });

  test('takes the same stretch once, and bends several loud voices under full scale', () => {
    hear(judge, 0, level(0.9, 4));
    hear(judge, 1, level(0.9, 2));
    hear(witness, 0, level(0.9, 4));
    const [, loud] = read(1, 3)!;
    expect(loud).toBeGreaterThan(0.95);
    expect(loud).toBeLessThanOrEqual(1);
  });
});
