import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallId, HallPeerId, HearingId } from '#domain/ids.ts';
import type { Call } from '#domain/peers/call.ts';
import { mayCall, peersEvents } from '../../../../src/hall/actions/index.ts';
import { openStandInHall, waitFor, type StandInHall } from './stand-in-hall.ts';

let hall: StandInHall;
let hearingId: HearingId;
beforeEach(async () => {
  hall = await openStandInHall();
  hearingId = await hall.checkedHearing();
  await hall.ask('hearing.open', { hearingId, override: null });
});
afterEach(() => hall.close());

const peerId = 'a'.repeat(64) as HallPeerId;
const call: Call = {
  peerId,
  callId: '0b0e7a43-6f0e-4d3c-9a53-0c3a5c1f9d11' as CallId,
  epoch: 2,
  side: 'caller',
  state: 'connected',
  isAccepted: true,
  sinceMs: 0,
  end: null,
  figures: null,
  voice: null,
  way: 'straight',
};

describe('a closed phase (L5)', () => {
  test.each(['deliberation', 'break'] as const)('of %s ends the call at once and lets nobody call', async (pause) => {
    await hall.ask('hearing.pause', { pause, byOralOrder: false, note: '' });
    expect(hall.callEnds).toEqual(['closed']);
    expect(await hall.ask('call.dial', { peerId })).toMatchObject({
      ok: false,
      fault: { key: 'hearing.wrong-phase', args: { phase: pause, act: 'call' } },
    });
    expect(await hall.ask('call.accept', { callId: call.callId })).toMatchObject({
      fault: { key: 'hearing.wrong-phase' },
    });
    await hall.ask('hearing.resume', { byOralOrder: false });
    expect(mayCall(hall.rooms).ok).toBe(true);
  });

  test('ends the call even when the journal cannot be written', async () => {
    hall.behaviour.isDiskFull = true;
    await hall.ask('hearing.pause', { pause: 'deliberation', byOralOrder: false, note: '' });
    expect(hall.callEnds).toEqual(['closed']);
    expect(mayCall(hall.rooms).ok).toBe(false);
  });
});

test('a technical break keeps the call, and the end of the hearing ends it', async () => {
  await hall.ask('hearing.pause', { pause: 'technical-break', byOralOrder: false, note: '' });
  expect(hall.callEnds).toEqual([]);
  await hall.ask('hearing.end', { byOralOrder: false });
  expect(hall.callEnds).toEqual(['closed']);
});

test('a hall that is on the line when the hearing opens is journaled as connected', async () => {
  await hall.ask('hearing.end', { byOralOrder: false });
  const next = await hall.checkedHearing();
  hall.behaviour.call = call;
  await hall.ask('hearing.open', { hearingId: next, override: null });
  expect(hall.kinds(next).slice(-3)).toEqual(['hearing.opened', 'link.connected', 'monitors.arranged']);
});

test('what becomes of the call is journaled, with the author of what somebody asked for', async () => {
  const { callChanged } = peersEvents(() => hall.rooms);
  callChanged({ call, became: 'connected', by: null });
  callChanged({ call: { ...call, state: 'broken' }, became: 'broken', by: null });
  const by = { role: 'secretary', name: '' } as const;
  callChanged({ call: { ...call, state: 'ended', end: 'asked' }, became: 'ended', by });
  await waitFor(() => hall.kinds(hearingId).at(-1) === 'link.ended');
  expect(hall.kinds(hearingId).slice(-3)).toEqual(['link.connected', 'link.broken', 'link.ended']);
  expect(hall.entries.at(-3)?.[1]).toMatchObject({
    author: { role: 'system' },
    body: { peerId, epoch: 2, side: 'caller' },
  });
  expect(hall.entries.at(-1)?.[1]).toMatchObject({ author: by, body: { peerId, end: 'asked' } });
});

test('what another hall said about a call and was refused is journaled with its code and count', async () => {
  const { callRefused } = peersEvents(() => hall.rooms);
  const { callId } = call;
  callRefused({ peerId, callId, epoch: 3, key: 'peer.fingerprint-refused', why: 'signature', times: 7 });
  await waitFor(() => hall.kinds(hearingId).at(-1) === 'link.refused');
  expect(hall.entries.at(-1)?.[1]).toMatchObject({
    author: { role: 'system' },
    body: { peerId, callId, epoch: 3, code: 'LNK-302', why: 'signature', times: 7 },
  });
});

test('a refused renewal of another hall’s key is journaled too, although it speaks of no call', async () => {
  const { callRefused } = peersEvents(() => hall.rooms);
  const refused = {
    callId: null,
    epoch: null,
    key: 'peer.renewal-refused',
    why: 'not by the old key',
    times: 1,
  } as const;
  callRefused({ peerId, ...refused });
  await waitFor(() => hall.kinds(hearingId).at(-1) === 'link.refused');
  expect(hall.entries.at(-1)?.[1]).toMatchObject({ body: { peerId, callId: null, code: 'LNK-122', times: 1 } });
});
