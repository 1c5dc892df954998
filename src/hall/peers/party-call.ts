import type { CallFrame } from '#contract/peer-link.ts';
import type { PartyFrame } from '#contract/party-link.ts';
import type { CallRelay } from '#contract/peers.ts';
import type { FaultKey } from '#domain/faults.ts';
import type { HallPeerId, ParticipantId } from '#domain/ids.ts';
import { withoutCandidates } from '#domain/peers/candidate.ts';
import type { CallEpoch } from '#domain/peers/call.ts';
import { fingerprintsOf } from '#domain/peers/fingerprint-statement.ts';
import type { OneCall, OneCallOrder } from './call-order.ts';
import type { PartyLink } from './door.ts';
import { createCall } from './one-call.ts';

export type PartyCallOrder = Pick<OneCallOrder, 'whyNot' | 'begun' | 'nowMs' | 'on' | 'log'> &
  Readonly<{
    ownId(): HallPeerId;
    /** Made anew for each offer. */
    relays(): readonly CallRelay[];
    refused(id: ParticipantId, key: FaultKey, why: string, at: CallEpoch | null): void;
  }>;

/**
 * The call with a participant's page: this hall always calls and the page answers. Nothing is signed, because hall and page
 * know each other by TLS and the code word; the page finds the call window by the window's own candidates.
 */
export function createPartyCall(link: PartyLink, { refused, relays, ...order }: PartyCallOrder): OneCall {
  return createCall({
    ...order,
    peerId: link.id,
    seal: (at, sdp) => (fingerprintsOf(sdp) === null ? null : { ...at, sdp, counter: 0, signature: '' }),
    open({ say, callId, epoch, sdp }) {
      const fingerprints = fingerprintsOf(sdp);
      if (fingerprints === null) return null;
      const type = say === 'call.offered' ? 'offer' : 'answer';
      const description = { type, sdp: withoutCandidates(sdp) } as const;
      return { peerId: link.id, callId, epoch, description, fingerprints };
    },
    isUp: link.isUp,
    // A page is called and never calls, so nobody here says yes to it.
    say: (frame) => frame.say !== 'call.accepted' && link.say(toPage(frame, relays)),
    doubt() {},
    openPath: null,
    refused: (key, why, at) => refused(link.id, key, why, at),
  });
}

function toPage(frame: Exclude<CallFrame, { say: 'call.accepted' }>, relays: PartyCallOrder['relays']): PartyFrame {
  if (frame.say !== 'call.offered' && frame.say !== 'call.answered') return frame;
  const { say, callId, epoch, sdp } = frame;
  return say === 'call.offered' ? { say, callId, epoch, sdp, relays: relays() } : { say, callId, epoch, sdp };
}

/** As a hall would have said it. A page only answers: its offer would be a call that nobody asked for. */
export function fromPage(frame: PartyFrame): CallFrame | null {
  if (frame.say === 'call.offered') return null;
  return frame.say === 'call.answered' ? { ...frame, counter: 0, signature: '', isAccepted: true } : frame;
}
