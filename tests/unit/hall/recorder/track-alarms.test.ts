import { expect, test } from 'vitest';
import type { TrackLamp } from '#contract/papers.ts';
import type { Fault } from '#domain/faults.ts';
import type { SeatId, TrackId } from '#domain/ids.ts';
import { secondTrackOf, type Seat } from '#domain/seats.ts';
import { defaultTuning } from '../../../../src/hall/recorder/tuning.ts';
import { Alarms } from '../../../../src/hall/recorder/alarms.ts';
import { alarmByClock, alarmByLamp } from '../../../../src/hall/recorder/track-alarms.ts';

const seatId = 'judge' as SeatId;
const seat: Seat = {
  ...{ id: seatId, name: '', kind: 'microphone', place: 'judge', gated: false },
  device: { path: 'browser', label: 'Microphone Judge', deviceId: '' },
};

/** What is told of a track that stopped `forS` seconds ago. */
function toldOf(
  trackId: TrackId,
  forS: number,
  was: 'written' | 'never written',
  isUndecoded = false,
): readonly string[] {
  const raised: Fault[] = [];
  const alarms = new Alarms({ faultRaised: (fault) => raised.push(fault), faultCleared: () => undefined });
  const writtenToUs = was === 'written' ? 1_000_000 : null;
  const lamp: TrackLamp = {
    trackId,
    seatId,
    kind: 'microphone',
    state: 'stopped',
    lagMs: 0,
    writtenToUs,
    lengthBytes: 0,
  };
  alarmByLamp(lamp, seat, isUndecoded, { sinceUs: 1_000_000, nowUs: 1_000_000 + forS * 1e6 }, alarms);
  return raised.map(({ key }) => key);
}
const chief = seatId as string as TrackId;
const second = secondTrackOf(seatId);

test('a way to the sound that was written and stopped is told, whichever of the two it is', () => {
  expect(toldOf(chief, 3, 'written')).toEqual(['recorder.track-stopped']);
  expect(toldOf(second, 3, 'written')).toEqual(['recorder.second-way-failed']);
});

test('the second way opens in its own time, and is told when it does not come at all', () => {
  expect(toldOf(chief, 3, 'never written')).toEqual(['recorder.track-stopped']);
  expect(toldOf(second, 3, 'never written')).toEqual([]);
  expect(toldOf(second, 5, 'never written')).toEqual(['recorder.second-way-failed']);
});

test('bytes that come and do not decode are told by that name', () => {
  expect(toldOf(chief, 3, 'written', true)).toEqual(['recorder.undecodable']);
});

test('a clock that is further off than any standard allows is told once it was measured for two minutes, and only while it is', () => {
  const told: string[] = [];
  const alarms = new Alarms({
    faultRaised: ({ key, args }) => told.push(`${key} ${String(args['ppm'])}`),
    faultCleared: ({ key }) => told.push(`over ${key}`),
  });
  const heard = (fastPpm: number, measuredMs: number): void =>
    alarmByClock(seat, { fastPpm, measuredMs }, defaultTuning, alarms);
  heard(-900, 60_000);
  heard(400, 120_000);
  expect(told).toEqual([]);
  heard(-900, 130_000);
  heard(-910, 140_000);
  heard(-400, 150_000);
  expect(told).toEqual(['recorder.clock-off -900', 'over recorder.clock-off']);
});
