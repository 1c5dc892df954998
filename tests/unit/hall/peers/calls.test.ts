import { beforeEach, describe, expect, test } from 'vitest';
import type { CallFrame } from '#contract/peer-link.ts';
import type { CallSignalled } from '#contract/peers.ts';
import type { CallId, HallPeerId } from '#domain/ids.ts';
import { done } from '#domain/outcome.ts';
import type { CallEpoch } from '#domain/peers/call.ts';
import type { PairedHall } from '#domain/peers/paired-hall.ts';
import { createCalls } from '../../../../src/hall/peers/calls.ts';
import { quietLog } from '../api/open-door.ts';

const own = '5'.repeat(64) as HallPeerId;
const peerId = '1'.repeat(64) as HallPeerId;
const callId = '0b0e7a43-6f0e-4d3c-9a53-0c3a5c1f9d11' as CallId;
const candidate = { candidate: 'candidate:1 1 udp 1 127.0.0.1 9 typ host' };

let signalled: CallSignalled[];
let refused: { key: string; why: string; at: CallEpoch | null }[];
let faults: string[];
let room: ReturnType<typeof createCalls>;
let counter: number;
beforeEach(() => {
  [signalled, refused, faults, counter] = [[], [], [], 0];
  room = createCalls({
    ownId: own,
    hall: () => ({ certificate: 'PEM' }) as PairedHall,
    // A description is good when its signature says so.
    guard: {
      seal: (_to, call, sdp) => ({ ...call, sdp, counter: 1, signature: 'good' }),
      open: (_from, _certificate, { signature }) => (signature === 'good' ? ['SHA-256 AA'] : null),
      hello: () => ({ counterSeen: 0, run: '' }),
      met: () => {},
    },
    isUp: () => true,
    doubt: () => {},
    say: () => true,
    mayCall: () => true,
    nowMs: () => 0,
    on: {
      changed: () => {},
      signalled: (signal) => signalled.push(signal),
      callChanged: () => {},
      callRefused: () => {},
      measured: () => {},
      linkUp: () => {},
      exhibitSent: () => {},
      takeExhibit: async () => 'no-hearing',
      exhibitPage: () => {},
      faultRaised: ({ key }) => faults.push(`raised ${key}`),
      faultCleared: ({ key }) => faults.push(`cleared ${key}`),
    },
    refused: (_from, key, why, at) => refused.push({ key, why, at }),
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
    const at = { callId: room.calls.call()!.callId, epoch: 1 };
    room.calls.signal({ peerId, ...at, description: { type: 'offer', sdp: 'sdp' } });
    for (let times = 0; times < 150; times += 1) hear(described('call.answered', at));
    hear({ say: 'call.candidate', ...at, candidate });
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
