import { expect, test } from 'vitest';
import type { HallState } from '#contract/papers.ts';
import { hearingPhases } from '#domain/hearing/phases.ts';
import { layouts } from '#domain/monitors/layout.ts';
import { wantedSight } from '../../../../renderer/call/own-sight.ts';

const camera = (id: string, place: string, path = 'browser') => ({ id, kind: 'camera', place, device: { path } });
const seats = [camera('far', 'remote-hall', 'remote'), camera('judge', 'bench-view'), camera('wide', 'hall')];
function state(more: object = {}, hearing: object = {}): HallState {
  return {
    hall: { seats },
    hearing: { phase: 'open', isSessionClosed: false, interruption: null, ...hearing },
    monitors: { layout: 'overview' },
    previewsAllowed: true,
    screenConnected: true,
    ...more,
  } as unknown as HallState;
}

test('the public sees the camera that looks at the hall, else the first of this hall, and none where there is none', () => {
  expect(wantedSight(state())?.id).toBe('wide');
  expect(wantedSight(state({ hall: { seats: seats.slice(0, 2) } }))?.id).toBe('judge');
  expect(wantedSight(state({ hall: { seats: seats.slice(0, 1) } }))).toBeNull();
  const [far, judge] = seats;
  expect(wantedSight(state({ hall: { seats: [far, judge, camera('net', 'hall', 'network')] } }))?.id).toBe('net');
});

test('P6, L5: no camera is opened for the public in a closed session, while devices must be closed, or outside a hearing', () => {
  expect(wantedSight(state({}, { isSessionClosed: true }))).toBeNull();
  expect(wantedSight(state({ previewsAllowed: false }))).toBeNull();
  expect(wantedSight(state({}, { interruption: { cause: 'long-absence', wallMs: 0 } }))).toBeNull();
  expect(wantedSight(state({ hearing: null }))).toBeNull();
  const seen = hearingPhases.filter((phase) => wantedSight(state({}, { phase })) !== null);
  for (const phase of ['planned', 'checked', 'ended']) expect(seen).not.toContain(phase);
});

test('no camera is opened for a layout that does not show it, or for a monitor that is not there', () => {
  expect(layouts.filter((layout) => wantedSight(state({ monitors: { layout } })) !== null)).toEqual(['overview']);
  expect(wantedSight(state({ screenConnected: false }))).toBeNull();
});
