import { randomUUID } from 'node:crypto';
import type { CallFrame } from '#contract/peer-link.ts';
import type { CallSignalled } from '#contract/peers.ts';
import { fault, type FaultKey } from '#domain/faults.ts';
import type { CallId, HallPeerId } from '#domain/ids.ts';
import type { Author } from '#domain/journal/entries.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { isCurrent, isOddForCall, judgeOffer, type Call, type CallEnd, type CallEpoch } from '#domain/peers/call.ts';
import type { PairedHall } from '#domain/peers/paired-hall.ts';
import type { Log } from '../plumbing/index.ts';
import type { Calls, PeersEvents } from './door.ts';
import type { FingerprintGuard } from './fingerprint-guard.ts';
import { openDescription, type DescribedFrame } from './open-description.ts';

const ringLimitMs = 60_000;
/** A window that breaks at once each time must not make the halls spin. */
const leastBetweenEpochsMs = 1000;
const mostHeldSignals = 100;
const mostRemembered = 64;

export type CallsOrder = Readonly<{
  ownId: HallPeerId;
  hall(peerId: HallPeerId): PairedHall | undefined;
  guard: FingerprintGuard;
  isUp(peerId: HallPeerId): boolean;
  say(peerId: HallPeerId, frame: CallFrame): boolean;
  doubt(peerId: HallPeerId): void;
  mayCall(): boolean;
  nowMs(): number;
  on: PeersEvents;
  /** What this hall said about a call is not let through; `at` null: about no call that is known here, or as a late word may come. */
  refused(peerId: HallPeerId, key: FaultKey, why: string, at: CallEpoch | null): void;
  log: Log;
}>;

/** What the links tell the call. */
export type CallLine = Readonly<{
  received(peerId: HallPeerId, frame: CallFrame): void;
  linkUp(peerId: HallPeerId): void;
  removed(peerId: HallPeerId): void;
  close(): void;
}>;

/** The state of one call and everything that is said about it, between the windows here and the hall over there. */
export function createCalls(order: CallsOrder): Readonly<{ calls: Calls; line: CallLine }> {
  const { guard, on, log, nowMs } = order;
  let call: Call | null = null;
  /** Verified signals of the current epoch, the description first: for a call window that comes anew. */
  let verified: CallSignalled[] = [];
  /** The window here has described its side in the current epoch, so another page could not go on with it. */
  let isDescribed = false;
  /** The call that was connected at least once: only of that one the journal tells a break or an end. */
  let onLine: CallId | null = null;
  let epochAtMs = 0;
  let ringLimit: NodeJS.Timeout | null = null;
  let renewal: NodeJS.Timeout | null = null;
  const over = new Set<CallId>();

  const live = (): Call | null => (call === null || call.state === 'ended' ? null : call);
  const none = (): Outcome<void> => failed(fault('call.none', {}));

  function change(next: Call, by: Author | null = null): void {
    const before = call;
    const isNewState = before?.callId !== next.callId || before.state !== next.state;
    call = isNewState ? { ...next, sinceMs: nowMs() } : next;
    const { state } = next;
    if (isNewState && state === 'connected') {
      onLine = next.callId;
      on.faultCleared(fault('peer.fingerprint-refused', {}));
      on.callChanged({ call, became: state, by });
    } else if (isNewState && onLine === next.callId && (state === 'ended' || before?.state === 'connected')) {
      on.callChanged({ call, became: state === 'ended' ? 'ended' : 'broken', by });
    }
    on.changed();
  }

  function begin(next: Omit<Call, 'sinceMs' | 'end'>): void {
    verified = [];
    isDescribed = false;
    epochAtMs = nowMs();
    change({ ...next, sinceMs: 0, end: null });
    stopTimers();
    if (!next.isAccepted) ringLimit = setTimeout(() => void end('no-answer', null), ringLimitMs);
  }

  function stopTimers(): void {
    if (ringLimit !== null) clearTimeout(ringLimit);
    if (renewal !== null) clearTimeout(renewal);
    ringLimit = null;
    renewal = null;
  }

  function toEpoch(of: Call, epoch: number): void {
    verified = [];
    isDescribed = false;
    epochAtMs = nowMs();
    change({ ...of, epoch });
  }

  const isWhole = ({ state }: Call): boolean => state === 'connected' || state === 'connecting';
  function tellStanding(of: Call): void {
    const { peerId, callId, epoch } = of;
    order.say(peerId, { say: 'call.standing', callId, epoch, isBroken: !isWhole(of) });
  }

  /** The caller goes on with a new epoch whenever the call is not whole and the link stands; the callee asks for one. */
  function mend(): void {
    const now = live();
    if (now === null || !order.isUp(now.peerId) || renewal !== null) return;
    if (isWhole(now)) return;
    if (now.side === 'callee') {
      tellStanding(now);
      return;
    }
    renewal = setTimeout(
      () => {
        renewal = null;
        const then = live();
        if (then === null || then.state === 'connected' || !order.isUp(then.peerId)) return;
        toEpoch(then, then.epoch + 1);
      },
      Math.max(0, epochAtMs + leastBetweenEpochsMs - nowMs()),
    );
  }

  function end(why: CallEnd, by: Author | null, isToldOver = true): boolean {
    const now = live();
    if (now === null) return false;
    stopTimers();
    over.add(now.callId);
    const oldest = over.values().next();
    if (over.size > mostRemembered && !oldest.done) over.delete(oldest.value);
    verified = [];
    if (isToldOver)
      order.say(now.peerId, { say: 'call.ended', callId: now.callId, why: why === 'peer' ? 'asked' : why });
    log.info({ callId: now.callId, why }, 'call-ended');
    change({ ...now, state: 'ended', end: why }, by);
    return true;
  }

  function breakIt(): void {
    const now = live();
    if (now === null) return;
    if (now.isAccepted) change({ ...now, state: 'broken' });
    mend();
  }

  function accepted(of: Call): void {
    if (ringLimit !== null) clearTimeout(ringLimit);
    ringLimit = null;
    change({ ...of, isAccepted: true, state: of.state === 'broken' ? 'broken' : 'connecting' });
  }

  /** A verified description, or null: then the call that it was for is over. */
  function open(peerId: HallPeerId, frame: DescribedFrame): CallSignalled | null {
    const signal = openDescription(order, peerId, frame);
    if (signal !== null) return signal;
    order.refused(peerId, 'peer.fingerprint-refused', 'signature', { callId: frame.callId, epoch: frame.epoch });
    // It stands until a call to a hall is whole or a person takes it off: good words between bad ones clear nothing.
    on.faultRaised(fault('peer.fingerprint-refused', {}));
    const now = live();
    if (now?.callId === frame.callId && now.peerId === peerId) end('refused', null);
    else order.say(peerId, { say: 'call.ended', callId: frame.callId, why: 'refused' });
    return null;
  }

  function stale(peerId: HallPeerId, { callId, epoch }: CallEpoch, why: string): void {
    const isOdd = isOddForCall(call, { peerId, callId, epoch });
    order.refused(peerId, 'call.stale', why, isOdd ? { callId, epoch } : null);
  }

  function offered(peerId: HallPeerId, frame: DescribedFrame): void {
    const signal = open(peerId, frame);
    if (signal === null) return;
    const { callId, epoch } = frame;
    const turnAway = (why: 'busy' | 'closed' | 'lost'): void =>
      void order.say(peerId, { say: 'call.ended', callId, why });
    const here = { ownId: order.ownId, isOver: (id: CallId) => over.has(id) };
    const verdict = judgeOffer(call, { peerId, callId, epoch }, here);
    const incoming = { peerId, callId, epoch, side: 'callee' } as const;
    switch (verdict) {
      case 'stale':
        return stale(peerId, frame, 'offer');
      case 'over':
        stale(peerId, frame, 'offer of a call that is over');
        turnAway('lost');
        return;
      case 'busy':
        turnAway('busy');
        return;
      case 'ring':
      case 'replace':
        if (!order.mayCall()) {
          turnAway('closed');
          return;
        }
        end('lost', null);
        begin({ ...incoming, state: 'ringing', isAccepted: false });
        break;
      case 'yield':
        end('lost', null);
        begin({ ...incoming, state: 'connecting', isAccepted: true });
        break;
      case 'renew':
        // Nothing of the new epoch is received yet, whatever the window here still shows of the old one.
        if (call !== null) toEpoch(call.isAccepted ? { ...call, state: 'broken' } : call, epoch);
        break;
      case 'again':
        verified = [];
        break;
    }
    verified.push(signal);
    on.signalled(signal);
  }

  function answered(peerId: HallPeerId, frame: DescribedFrame): void {
    if (!isCurrent(call, frame) || call.peerId !== peerId || call.side !== 'caller' || !isDescribed)
      return stale(peerId, frame, 'answer');
    const signal = open(peerId, frame);
    if (signal === null) return;
    // The newest answer counts, so that a hall that answers again and again fills nothing.
    verified = [signal];
    accepted(call);
    on.signalled(signal);
  }

  const line: CallLine = {
    received(peerId, frame): void {
      switch (frame.say) {
        case 'call.offered':
          return offered(peerId, frame);
        case 'call.answered':
          return answered(peerId, frame);
        case 'call.candidate': {
          // Without a verified description of this very epoch a candidate leads to nobody that is known.
          if (!isCurrent(call, frame) || call.peerId !== peerId || verified.length === 0)
            return stale(peerId, frame, 'candidate');
          if (verified.length >= mostHeldSignals) return;
          const signal = { peerId, callId: frame.callId, epoch: frame.epoch, candidate: frame.candidate };
          verified.push(signal);
          on.signalled(signal);
          return;
        }
        case 'call.standing': {
          const now = live();
          if (now?.callId !== frame.callId || now.peerId !== peerId)
            order.say(peerId, { say: 'call.ended', callId: frame.callId, why: 'lost' });
          else if (frame.isBroken && frame.epoch === now.epoch && now.side === 'caller') breakIt();
          return;
        }
        case 'call.ended': {
          const now = live();
          if (now?.callId === frame.callId && now.peerId === peerId)
            end(frame.why === 'asked' ? 'peer' : frame.why, null, false);
          return;
        }
      }
    },
    linkUp(peerId) {
      const now = live();
      if (now?.peerId !== peerId) return;
      if (now.side === 'callee' || isWhole(now)) tellStanding(now);
      else mend();
    },
    removed(peerId) {
      if (live()?.peerId === peerId) end('asked', null);
    },
    close: stopTimers,
  };

  const calls: Calls = {
    call: () => call,
    dial(peerId) {
      if (live() !== null) return failed(fault('call.another-is-on', {}));
      if (order.hall(peerId) === undefined) return failed(fault('peer.unknown', {}));
      if (!order.isUp(peerId)) return failed(fault('peer.link-down', {}));
      const callId = randomUUID() as CallId;
      begin({ peerId, callId, epoch: 1, side: 'caller', state: 'calling', isAccepted: false });
      return done(undefined);
    },
    accept(callId) {
      const now = live();
      if (now?.callId !== callId || now.state !== 'ringing') return none();
      accepted(now);
      return done(undefined);
    },
    decline(callId) {
      const now = live();
      if (now?.callId !== callId || now.state !== 'ringing') return none();
      end('declined', null);
      return done(undefined);
    },
    end,
    signal(signal) {
      if (!isCurrent(call, signal) || call.peerId !== signal.peerId) return failed(fault('call.stale', {}));
      const { peerId, callId, epoch, side } = call;
      if ('candidate' in signal) {
        if (!isDescribed) return failed(fault('call.stale', {}));
        order.say(peerId, { say: 'call.candidate', callId, epoch, candidate: signal.candidate });
        return done(undefined);
      }
      // The one who offers is fixed: two offers that cross would kill both peer connections.
      const isItsTurn = side === 'caller' ? signal.description.type === 'offer' : signal.description.type === 'answer';
      if (!isItsTurn || (side === 'callee' && (!call.isAccepted || verified.length === 0)))
        return failed(fault('call.stale', {}));
      const sealed = guard.seal(peerId, { callId, epoch }, signal.description.sdp);
      if (sealed === null) return failed(fault('peer.fingerprint-refused', {}));
      isDescribed = true;
      order.say(peerId, { say: side === 'caller' ? 'call.offered' : 'call.answered', ...sealed });
      return done(undefined);
    },
    report(at: CallEpoch, state) {
      if (!isCurrent(call, at)) return failed(fault('call.stale', {}));
      // A link that broke while it only rings: it rings on with the next one.
      if (state === 'broken') {
        // The line's own pings need up to five seconds to find a way that is cut.
        order.doubt(call.peerId);
        breakIt();
      } else if (call.isAccepted && verified.length > 0) change({ ...call, state: 'connected' });
      else return failed(fault('call.stale', {}));
      return done(undefined);
    },
    windowCame(how) {
      const now = live();
      if (now === null) return;
      if (how === null) {
        if (now.state === 'connected') change({ ...now, state: 'broken' });
      } else if (how === 'new' && (isDescribed || now.state === 'broken')) breakIt();
      else if (how === 'new') for (const signal of verified) on.signalled(signal);
    },
  };
  return { calls, line };
}
