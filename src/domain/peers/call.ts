import type { CallId, HallPeerId, PartyId } from '../ids.ts';
import type { LinkFigures } from './link-figures.ts';
import type { VoiceFigures } from './voice-figures.ts';

/**
 * `calling`: not yet accepted over there; `ringing`: not yet accepted here; `connecting`: accepted, no picture yet;
 * `connected`: the call window receives; `broken`: it no longer does and a new epoch is being tried.
 */
export const callStates = ['calling', 'ringing', 'connecting', 'connected', 'broken', 'ended'] as const;
export type CallState = (typeof callStates)[number];
/** The caller's window is the one that offers (simple-peer's initiator), in every epoch. */
export const callSides = ['caller', 'callee'] as const;
export type CallSide = (typeof callSides)[number];
/** How the two services carry sound and picture: as datagrams or, where UDP is shut, over a stream beside the link. */
export const callWays = ['straight', 'spare'] as const;
export type CallWay = (typeof callWays)[number];
/** Why a call is over: here asked, there asked, declined, the other hall is in a call, no recording is allowed, … */
export const callEnds = ['asked', 'peer', 'declined', 'busy', 'closed', 'no-answer', 'refused', 'lost'] as const;
export type CallEnd = (typeof callEnds)[number];

/** A stretch of a call between two breaks: every break is followed by a new peer connection with the next epoch. */
export type CallEpoch = Readonly<{ callId: CallId; epoch: number }>;
export type Call = CallEpoch &
  Readonly<{
    peerId: PartyId;
    side: CallSide;
    state: CallState;
    /** Both consoles wanted it; from then on a break is mended without asking again. */
    isAccepted: boolean;
    sinceMs: number;
    /** Null while it lasts. */
    end: CallEnd | null;
    /** What passed over the link in the last seconds; null before any was counted, and while it is broken. */
    figures: LinkFigures | null;
    /** How the other side's voice arrived when it was last heard to speak; null before that. */
    voice: VoiceFigures | null;
    /** Always `straight` with a participant, whose page finds its own way. */
    way: CallWay;
  }>;

/**
 * How many other halls are on the line at once, at most: with four on two cores, Chromium, which encodes the hall's picture for each,
 * no longer kept up; with three others a court PC does. Beyond that somebody would have to hand the pictures on.
 */
export function mostCallsOn(cores: number): number {
  return cores <= 2 ? 2 : 3;
}

/** How many participants from pages of their own are heard and seen at once, beside the halls; the picture of each is small. */
export function mostPartiesOn(cores: number): number {
  return cores <= 2 ? 4 : 8;
}

/** Whether it is on, or is still wanted. */
export function isLasting(call: Call | null): call is Call {
  return call !== null && call.state !== 'ended';
}

/** Whether anything said about this epoch still counts. */
export function isCurrent(call: Call | null, said: CallEpoch): call is Call {
  return isLasting(call) && call.callId === said.callId && call.epoch === said.epoch;
}

/**
 * `ring`: a new call; `again`: another description of this epoch; `renew`: the next epoch of this call; `replace`: the
 * other hall has lost the old call and begins anew; `yield`: both dialled at once and theirs counts; `stale`: dropped;
 * `over`: a call that has ended.
 */
export type OfferVerdict = 'ring' | 'again' | 'renew' | 'replace' | 'yield' | 'stale' | 'over';

/** What an offer of the hall `peerId` that has been verified means for the call with it. Only an offer begins a call or an epoch; a lone candidate never does. */
export function judgeOffer(
  call: Call | null,
  offer: CallEpoch,
  here: Readonly<{ ownId: HallPeerId; peerId: PartyId; isOver(callId: CallId): boolean }>,
): OfferVerdict {
  if (here.isOver(offer.callId)) return 'over';
  if (!isLasting(call)) return 'ring';
  if (call.callId === offer.callId) {
    if (call.side === 'caller' || offer.epoch < call.epoch) return 'stale';
    return offer.epoch === call.epoch ? 'again' : 'renew';
  }
  // Both consoles dialled at the same time: both halls keep the call of the smaller id.
  if (call.side === 'caller' && !call.isAccepted) return here.peerId < here.ownId ? 'yield' : 'stale';
  return 'replace';
}

/**
 * Whether a word that came for no epoch that stands is about the call that lasts, and such as a hall that keeps to the
 * rules never says. The caller's epoch is ahead of the callee's after each break, so a late word of the callee is none.
 */
export function isOddForCall(call: Call | null, said: CallEpoch): boolean {
  if (!isLasting(call) || call.callId !== said.callId) return false;
  return call.side === 'callee' || said.epoch >= call.epoch;
}
