import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CallFrame } from '#contract/peer-link.ts';
import type { CallId, HallPeerId } from '#domain/ids.ts';
import { done } from '#domain/outcome.ts';
import type { LinkCounts } from '#domain/peers/link-figures.ts';
import { callId, candidate, openCallRoom, peerId, type CallRoom } from './call-room.ts';

let room: CallRoom['room'];
let signalled: CallRoom['signalled'];
let refused: CallRoom['refused'];
let faults: CallRoom['faults'];
let counted: CallRoom['counted'];
let turns: CallRoom['turns'];
let paths: CallRoom['paths'];
let said: CallRoom['said'];
let described: CallRoom['described'];
afterEach(() => void vi.useRealTimers());
beforeEach(() => {
  vi.useFakeTimers();
  ({ room, signalled, refused, faults, counted, turns, paths, said, described } = openCallRoom());
});

const hear = (frame: CallFrame): void => room.line.received(peerId, frame);

describe('a hall that answers', () => {
  test('again and again fills nothing: its candidates still count', () => {
    expect(room.calls.dial(peerId)).toEqual(done(undefined));
    const at = { callId: room.calls.all()[0]!.callId, epoch: 1 };
    room.calls.signal({ peerId, ...at, description: { type: 'offer', sdp: 'sdp' } });
    for (let times = 0; times < 150; times += 1) hear(described('call.answered', at));
    hear({ say: 'call.candidate', ...at, candidate });
    vi.advanceTimersByTime(2500);
    expect(signalled).toHaveLength(151);
    room.line.close();
  });
});

describe('while it rings', () => {
  const stateNow = () => room.calls.all()[0]?.state;

  test('the called hall answers, and says yes by a word of its own', () => {
    hear(described('call.offered', { callId, epoch: 1 }));
    room.calls.signal({ peerId, callId, epoch: 1, description: { type: 'answer', sdp: 'sdp' } });
    expect(stateNow()).toBe('ringing');
    expect(said.at(-1)?.[1]).toMatchObject({ say: 'call.answered', isAccepted: false });
    expect(room.calls.report({ callId, epoch: 1 }, 'connected')).toMatchObject({ ok: false });
    room.calls.accept(callId);
    expect(said.at(-1)?.[1]).toEqual({ say: 'call.accepted', callId, epoch: 1 });
    expect(stateNow()).toBe('connecting');
    room.line.close();
  });

  test('an answer is no yes: the hall that calls goes on calling until it is said', () => {
    room.calls.dial(peerId);
    const at = { callId: room.calls.all()[0]!.callId, epoch: 1 };
    room.calls.signal({ peerId, ...at, description: { type: 'offer', sdp: 'sdp' } });
    hear(described('call.answered', at, 'good', false));
    expect(signalled).toHaveLength(1);
    expect(stateNow()).toBe('calling');
    hear({ say: 'call.accepted', ...at });
    expect(stateNow()).toBe('connecting');
    room.line.close();
  });

  test('a yes that was lost with the line is said again with the next answer', () => {
    hear(described('call.offered', { callId, epoch: 1 }));
    room.calls.accept(callId);
    hear(described('call.offered', { callId, epoch: 2 }));
    room.calls.signal({ peerId, callId, epoch: 2, description: { type: 'answer', sdp: 'sdp' } });
    expect(said.at(-1)?.[1]).toMatchObject({ say: 'call.answered', epoch: 2, isAccepted: true });
    room.line.close();
  });

  test('only the hall that is called can say yes, once and for the epoch that stands', () => {
    hear(described('call.offered', { callId, epoch: 1 }));
    hear({ say: 'call.accepted', callId, epoch: 1 });
    expect(stateNow()).toBe('ringing');
    hear({ say: 'call.accepted', callId, epoch: 2 });
    expect(refused.map(({ key }) => key)).toEqual(['call.stale', 'call.stale']);
    room.line.close();
  });
});

describe('what is refused', () => {
  test('is a description that was not signed for this; the alarm stands until a call is whole', () => {
    hear(described('call.offered', { callId, epoch: 1 }, 'bad'));
    hear(described('call.offered', { callId, epoch: 1 }));
    expect(refused).toEqual([{ key: 'peer.fingerprint-refused', why: 'signature', at: { callId, epoch: 1 } }]);
    expect(faults).toEqual(['raised peer.fingerprint-refused']);
    room.calls.accept(callId);
    room.calls.report({ callId, epoch: 1 }, 'connected');
    expect(faults.at(-1)).toBe('cleared peer.fingerprint-refused');
    room.line.close();
  });

  test('is a word of another epoch, told with its call where it is about the one that lasts', () => {
    hear(described('call.offered', { callId, epoch: 2 }));
    hear({ say: 'call.candidate', callId, epoch: 1, candidate });
    hear({ say: 'call.candidate', callId: '1b0e7a43-6f0e-4d3c-9a53-0c3a5c1f9d11' as CallId, epoch: 1, candidate });
    expect(signalled).toHaveLength(1);
    expect(refused).toEqual([
      { key: 'call.stale', why: 'candidate', at: { callId, epoch: 1 } },
      { key: 'call.stale', why: 'candidate', at: null },
    ]);
    room.line.close();
  });
});

describe('more than one hall', () => {
  const [second, third] = ['2'.repeat(64), '3'.repeat(64)] as [HallPeerId, HallPeerId];
  const [secondCall, thirdCall] = [
    '1b0e7a43-6f0e-4d3c-9a53-0c3a5c1f9d11' as CallId,
    '2b0e7a43-6f0e-4d3c-9a53-0c3a5c1f9d11' as CallId,
  ];
  const states = () =>
    room.calls
      .all()
      .map(({ peerId: hall, state }) => `${hall[0] ?? ''} ${state}`)
      .reverse();

  test('is on the line at once, each with a call of its own that ends alone', () => {
    hear(described('call.offered', { callId, epoch: 1 }));
    room.line.received(second, described('call.offered', { callId: secondCall, epoch: 1 }));
    room.calls.accept(callId);
    room.calls.accept(secondCall);
    room.calls.report({ callId: secondCall, epoch: 1 }, 'connected');
    expect(states()).toEqual(['1 connecting', '2 connected']);
    expect(room.calls.end(callId, 'asked', null)).toBe(true);
    expect(states()).toEqual(['1 ended', '2 connected']);
    room.line.close();
  });

  test('than this PC can hold finds the line busy, and is not dialled either', () => {
    hear(described('call.offered', { callId, epoch: 1 }));
    room.line.received(second, described('call.offered', { callId: secondCall, epoch: 1 }));
    room.line.received(third, described('call.offered', { callId: thirdCall, epoch: 1 }));
    expect(said.at(-1)).toEqual([third, { say: 'call.ended', callId: thirdCall, why: 'busy' }]);
    expect(room.calls.dial(third)).toMatchObject({ fault: { key: 'call.too-many', args: { most: 2 } } });
    room.calls.end(callId, 'asked', null);
    expect(room.calls.dial(third).ok).toBe(true);
    expect(states()).toEqual(['1 ended', '2 ringing', '3 calling']);
    room.line.close();
  });

  test('never speaks in the name of another: a word about a call counts only from the hall it is with', () => {
    hear(described('call.offered', { callId, epoch: 1 }));
    room.line.received(second, { say: 'call.ended', callId, why: 'asked' });
    room.line.received(second, { say: 'call.candidate', callId, epoch: 1, candidate });
    expect(states()).toEqual(['1 ringing']);
    expect(signalled).toHaveLength(1);
    room.line.close();
  });
});

describe('the way through the services', () => {
  const ports = () =>
    signalled.flatMap((signal) => ('candidate' in signal ? [signal.candidate.candidate.split(' ')[5]] : []));

  test('is given to the window with the description whom it leads to, anew with each, and closed with its epoch', () => {
    hear(described('call.offered', { callId, epoch: 1 }));
    paths[0]!.give(4001);
    expect(ports()).toEqual(['4001']);
    hear(described('call.offered', { callId, epoch: 1 }));
    expect(ports()).toEqual(['4001', '4001']);
    hear(described('call.offered', { callId, epoch: 2 }));
    paths[1]!.give(4002);
    expect(paths.map(({ at, isOpen }) => [at, isOpen])).toEqual([
      ['0 1', false],
      ['0 2', true],
    ]);
    paths[0]!.give(4003);
    expect(ports()).toEqual(['4001', '4001', '4002']);
    room.calls.endAll('closed', null);
    expect(paths[1]!.isOpen).toBe(false);
    room.line.close();
  });

  test('is alone for two and a half seconds from the answer on; only where it does not carry the windows look for another', () => {
    const at = { callId, epoch: 1 };
    hear(described('call.offered', at));
    hear({ say: 'call.candidate', ...at, candidate });
    vi.advanceTimersByTime(30_000);
    expect(signalled).toHaveLength(1);
    room.calls.accept(callId);
    vi.advanceTimersByTime(2499);
    expect(signalled).toHaveLength(1);
    vi.advanceTimersByTime(1);
    hear({ say: 'call.candidate', ...at, candidate });
    expect(signalled).toHaveLength(3);
    room.line.close();
  });

  test('stays alone where it is the spare one, because another would spoil it', () => {
    const at = { callId, epoch: 1 };
    hear(described('call.offered', at));
    hear({ say: 'call.candidate', ...at, candidate });
    room.calls.accept(callId);
    paths[0]!.turn('spare');
    vi.advanceTimersByTime(30_000);
    expect(signalled).toHaveLength(1);
    room.line.close();
  });

  test('is shown with the call, and told when it is another one while the call is whole, also over a break', () => {
    const at = { callId, epoch: 1 };
    hear(described('call.offered', at));
    room.calls.accept(callId);
    paths[0]!.turn('spare');
    expect(room.calls.all()[0]?.way).toBe('spare');
    expect(turns).toEqual([]);
    room.calls.report(at, 'connected');
    expect(turns).toEqual(['spare']);
    hear(described('call.offered', { callId, epoch: 2 }));
    expect(room.calls.all()[0]?.way).toBe('straight');
    paths[0]!.turn('straight');
    paths[1]!.turn('spare');
    room.calls.report({ callId, epoch: 2 }, 'connected');
    expect(turns).toEqual(['spare']);
    paths[1]!.turn('straight');
    expect(turns).toEqual(['spare', 'straight']);
    room.line.close();
  });

  test('stays alone once the call is whole', () => {
    const at = { callId, epoch: 1 };
    hear(described('call.offered', at));
    room.calls.accept(callId);
    room.calls.report(at, 'connected');
    hear({ say: 'call.candidate', ...at, candidate });
    vi.advanceTimersByTime(30_000);
    expect(signalled).toHaveLength(1);
    room.line.close();
  });

  test('waits in the hall that calls for the verified answer', () => {
    room.calls.dial(peerId);
    const at = { callId: room.calls.all()[0]!.callId, epoch: 1 };
    room.calls.signal({ peerId, ...at, description: { type: 'offer', sdp: 'sdp' } });
    paths[0]!.give(4001);
    expect(ports()).toEqual([]);
    hear(described('call.answered', at));
    expect(signalled.map((signal) => Object.keys(signal).at(-1))).toEqual(['fingerprints', 'candidate']);
    room.line.close();
  });
});

test('a candidate that leads to no network is neither let in nor sent', () => {
  const toItself = { candidate: 'candidate:1 1 udp 1 127.0.0.1 9 typ host' };
  hear(described('call.offered', { callId, epoch: 1 }));
  hear({ say: 'call.candidate', callId, epoch: 1, candidate: toItself });
  expect(signalled).toHaveLength(1);
  expect(refused).toEqual([{ key: 'peer.malformed', why: 'candidate', at: { callId, epoch: 1 } }]);
  room.calls.accept(callId);
  room.calls.signal({ peerId, callId, epoch: 1, description: { type: 'answer', sdp: 'sdp' } });
  room.calls.signal({ peerId, callId, epoch: 1, candidate: toItself });
  room.calls.signal({ peerId, callId, epoch: 1, candidate });
  expect(said.map(([, { say }]) => say)).toEqual(['call.accepted', 'call.answered', 'call.candidate']);
  room.line.close();
});

test('what passed is shown with the call, and told once a minute and at the end of a stretch', () => {
  const names = [
    ...['roundTripsMs', 'roundTrips', 'received', 'receivedLost', 'receivedBytes', 'framesSeen', 'freezes', 'frozenMs'],
    ...['samples', 'concealed', 'sent', 'sentLost', 'sentBytes', 'framesSent'],
  ];
  const counts = { ...Object.fromEntries(names.map((name) => [name, 0])), overMs: 5000, framesSeen: 75 } as LinkCounts;
  const voice = { speechDbfs: -30, overPauseDb: 20 };
  const at = { callId, epoch: 1 };
  hear(described('call.offered', at));
  expect(room.calls.counted(at, counts, null)).toMatchObject({ fault: { key: 'call.stale' } });
  room.calls.accept(callId);
  room.calls.report(at, 'connected');
  for (let told = 0; told < 13; told += 1) room.calls.counted(at, counts, told === 3 ? voice : null);
  expect(room.calls.all()[0]?.figures).toMatchObject({ overMs: 5000, receive: { framesPerSecond: 15 } });
  // Whoever says nothing more was heard all the same, also when the line has broken.
  expect(room.calls.all()[0]?.voice).toEqual(voice);
  expect(counted.map(({ overMs }) => overMs)).toEqual([60_000]);
  room.calls.report(at, 'broken');
  expect(counted.map(({ overMs }) => overMs)).toEqual([60_000, 5000]);
  expect(room.calls.all()[0]).toMatchObject({ figures: null, voice });
  room.line.close();
});
