import { expect, test } from 'vitest';
import type { HearingView } from '#domain/hearing/view.ts';
import type { HearingId, SeatId } from '#domain/ids.ts';
import { checkedFloorDbfs, emptyDesk, type Rooms } from '../../../../src/hall/actions/index.ts';

const seatId = 'judge' as SeatId;

/** What is known of the seat's pauses after a check that measured this. */
function floorAfter(figures: Readonly<Record<string, number>>, phase: HearingView['phase'] = 'open'): number | null {
  const item = { subject: seatId, kind: 'microphone', verdict: 'good', findings: [], figures } as const;
  const view = { phase, lastChecked: { items: [item], passed: true, atMs: 0 } } as unknown as HearingView;
  const journals = { view: () => view } as unknown as Rooms['journals'];
  return checkedFloorDbfs({ desk: { ...emptyDesk(), hearingId: 'h' as HearingId }, journals }, seatId);
}

test('the pauses of a check tell how loud a seat’s room is', () => {
  expect(floorAfter({ levelDbfs: -22, floorDbfs: -58 })).toBe(-58);
});

test('a check in which nobody spoke tells it too', () => {
  expect(floorAfter({ levelDbfs: -49, floorDbfs: -51 })).toBe(-51);
});

test('a check in which somebody spoke without a pause tells nothing of the room', () => {
  expect(floorAfter({ levelDbfs: -20, floorDbfs: -27 })).toBeNull();
});

test('nothing is known without a check, and while the check itself is recorded', () => {
  expect(floorAfter({})).toBeNull();
  expect(floorAfter({ levelDbfs: -22, floorDbfs: -58 }, 'planned')).toBeNull();
});
