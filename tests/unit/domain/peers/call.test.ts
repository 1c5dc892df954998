import { describe, expect, test } from 'vitest';
import type { CallId, HallPeerId } from '#domain/ids.ts';
import { isCurrent, isOddForCall, judgeOffer, mostCallsOn, type Call } from '#domain/peers/call.ts';

const small = '1'.repeat(64) as HallPeerId;
const own = '5'.repeat(64) as HallPeerId;
const large = '9'.repeat(64) as HallPeerId;
const first = 'call-1' as CallId;
const second = 'call-2' as CallId;
const here = { ownId: own, peerId: small, isOver: () => false };
const incoming: Call = {
  peerId: small,
  callId: first,
  epoch: 3,
  side: 'callee',
  state: 'connected',
  isAccepted: true,
  sinceMs: 0,
  end: null,
  figures: null,
  voice: null,
  way: 'straight',
};
const outgoing: Call = { ...incoming, side: 'caller', state: 'calling', isAccepted: false, epoch: 1 };

describe('an offer', () => {
  test('begins a call when there is none or the last one is over', () => {
    expect(judgeOffer(null, { callId: first, epoch: 1 }, here)).toBe('ring');
    expect(judgeOffer({ ...incoming, state: 'ended' }, { callId: second, epoch: 1 }, here)).toBe('ring');
  });

  test('of a call that has ended begins nothing', () => {
    const over = { ...here, isOver: (callId: CallId) => callId === first };
    expect(judgeOffer(null, { callId: first, epoch: 9 }, over)).toBe('over');
  });

  test('of a higher epoch renews, of an older one is dropped', () => {
    const offer = { callId: first };
    expect(judgeOffer(incoming, { ...offer, epoch: 4 }, here)).toBe('renew');
    expect(judgeOffer(incoming, { ...offer, epoch: 3 }, here)).toBe('again');
    expect(judgeOffer(incoming, { ...offer, epoch: 2 }, here)).toBe('stale');
  });

  test('never comes to the hall that called', () => {
    expect(judgeOffer(outgoing, { callId: first, epoch: 2 }, here)).toBe('stale');
  });

  test('that crosses ours is settled alike in both halls: the smaller id calls', () => {
    expect(judgeOffer(outgoing, { callId: second, epoch: 1 }, here)).toBe('yield');
    const fromLarge = { ...here, peerId: large };
    expect(judgeOffer({ ...outgoing, peerId: large }, { callId: second, epoch: 1 }, fromLarge)).toBe('stale');
  });

  test('of a new call from a hall that has lost the old one replaces it', () => {
    expect(judgeOffer(incoming, { callId: second, epoch: 1 }, here)).toBe('replace');
  });
});

test('what is said about another epoch, another call or an ended one does not count', () => {
  expect(isCurrent(incoming, { callId: first, epoch: 3 })).toBe(true);
  expect(isCurrent(incoming, { callId: first, epoch: 2 })).toBe(false);
  expect(isCurrent(incoming, { callId: second, epoch: 3 })).toBe(false);
  expect(isCurrent({ ...incoming, state: 'ended' }, { callId: first, epoch: 3 })).toBe(false);
  expect(isCurrent(null, { callId: first, epoch: 3 })).toBe(false);
});

test('a word of another epoch is odd where only an attack or a bug explains it', () => {
  const of = (epoch: number) => ({ callId: first, epoch });
  expect(isOddForCall(incoming, of(2))).toBe(true);
  expect(isOddForCall(incoming, of(4))).toBe(true);
  const ahead = { ...outgoing, epoch: 2 };
  expect(isOddForCall(ahead, of(1))).toBe(false);
  expect(isOddForCall(ahead, of(3))).toBe(true);
  expect(isOddForCall(incoming, { ...of(2), callId: second })).toBe(false);
  expect(isOddForCall({ ...incoming, state: 'ended' }, of(2))).toBe(false);
  expect(isOddForCall(null, of(1))).toBe(false);
});

test('a PC of two cores holds two other halls at once, a court PC three', () => {
  expect([1, 2, 4, 16].map(mostCallsOn)).toEqual([2, 2, 3, 3]);
});
