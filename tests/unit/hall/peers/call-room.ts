import type { CallFrame } from '#contract/peer-link.ts';
import type { CallRelay, CallSignalled } from '#contract/peers.ts';
import type { CallId, HallPeerId } from '#domain/ids.ts';
import type { CallEpoch, CallWay } from '#domain/peers/call.ts';
import type { LinkFigures } from '#domain/peers/link-figures.ts';
import type { PairedHall } from '#domain/peers/paired-hall.ts';
import { createCalls, type CallLine } from '../../../../src/hall/peers/calls.ts';
import type { Calls } from '../../../../src/hall/peers/door.ts';
import { quietLog } from '../api/open-door.ts';

/* Calls between halls and pages that are played: what was told, refused and said is written down. */

export const own = '5'.repeat(64) as HallPeerId;
export const peerId = '1'.repeat(64) as HallPeerId;
export const callId = '0b0e7a43-6f0e-4d3c-9a53-0c3a5c1f9d11' as CallId;
export const candidate = { candidate: 'candidate:1 1 udp 1 192.0.2.7 9 typ host' };
export const relay: CallRelay = { urls: ['turn:192.0.2.9'], username: '1:x', credential: 'y' };

export type CallRoom = Readonly<{
  room: Readonly<{ calls: Calls; line: CallLine }>;
  signalled: CallSignalled[];
  refused: { key: string; why: string; at: CallEpoch | null }[];
  faults: string[];
  counted: LinkFigures[];
  turns: CallWay[];
  paths: { at: string; isOpen: boolean; give(port: number): void; turn(way: CallWay): void }[];
  said: [HallPeerId, CallFrame][];
  /** A description of the other hall; good when its signature says so. */
  /** An answer says yes unless it is told otherwise. */
  described(say: 'call.offered' | 'call.answered', at: CallEpoch, signature?: string, isAccepted?: boolean): CallFrame;
}>;

export function openCallRoom(): CallRoom {
  let counter = 0;
  const told: Omit<CallRoom, 'room' | 'described'> = {
    ...{ signalled: [], refused: [], faults: [], counted: [], turns: [], paths: [], said: [] },
  };
  const { signalled, refused, faults, counted, turns, paths, said } = told;
  const room = createCalls({
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
      giveReport: async () => null,
      exhibitPage: () => {},
      incidentSaid: () => undefined,
      faultRaised: ({ key }) => faults.push(`raised ${key}`),
      faultCleared: ({ key }) => faults.push(`cleared ${key}`),
    },
    refused: (_from, key, why, at) => refused.push({ key, why, at }),
    relays: () => [relay],
    refusedPage: (_from, key, why, at) => refused.push({ key, why, at }),
    log: quietLog,
  });
  return {
    ...told,
    room,
    described(say, at, signature = 'good', isAccepted = true) {
      counter += 1;
      const signed = { ...at, sdp: 'sdp', counter, signature };
      return say === 'call.offered' ? { say, ...signed } : { say, ...signed, isAccepted };
    },
  };
}
