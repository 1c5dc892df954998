import type { CallFrame } from '#contract/peer-link.ts';
import type { CallRelay } from '#contract/peers.ts';
import { fault, type FaultKey } from '#domain/faults.ts';
import { isParticipant, type CallId, type HallPeerId, type ParticipantId, type PartyId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { isCurrent, isLasting, type Call, type CallEpoch } from '#domain/peers/call.ts';
import type { PairedHall } from '#domain/peers/paired-hall.ts';
import type { Log } from '../plumbing/index.ts';
import type { OneCall } from './call-order.ts';
import type { Calls, PartyLink, PeersEvents } from './door.ts';
import type { FingerprintGuard } from './fingerprint-guard.ts';
import type { MediaPaths } from './media-paths.ts';
import { createCall } from './one-call.ts';
import { createPartyCall, fromPage } from './party-call.ts';
import { openDescription } from './open-description.ts';

const leastBetweenCallsMs = 1000;

export type CallsOrder = Readonly<{
  /** As which hall that one knows us. */
  ownId(peerId: HallPeerId): HallPeerId;
  hall(peerId: HallPeerId): PairedHall | undefined;
  guard: Pick<FingerprintGuard, 'seal' | 'open'>;
  isUp(peerId: HallPeerId): boolean;
  say(peerId: HallPeerId, frame: CallFrame): boolean;
  doubt(peerId: HallPeerId): void;
  paths: Pick<MediaPaths, 'open'>;
  mayCall(): boolean;
  /** So many halls at once; every one of them costs an encoding of the hall's picture. */
  mostCalls: number;
  /** So many participants beside them. */
  mostParties: number;
  /** What a page and this hall's window may be relayed by, made anew each time. */
  relays(): readonly CallRelay[];
  nowMs(): number;
  on: PeersEvents;
  /** What this hall said about a call is not let through; `at` null: about no call that is known here, or as a late word may come. */
  refused(peerId: HallPeerId, key: FaultKey, why: string, at: CallEpoch | null): void;
  /** What a page said about its call is not let through. */
  refusedPage(id: ParticipantId, key: FaultKey, why: string, at: CallEpoch | null): void;
  log: Log;
}>;

/** What the links tell the calls. */
export type CallLine = Readonly<{
  received(peerId: HallPeerId, frame: CallFrame): void;
  linkUp(peerId: HallPeerId): void;
  removed(peerId: HallPeerId): void;
  close(): void;
}>;

/** The calls to other halls and with participants: one to each at most, and no more at once than this PC can encode for. */
export function createCalls(order: CallsOrder): Readonly<{ calls: Calls; line: CallLine }> {
  const { guard } = order;
  /** The one whose call began last is the last. */
  const byParty = new Map<PartyId, OneCall>();

  const all = (): readonly Call[] =>
    [...byParty.values()]
      .map((each) => each.call())
      .filter((call): call is Call => call !== null)
      .reverse();
  const lasting = (isOfPages: boolean): number =>
    all().filter((call) => isLasting(call) && isParticipant(call.peerId) === isOfPages).length;
  const isFull = (): boolean => lasting(false) >= order.mostCalls;
  const none = (): Outcome<void> => failed(fault('call.none', {}));

  /** What began last is the last. */
  function toEnd(id: PartyId): void {
    const call = byParty.get(id);
    byParty.delete(id);
    if (call !== undefined) byParty.set(id, call);
  }

  function partyCall(link: PartyLink): OneCall {
    const known = byParty.get(link.id);
    if (known !== undefined) return known;
    const made = createPartyCall(link, {
      // It is never called by a page, so nothing is ever settled by whose id is smaller.
      ownId: () => order.ownId('' as HallPeerId),
      whyNot: () => (order.mayCall() ? null : 'closed'),
      begun: () => toEnd(link.id),
      relays: order.relays,
      ...{ nowMs: order.nowMs, on: order.on, refused: order.refusedPage, log: order.log },
    });
    byParty.set(link.id, made);
    return made;
  }

  function callWith(peerId: HallPeerId): OneCall {
    const known = byParty.get(peerId);
    if (known !== undefined) return known;
    const made = createCall({
      ownId: () => order.ownId(peerId),
      peerId,
      seal: (at, sdp) => guard.seal(peerId, at, sdp),
      open: (frame) => openDescription(order, peerId, frame),
      isUp: () => order.isUp(peerId),
      say: (frame) => order.say(peerId, frame),
      doubt: () => order.doubt(peerId),
      openPath: (at, on) => order.paths.open(at, { id: peerId, address: order.hall(peerId)?.address ?? null }, on),
      whyNot: () => (order.mayCall() ? (isFull() ? 'busy' : null) : 'closed'),
      begun: () => toEnd(peerId),
      nowMs: order.nowMs,
      on: order.on,
      refused: (key, why, at) => order.refused(peerId, key, why, at),
      log: order.log,
    });
    byParty.set(peerId, made);
    return made;
  }

  /** The call of this name, while it is the newest one with its hall. */
  const find = (callId: CallId): OneCall | undefined =>
    [...byParty.values()].find((each) => each.call()?.callId === callId);

  const line: CallLine = {
    received: (peerId, frame) => callWith(peerId).received(frame),
    linkUp: (peerId) => byParty.get(peerId)?.linkUp(),
    // What is over stays in the list, because who writes that hall's tracks looks there for the end of them.
    removed: (peerId) => void byParty.get(peerId)?.end('asked', null),
    close() {
      for (const each of byParty.values()) each.close();
    },
  };

  const calls: Calls = {
    all,
    dial(peerId) {
      if (isLasting(byParty.get(peerId)?.call() ?? null)) return failed(fault('call.another-is-on', {}));
      if (isFull()) return failed(fault('call.too-many', { most: order.mostCalls }));
      if (order.hall(peerId) === undefined) return failed(fault('peer.unknown', {}));
      if (!order.isUp(peerId)) return failed(fault('peer.link-down', {}));
      callWith(peerId).dial();
      return done(undefined);
    },
    hold(link) {
      const call = partyCall(link);
      const last = call.call();
      // A page that hangs up at once each time must not make the hall spin.
      if (last !== null && order.nowMs() - last.sinceMs < leastBetweenCallsMs) return;
      if (isLasting(last) || !link.isUp() || !order.mayCall()) return;
      if (lasting(true) >= order.mostParties) return;
      call.dial();
    },
    hasPartyPlace: () => lasting(true) < order.mostParties,
    mostParties: order.mostParties,
    letGo: (id) => void byParty.get(id)?.end('asked', null),
    heardOf(id, frame) {
      const said = fromPage(frame);
      if (said === null) order.refusedPage(id, 'call.stale', 'offer', null);
      else byParty.get(id)?.received(said);
    },
    turned: (id, isUp) => (isUp ? byParty.get(id)?.linkUp() : undefined),
    accept: (callId) => find(callId)?.accept() ?? none(),
    decline: (callId) => find(callId)?.decline() ?? none(),
    end: (callId, end, by) => find(callId)?.end(end, by) ?? false,
    endAll(end, by) {
      for (const each of byParty.values()) each.end(end, by);
    },
    signal: (signal) => byParty.get(signal.peerId)?.signal(signal) ?? failed(fault('call.stale', {})),
    relays(at) {
      const call = find(at.callId)?.call() ?? null;
      return isCurrent(call, at) && isParticipant(call.peerId) ? done(order.relays()) : failed(fault('call.stale', {}));
    },
    report: (at, state) => find(at.callId)?.report(at, state) ?? failed(fault('call.stale', {})),
    counted: (at, counts, voice) => find(at.callId)?.counted(at, counts, voice) ?? failed(fault('call.stale', {})),
    windowCame(how) {
      for (const each of byParty.values()) each.windowCame(how);
    },
  };
  return { calls, line };
}
