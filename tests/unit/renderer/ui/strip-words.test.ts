import { describe, expect, test } from 'vitest';
import type { Alarm, HallState, TrackLamp } from '#contract/papers.ts';
import type { Fault } from '#domain/faults.ts';
import { fault } from '#domain/faults.ts';
import { lampShown, sortAlarms, stripMood, worstTrack } from '../../../../renderer/ui/strip-words.ts';
import type { HallView } from '../../../../renderer/ui/hall-view.ts';

function stateWith(lamp: Partial<HallState['lamp']>): HallState {
  return { lamp: { state: 'off', elapsedMs: 61_000, tracks: [], worst: null, ...lamp } } as HallState;
}
function viewOf(lamp: HallState['lamp']['state'], isFresh = true): HallView {
  return { state: stateWith({ state: lamp }), isConnected: isFresh, isFresh, isSilent: !isFresh };
}
const alarm = (id: string, happened: Fault, sinceMs: number): Alarm => ({ id, fault: happened, sinceMs });
const lost = alarm('lost', fault('recorder.frames-lost', { track: 'judge', lostMs: 80 }), 1);
const stopped = alarm('stopped', fault('recorder.track-stopped', { track: 'judge', silentForS: 3 }), 5);
const missing = alarm('missing', fault('recorder.device-missing', { seat: 'judge' }), 3);

describe('the lamp', () => {
  test('is a disc for recording and for nothing else', () => {
    const shapes = (['off', 'starting', 'recording', 'trouble', 'closed'] as const).map(
      (lamp) => lampShown(viewOf(lamp)).shape,
    );
    expect(shapes).toEqual(['ring', 'ring', 'disc', 'triangle', 'ring']);
  });
  test('never says recording from old news', () => {
    expect(lampShown(viewOf('recording', false))).toEqual({ shape: 'unknown', word: 'lamp.unknown', elapsedMs: null });
  });
  test('is unknown before the first news', () => {
    expect(lampShown({ state: null, isConnected: false, isFresh: false, isSilent: false }).shape).toBe('unknown');
  });
});

describe('the strip', () => {
  test('turns red when the hall is silent, whatever it said last', () => {
    expect(stripMood(viewOf('recording', false), undefined)).toBe('red');
  });
  test('turns red for an alarm and amber for a warning', () => {
    expect(stripMood(viewOf('recording'), stopped)).toBe('red');
    expect(stripMood(viewOf('recording'), lost)).toBe('amber');
    expect(stripMood(viewOf('recording'), undefined)).toBe('calm');
  });
  test('is never calm while the lamp is in trouble', () => {
    expect(stripMood(viewOf('trouble'), undefined)).toBe('amber');
  });
  test('tells the most serious alarm first, and of equals the one that stands longest', () => {
    expect(sortAlarms([lost, stopped, missing]).map(({ id }) => id)).toEqual(['missing', 'stopped', 'lost']);
  });
  test('names the worst track, and none when all that is wanted is written', () => {
    const track = (seatId: string, state: TrackLamp['state']): TrackLamp => ({ seatId, state }) as TrackLamp;
    const tracks = [
      track('judge', 'written'),
      track('claimant', 'late'),
      track('witness', 'stopped'),
      track('hall', 'off'),
    ];
    expect(worstTrack(stateWith({ tracks }))?.seatId).toBe('witness');
    expect(worstTrack(stateWith({ tracks: [track('judge', 'written'), track('hall', 'off')] }))).toBeNull();
  });
});
