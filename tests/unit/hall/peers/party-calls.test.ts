import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PartyFrame } from '#contract/party-link.ts';
import type { ParticipantId } from '#domain/ids.ts';
import { done } from '#domain/outcome.ts';
import type { CallEpoch } from '#domain/peers/call.ts';
import { callId, candidate, openCallRoom, peerId, relay, type CallRoom } from './call-room.ts';

let room: CallRoom['room'];
let signalled: CallRoom['signalled'];
let refused: CallRoom['refused'];
let described: CallRoom['described'];
afterEach(() => void vi.useRealTimers());
beforeEach(() => {
  vi.useFakeTimers();
  ({ room, signalled, refused, described } = openCallRoom());
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
    room.line.received(peerId, described('call.offered', { callId, epoch: 1 }));
    expect(room.calls.relays({ callId, epoch: 1 })).toMatchObject({ fault: { key: 'call.stale' } });
    room.line.close();
  });

  test('never calls: its offer is refused', () => {
    offered();
    room.calls.heardOf(id, { say: 'call.offered', callId, epoch: 1, sdp, relays: [] });
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
