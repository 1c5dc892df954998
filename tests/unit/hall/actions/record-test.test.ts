import { expect, test } from 'vitest';
import { planTest } from '../../../../src/hall/actions/record-test.ts';
import type { Rooms } from '../../../../src/hall/actions/index.ts';
import { soundHall } from '../../../stage/hall-card.ts';

const rooms = {
  setup: { card: () => soundHall },
  peers: { calls: { all: () => [] } },
  rules: { checkLengthS: 10 },
} as unknown as Rooms;
const whole = { isPassive: false, only: [], reason: 'hearing', variant: 'standard' } as const;

test('people speak and then each loudspeaker of the hall plays', () => {
  const plan = planTest(rooms, whole);
  expect(plan).toMatchObject({ isTalk: true, talkMs: 7000 });
  expect(plan.loudspeakers.map(({ id }) => id)).toEqual(['front', 'back']);
  expect(plan.totalMs).toBeLessThan(22_000);
});

test('in the morning nobody is there to speak, and the loudspeakers play all the same', () => {
  const plan = planTest(rooms, { ...whole, reason: 'morning' });
  expect(plan).toMatchObject({ isTalk: false, talkMs: 2000 });
  expect(plan.loudspeakers).toHaveLength(2);
});

test('the quick check is silent and short', () => {
  expect(planTest(rooms, { ...whole, variant: 'quick' })).toMatchObject({ loudspeakers: [], totalMs: 2000 });
});

test('beside a hearing nothing is recorded or played', () => {
  expect(planTest(rooms, { ...whole, isPassive: true })).toMatchObject({ seats: [], loudspeakers: [], totalMs: 0 });
});

test('nobody on the line hears the signals', () => {
  const peers = { calls: { all: () => [{ state: 'connected' }] } };
  expect(planTest({ ...rooms, peers } as unknown as Rooms, whole).loudspeakers).toEqual([]);
});

test('the full check ends with flashes where a camera may see them, and they can be asked for alone', () => {
  const camera = { ...soundHall.seats[0]!, id: 'camera-hall', kind: 'camera' };
  const card = { ...soundHall, seats: [...soundHall.seats, camera] };
  const withCamera = { ...rooms, setup: { card: () => card } } as unknown as Rooms;
  expect(planTest(withCamera, { ...whole, variant: 'full' }).isSync).toBe(true);
  expect(planTest(withCamera, whole).isSync).toBe(false);
  expect(planTest(rooms, { ...whole, variant: 'full' }).isSync).toBe(false);
  const alone = planTest(withCamera, { ...whole, only: [{ kind: 'lip-sync', subject: null }] });
  expect(alone).toMatchObject({ isSync: true, isTalk: false, loudspeakers: [] });
  expect(alone.seats).toHaveLength(5);
});
