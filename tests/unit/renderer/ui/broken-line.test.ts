import { expect, test } from 'vitest';
import type { HallState } from '#contract/papers.ts';
import { brokenLine } from '../../../../renderer/ui/broken-line.ts';

const peers = ['a', 'b'].map((id) => ({ id: id.repeat(64), court: id, hall: '1' }));
const call = (id: string, state: string, sinceMs: number) => ({ peerId: id.repeat(64), state, sinceMs });
const stateWith = (...calls: object[]): HallState => ({ wallMs: 100_000, peers, calls }) as unknown as HallState;

test('a break is told once it has lasted three seconds (P19)', () => {
  expect(brokenLine(stateWith(call('a', 'broken', 97_500)))).toBeNull();
  expect(brokenLine(stateWith(call('a', 'broken', 97_000)))).toEqual({ peer: peers[0], sinceMs: 3000 });
});

test('of two halls that are missing the one is told that is missing longer', () => {
  const both = stateWith(call('a', 'broken', 90_000), call('b', 'broken', 80_000));
  expect(brokenLine(both)).toEqual({ peer: peers[1], sinceMs: 20_000 });
});

test('a call that is whole, or over, is no break', () => {
  expect(brokenLine(stateWith(call('a', 'connected', 0), call('b', 'ended', 0)))).toBeNull();
});
