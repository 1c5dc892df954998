import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Role } from '#contract/call.ts';
import type { CapturePlan } from '#contract/capture.ts';
import type { HearingId, SeatId } from '#domain/ids.ts';
import { mayHavePicture } from '../../../../src/hall/actions/index.ts';
import { openStandInHall, type StandInHall } from './stand-in-hall.ts';

let hall: StandInHall;
let hearingId: HearingId;
let plan: CapturePlan;
const seatId = 'witness-view' as SeatId;
const track = (id: string, path: string) => ({ seatId: id, device: { path } });
beforeEach(async () => {
  hall = await openStandInHall();
  hearingId = await hall.checkedHearing();
  await hall.ask('hearing.open', { hearingId, override: null });
  plan = { mode: 'record', tracks: [track(seatId, 'network'), track('judge', 'browser')] } as unknown as CapturePlan;
  Object.assign(hall.rooms.recorder, { plan: () => plan, previewsAllowed: () => plan.mode !== 'closed' });
});
afterEach(() => hall.close());

const opened = async (role: Role, seat = seatId): Promise<boolean> =>
  (await hall.ask('picture.open', { seatId: seat }, role)).ok;

test('only the picture of a network camera that is open is opened', async () => {
  expect(await opened('console')).toBe(true);
  expect(await opened('sound-path')).toBe(true);
  expect(await opened('console', 'judge' as SeatId)).toBe(false);
  expect(await opened('console', 'nobody' as SeatId)).toBe(false);
});

test('L5: none while devices must be closed', async () => {
  plan = { ...plan, mode: 'closed' };
  for (const role of ['console', 'bench', 'call', 'sound-path'] as const) expect(await opened(role)).toBe(false);
});

test('P6: the call loses it in the moment of the order, and console and bench keep it', async () => {
  let ended = 0;
  Object.assign(hall.rooms.livePictures, { endForbidden: () => (ended += 1) });
  const asked = hall.ask('session.close', { byOralOrder: true });
  // Before anything was waited for.
  expect([ended, mayHavePicture(hall.rooms, 'call')]).toEqual([1, false]);
  await hall.ask('session.dark', {}, 'call');
  await asked;
  expect([await opened('call'), await opened('console'), await opened('bench')]).toEqual([false, true, true]);
});
