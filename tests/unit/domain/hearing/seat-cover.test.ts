import { expect, test } from 'vitest';
import { heardStretches, heardTracks, secondCover, without } from '#domain/hearing/seat-cover.ts';
import type { TrackSeen } from '#domain/hearing/seen-tracks.ts';
import type { HearingView } from '#domain/hearing/view.ts';
import type { SeatId, TrackId } from '#domain/ids.ts';
import fc from 'fast-check';

const s = (seconds: number): number => seconds * 1_000_000;
function track(trackId: string, stretches: readonly (readonly [number, number])[]): TrackSeen {
  return {
    trackId: trackId as TrackId,
    seatId: 'judge' as SeatId,
    trackNo: 1,
    kind: 'microphone',
    path: trackId === 'judge' ? 'browser' : 'hall',
    epochs: stretches.map(([from, to], at) => ({
      ...{ epoch: at + 1, fromUs: s(from), toUs: s(to), closed: true, lengthBytes: 1, segments: 1 },
    })),
  };
}
const record = (
  chief: readonly (readonly [number, number])[],
  second: readonly (readonly [number, number])[],
  gaps: HearingView['gaps'] = [],
): Pick<HearingView, 'tracks' | 'gaps'> => ({ tracks: [track('judge', chief), track('judge--own', second)], gaps });

test('the second way fills what the chief track lacks, and nothing else', () => {
  const view = record(
    [
      [0, 10],
      [12, 20],
    ],
    [[1, 20]],
  );
  expect(secondCover(view, view.tracks[0]!)?.fills).toEqual([{ fromUs: s(10), toUs: s(12) }]);
});

test('what the journal doubts in the chief track is filled too, and what it doubts in the second is not used', () => {
  const gap = (trackId: string, from: number, to: number): HearingView['gaps'][number] => ({
    ...{ trackId: trackId as TrackId, fromUs: s(from), toUs: s(to), cause: 'device-lost' },
  });
  const view = record([[0, 20]], [[0, 20]], [gap('judge', 5, 9), gap('judge--own', 7, 8)]);
  expect(secondCover(view, view.tracks[0]!)?.fills).toEqual([
    { fromUs: s(5), toUs: s(7) },
    { fromUs: s(8), toUs: s(9) },
  ]);
});

test('a chief track without a hole needs no second one', () => {
  const view = record([[0, 20]], [[2, 19]]);
  expect(secondCover(view, view.tracks[0]!)).toBeNull();
  expect(heardTracks(view, { fromUs: s(3), toUs: s(5) })).toEqual(['judge']);
});

test('a range is heard from the track that has it', () => {
  const view = record(
    [
      [0, 10],
      [12, 20],
    ],
    [[1, 20]],
  );
  expect(heardTracks(view, { fromUs: s(9), toUs: s(13) })).toEqual(['judge--own']);
  expect(heardTracks(view, { fromUs: s(13), toUs: s(15) })).toEqual(['judge']);
});

test('what is taken away is gone and the rest stays, whatever the stretches', () => {
  const stretch = fc
    .tuple(fc.nat(60), fc.integer({ min: 1, max: 20 }))
    .map(([fromUs, length]) => ({ fromUs, toUs: fromUs + length }));
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 6 }), fc.array(stretch, { maxLength: 6 }), (stretches, taken) => {
      const covers = (all: readonly { fromUs: number; toUs: number }[], at: number): boolean =>
        all.some(({ fromUs, toUs }) => fromUs <= at && at < toUs);
      const left = without(stretches, taken);
      for (let at = 0; at < 90; at += 1) expect(covers(left, at)).toBe(covers(stretches, at) && !covers(taken, at));
    }),
  );
});

test('the stretches of sound are told with what is heard in each: the second way only where the chief one has a hole', () => {
  const chief = [
    [0, 10],
    [12, 20],
    [40, 50],
  ] as const;
  const of = (fromS: number, toS: number, trackId: string): object => ({
    fromUs: s(fromS),
    toUs: s(toS),
    tracks: [trackId],
  });
  expect(heardStretches(record(chief, [[1, 20]]))).toEqual([
    of(0, 10, 'judge'),
    of(10, 12, 'judge--own'),
    of(12, 20, 'judge'),
    of(40, 50, 'judge'),
  ]);
  expect(heardStretches(record([], []))).toEqual([]);
});

test('a hearing of many breaks takes as much longer as it has more of them, and not the square of it', () => {
  /** A chief track that lacks the last second of each stretch of ten, and a second way that has it. */
  const brokenOff = (breaks: number): ReturnType<typeof record> => {
    const stretches = Array.from({ length: breaks }, (_, at) => [at * 20, at * 20 + 10] as const);
    return record(
      stretches.map(([from, to]) => [from, to - 1]),
      stretches,
    );
  };
  const [few, many] = [brokenOff(25), brokenOff(200)];
  const tookMs = (view: ReturnType<typeof record>): number => {
    const beganMs = performance.now();
    expect(heardStretches(view).length).toBe(view.tracks[0]!.epochs.length * 2);
    return performance.now() - beganMs;
  };
  const least = (view: ReturnType<typeof record>, tries: number): number =>
    Math.min(...Array.from({ length: tries }, () => tookMs(view)));
  least(few, 50);
  expect(least(many, 3)).toBeLessThan(8 * 4 * least(few, 9));
});
