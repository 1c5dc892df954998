import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CallFrame } from '#contract/peer-link.ts';
import type { PartyFrame } from '#contract/party-link.ts';
import type { CallSignalled } from '#contract/peers.ts';
import type { CallId, HallPeerId, ParticipantId } from '#domain/ids.ts';
import { done } from '#domain/outcome.ts';
import type { CallEpoch, CallWay } from '#domain/peers/call.ts';
import type { LinkCounts, LinkFigures } from '#domain/peers/link-figures.ts';
import type { PairedHall } from '#domain/peers/paired-hall.ts';
import { createCalls } from '../../../../src/hall/peers/calls.ts';
import { quietLog } from '../api/open-door.ts';

const own = '5'.repeat(64) as HallPeerId;
const peerId = '1'.repeat(64) as HallPeerId;
const callId = '0b0e7a43-6f0e-4d3c-9a53-0c3a5c1f9d11' as CallId;
const candidate = { candidate: 'candidate:1 1 udp 1 192.0.2.7 9 typ host' };

const relay = { urls: ['turn:192.0.2.9'], username: '1:x', credential: 'y' };
let signalled: CallSignalled[];
let refused: { key: string; why: string; at: CallEpoch | null }[];
let faults: string[];
let counted: LinkFigures[];
let turns: CallWay[];
let paths: { at: string; isOpen: boolean; give(port: number): void; turn(way: CallWay): void }[];
let said: [HallPeerId, CallFrame][];
let room: ReturnType<typeof createCalls>;
let counter: number;
afterEach(() => void vi.useRealTimers());
beforeEach(() => {
  vi.useFakeTimers();
  [signalled, refused, faults, said, paths, counted, turns, counter] = [[], [], [], [], [], [], [], 0];
  room = createCalls({
    ownId: () => own,
    hall: () => ({ certificate: 'PEM', nextCertificate: null }) as PairedHall,
    // A description is good when its signature says so.
    guard: {
      seal: (_to, call, sdp) => ({ ...call, sdp, counter: 1, signature: 'good' }),
      open: (_from, _certificate, { signature }) => (signature === 'good' ? ['SHA-256 AA'] : null),
    },
    isUp: () => true,
    doubt: () => {},
    paths: {
      open({ callId: of, epoch }, _to, { opened, turned }) {
        const path = { at: `${of.slice(0, 1)} ${String(epoch)}`, isOpen: true, give: opened, turn: turned };
        paths.push(path);
        return () => void (path.isOpen = false);
      },
    },
    say: (to, frame) => said.push([to, frame]) > 0,
    mayCall: () => true,
    mostCalls: 2,
    mostParties: 2,
    nowMs: () => Date.now(),
    on: {
      changed: () => {},
      signalled: (signal) => signalled.push(signal),
      callChanged: () => {},
      callTurned: ({ way }) => turns.push(way),
      callRefused: () => {},
      callCounted: (_call, figures) => counted.push(figures),
      measured: () => {},
      linkUp: () => {},
      exhibitSent: () => {},
      takeExhibit: async () => 'no-hearing',
      exhibitPage: () => {},
      faultRaised: ({ key }) => faults.push(`raised ${key}`),
      faultCleared: ({ key }) => faults.push(`cleared ${key}`),
    },
    refused: (_from, key, why, at) => refused.push({ key, why, at }),
    relays: () => [relay],
    refusedPage: (_from, key, why, at) => refused.push({ key, why, at }),
    log: quietLog,
  });
});

function described(say: 'call.offered' | 'call.answered', at: CallEpoch, signature = 'good'): CallFrame {
  counter += 1;
  return { say, ...at, sdp: 'sdp', counter, signature };
}
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
  expect(said.map(([, { say }]) => say)).toEqual(['call.answered', 'call.candidate']);
  room.line.close();
});

test('what passed is shown with the call, and told once a minute and at the end of a stretch', () => {
  const names = [
    ...['roundTripsMs', 'roundTrips', 'received', 'receivedLost', 'receivedBytes', 'framesSeen', 'freezes', 'frozenMs'],
    ...['samples', 'concealed', 'sent', 'sentLost', 'sentBytes', 'framesSent'],
  ];
  const counts = { ...Object.fromEntries(names.map((name) => [name, 0])), overMs: 5000, framesSeen: 75 } as LinkCounts;
  const at = { callId, epoch: 1 };
  hear(described('call.offered', at));
  expect(room.calls.counted(at, counts)).toMatchObject({ fault: { key: 'call.stale' } });
  room.calls.accept(callId);
  room.calls.report(at, 'connected');
  for (let told = 0; told < 13; told += 1) room.calls.counted(at, counts);
  expect(room.calls.all()[0]?.figures).toMatchObject({ overMs: 5000, receive: { framesPerSecond: 15 } });
  expect(counted.map(({ overMs }) => overMs)).toEqual([60_000]);
  room.calls.report(at, 'broken');
  expect(counted.map(({ overMs }) => overMs)).toEqual([60_000, 5000]);
  expect(room.calls.all()[0]?.figures).toBeNull();
  room.line.close();
});

describe('a participant', () => {
  const id = '5b0e7a43-6f0e-4d3c-9a53-0c3a5c1f9d11' as ParticipantId;
  const sdp = `v=0\r\na=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}\r\n`;
  let toPage: PartyFrame[];
  let isUp: boolean;
  const link = () => ({ id, isUp: () => isUp, say: (frame: PartyFrame) => isUp && toPage.push(frame) > 0 });
  beforeEach(() => void ([toPage, isUp] = [[], true]));
  function offered(): CallEpoch {
    room.calls.hold(link());
    const { callId: own, epoch } = room.calls.all()[0]!;
    room.calls.signal({ peerId: id, callId: own, epoch, description: { type: 'offer', sdp } });
    return { callId: own, epoch };
  }

  test('is called once however often it is asked, and its answer needs no signature', () => {
    const at = offered();
    room.calls.hold(link());
    expect(toPage).toEqual([{ say: 'call.offered', ...at, sdp, relays: [relay] }]);
    room.calls.heardOf(id, { say: 'call.candidate', ...at, candidate });
    room.calls.heardOf(id, { say: 'call.answered', ...at, sdp });
    room.calls.heardOf(id, { say: 'call.candidate', ...at, candidate });
    expect(signalled.map((signal) => ('candidate' in signal ? 'candidate' : signal.description.type))).toEqual([
      'answer',
      'candidate',
    ]);
    expect(room.calls.report(at, 'connected').ok).toBe(true);
    room.line.close();
  });

  test('and the window here are let in by a relay, for their own epoch only; a hall never is', () => {
    const at = offered();
    expect(room.calls.relays(at)).toEqual(done([relay]));
    expect(room.calls.relays({ ...at, epoch: 2 })).toMatchObject({ fault: { key: 'call.stale' } });
    room.calls.letGo(id);
    expect(room.calls.relays(at)).toMatchObject({ fault: { key: 'call.stale' } });
    hear(described('call.offered', { callId, epoch: 1 }));
    expect(room.calls.relays({ callId, epoch: 1 })).toMatchObject({ fault: { key: 'call.stale' } });
    room.line.close();
  });

  test('never calls: its offer is refused', () => {
    offered();
    room.calls.heardOf(id, { say: 'call.offered', callId, epoch: 1, sdp });
    expect(refused.at(-1)).toMatchObject({ key: 'call.stale', why: 'offer' });
    expect(signalled).toEqual([]);
    room.line.close();
  });

  test('that opens the page anew gets the next epoch of the same call', () => {
    const at = offered();
    room.calls.heardOf(id, { say: 'call.answered', ...at, sdp });
    room.calls.report(at, 'connected');
    isUp = false;
    room.calls.turned(id, false);
    isUp = true;
    room.calls.turned(id, true);
    expect(toPage.at(-1)).toEqual({ say: 'call.standing', ...at, isBroken: false });
    room.calls.heardOf(id, { say: 'call.standing', ...at, isBroken: true });
    vi.advanceTimersByTime(1000);
    expect(room.calls.all()[0]).toMatchObject({ callId: at.callId, epoch: 2, state: 'broken' });
    room.line.close();
  });

  test('takes no place of a hall, and beyond as many as fit they wait until one has gone', () => {
    const ids = [1, 2, 3].map((no) => `${String(no)}b0e7a43-6f0e-4d3c-9a53-0c3a5c1f9d11` as ParticipantId);
    for (const each of ids) room.calls.hold({ ...link(), id: each });
    expect(room.calls.all()).toHaveLength(2);
    expect(room.calls.dial(peerId).ok).toBe(true);
    room.calls.letGo(ids[0]!);
    // Who has just gone is not called at once again, so a page that hangs up each time makes nothing spin.
    for (const each of ids) room.calls.hold({ ...link(), id: each });
    expect(room.calls.all().map(({ state }) => state)).toEqual(['calling', 'calling', 'calling', 'ended']);
    room.calls.letGo(ids[1]!);
    vi.advanceTimersByTime(1000);
    for (const each of ids) room.calls.hold({ ...link(), id: each });
    expect(room.calls.all().filter(({ peerId: of }) => of === ids[0])[0]?.state).toBe('calling');
    room.line.close();
  });
});
