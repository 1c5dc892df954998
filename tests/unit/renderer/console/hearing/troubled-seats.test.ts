import { describe, expect, test } from 'vitest';
import type { Alarm, HallState, TrackLamp } from '#contract/papers.ts';
import type { SeatId, TrackId } from '#domain/ids.ts';
import { reserveDevices, troubledSeats } from '../../../../../renderer/console/hearing/troubled-seats.ts';
import { ordinaryHall } from '../../../../stage/hall-card.ts';

const track = (id: string, state: TrackLamp['state']): TrackLamp => ({
  trackId: id as TrackId,
  seatId: id as SeatId,
  kind: 'microphone',
  state,
  writtenToUs: 0,
  lagMs: 0,
  lengthBytes: 0,
});
const alarm = (key: Alarm['fault']['key'], args: Alarm['fault']['args']): Alarm => ({
  id: key,
  fault: { key, args },
  sinceMs: 0,
});
function troubled(tracks: readonly TrackLamp[], alarms: readonly Alarm[], leftOut: readonly string[] = []): string[] {
  const hearing = { leftOut: leftOut.map((seatId) => ({ seatId, atUs: 0, reason: 'r' })) };
  const lamp = { state: 'trouble', elapsedMs: 0, tracks, worst: null };
  return troubledSeats({ hall: ordinaryHall, lamp, alarms, hearing } as unknown as HallState).map(({ id }) => id);
}

describe('seats in trouble (L3)', () => {
  test('are those whose track stopped or whom an alarm names, by seat or by track', () => {
    expect(troubled([track('mic-judge', 'written'), track('mic-witness', 'stopped')], [])).toEqual(['mic-witness']);
    expect(troubled([], [alarm('recorder.device-missing', { seat: 'camera-hall' })])).toEqual(['camera-hall']);
    expect(troubled([], [alarm('recorder.track-stopped', { track: 'mic-judge', silentForS: 3 })])).toEqual([
      'mic-judge',
    ]);
  });

  test('are not those that are late, only warned about, or left out already', () => {
    expect(troubled([track('mic-judge', 'late')], [])).toEqual([]);
    expect(troubled([], [alarm('recorder.frames-lost', { track: 'camera-hall', lostMs: 80 })])).toEqual([]);
    expect(troubled([track('mic-witness', 'stopped')], [], ['mic-witness'])).toEqual([]);
  });
});

describe('reserve devices', () => {
  const listed = (kind: string, label: string, deviceId: string) => ({ kind, label, deviceId }) as MediaDeviceInfo;

  test('are devices of the kind that no seat has, and never the system’s own choice', () => {
    const found = [
      listed('audioinput', 'Default', 'default'),
      listed('audioinput', 'Microphone Judge', 'a'),
      listed('audioinput', 'Microphone Reserve', 'b'),
      listed('videoinput', 'Camera Reserve', 'c'),
    ];
    expect(reserveDevices(found, ordinaryHall.seats, 'microphone')).toEqual([
      { path: 'browser', label: 'Microphone Reserve', deviceId: 'b' },
    ]);
    expect(reserveDevices(found, ordinaryHall.seats, 'camera').map(({ label }) => label)).toEqual(['Camera Reserve']);
  });
});
