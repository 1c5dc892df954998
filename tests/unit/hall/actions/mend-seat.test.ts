import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { wantedSeats } from '#domain/hearing/hearing-tracks.ts';
import type { HearingId, SeatId } from '#domain/ids.ts';
import { keepRecording } from '../../../../src/hall/actions/index.ts';
import { ordinaryHall } from '../../../stage/hall-card.ts';
import { openStandInHall, type StandInHall } from './stand-in-hall.ts';

/* L3: a device failed in the hearing. */

const seatId = 'mic-witness' as SeatId;
const reserve = { path: 'browser', label: 'Reserve', deviceId: 'r' } as const;
let hall: StandInHall;
let hearingId: HearingId;
beforeEach(async () => {
  hall = await openStandInHall(ordinaryHall);
  hearingId = await hall.checkedHearing();
  await hall.ask('hearing.open', { hearingId, override: null });
});
afterEach(() => hall.close());
const view = () => hall.journals.view(hearingId)!;

describe('a seat whose device failed (L3)', () => {
  test('is opened anew, and that is journaled', async () => {
    expect(await hall.ask('seat.restart', { seatId })).toEqual({ ok: true, value: {} });
    expect(hall.mended.map(([how, seat]) => [how, seat.id])).toEqual([['mend', seatId]]);
    expect(hall.kinds(hearingId).at(-1)).toBe('seat.restarted');
  });

  test('gets a reserve device for this hearing only, under its own id', async () => {
    await hall.ask('seat.replace', { seatId, device: reserve });
    expect(hall.mended[0]?.[1]).toMatchObject({ id: seatId, place: 'witness', device: reserve });
    expect(view().hall!.seats.find(({ id }) => id === seatId)?.device).toEqual(reserve);
    expect(hall.rooms.setup.card().seats.find(({ id }) => id === seatId)?.device.label).toBe('Microphone Witness');
  });

  test('gets no device that records another seat', async () => {
    const taken = { path: 'browser', label: 'Microphone Judge', deviceId: '' } as const;
    expect(await hall.ask('seat.replace', { seatId, device: taken })).toMatchObject({
      fault: { key: 'setup.device-twice' },
    });
    expect(hall.mended).toEqual([]);
  });

  test('is left out for a reason only, which stands in the journal and among the marks of the protocol', async () => {
    await expect(hall.ask('seat.leave-out', { seatId, reason: ' ' })).rejects.toThrow();
    await hall.ask('seat.leave-out', { seatId, reason: 'out of order' });
    expect(hall.mended.map(([how]) => how)).toEqual(['dismiss']);
    expect(view().leftOut).toMatchObject([{ seatId, reason: 'out of order' }]);
    expect(view().marks).toMatchObject([{ template: 'left-out', text: 'Microphone Witness: out of order' }]);
  });

  test('stays left out when the service falls, until it is taken in again', async () => {
    await hall.ask('seat.leave-out', { seatId, reason: 'out of order' });
    await hall.rooms.recorder.close({ cutAtUs: null });
    await keepRecording(hall.rooms);
    expect(hall.recorded.at(-1)!.seats.map(({ id }) => id)).not.toContain(seatId);
    await hall.ask('seat.restart', { seatId });
    expect(wantedSeats(view())).toHaveLength(ordinaryHall.seats.length);
  });

  test('is not left out when it is the last one: a hearing without any record is a technical break', async () => {
    const [last, ...others] = ordinaryHall.seats;
    for (const { id } of others) await hall.ask('seat.leave-out', { seatId: id, reason: 'out of order' });
    expect(await hall.ask('seat.leave-out', { seatId: last!.id, reason: 'out of order' })).toMatchObject({
      fault: { key: 'seat.last-one' },
    });
  });

  test('is unknown where it is no seat of the hearing', async () => {
    expect(await hall.ask('seat.restart', { seatId: 'nobody' })).toMatchObject({
      fault: { key: 'setup.seat-invalid' },
    });
  });
});
