import { randomUUID } from 'node:crypto';
import type { CallFrame } from '#contract/peer-link.ts';
import type { CallSignalled } from '#contract/peers.ts';
import { fault } from '#domain/faults.ts';
import type { CallId } from '#domain/ids.ts';
import type { Author } from '#domain/journal/entries.ts';
import { done, failed } from '#domain/outcome.ts';
import {
  isCurrent,
  isLasting,
  isOddForCall,
  judgeOffer,
  type Call,
  type CallEnd,
  type CallEpoch,
} from '#domain/peers/call.ts';
import { leadsToNetwork, withoutCandidates } from '#domain/peers/candidate.ts';
import { figuresOf } from '#domain/peers/link-figures.ts';
import type { OneCall, OneCallOrder } from './call-order.ts';
import { createCallTally } from './call-tally.ts';
import { createCallPath } from './call-path.ts';
import type { DescribedFrame } from './open-description.ts';
import { createRecentCalls } from './recent-calls.ts';
import { createWayTeller } from './way-teller.ts';

const ringLimitMs = 60_000;
/** A window that breaks at once each time must not make the halls spin. */
const leastBetweenEpochsMs = 1000;
const mostHeldSignals = 100;

/** The state of the call to one hall and everything that is said about it, between the windows here and that hall. */
export function createCall(order: OneCallOrder): OneCall {
  const { peerId, on, log, nowMs } = order;
  let call: Call | null = null;
  /** Verified signals of the current epoch, the description first: for a call window that comes anew. */
  let verified: CallSignalled[] = [];
  /** The window here has described its side in the current epoch, so another page could not go on with it. */
  let isDescribed = false;
  /** The call that was connected at least once: only of that one the journal tells a break or an end. */
  let onLine: CallId | null = null;
  let epochAtMs = 0;
  let [ringLimit, renewal]: [NodeJS.Timeout | null, NodeJS.Timeout | null] = [null, null];
  const over = createRecentCalls();
  const tally = createCallTally(() => call, on.callCounted);
  const tellWay = createWayTeller(on.callTurned);
  const path = createCallPath({
    peerId,
    openPath: order.openPath,
    give(signal) {
      if (verified.length >= mostHeldSignals) return;
      verified.push(signal);
      on.signalled(signal);
    },
    turned(way) {
      if (call !== null) change({ ...call, way });
    },
  });

  const live = (): Call | null => (isLasting(call) ? call : null);

  function change(next: Call, by: Author | null = null): void {
    const before = call;
    const isNewState = before?.callId !== next.callId || before.state !== next.state;
    if (isNewState && before?.state === 'connected') tally.tell();
    const figures = next.state === 'connected' ? next.figures : null;
    call = { ...next, figures, sinceMs: isNewState ? nowMs() : next.sinceMs };
    const { state } = next;
    if (isNewState && state === 'connected') {
      onLine = next.callId;
      on.faultCleared(fault('peer.fingerprint-refused', {}));
      on.callChanged({ call, became: state, by });
    } else if (isNewState && onLine === next.callId && (state === 'ended' || before?.state === 'connected')) {
      on.callChanged({ call, became: state === 'ended' ? 'ended' : 'broken', by });
    }
    tellWay(call);
    on.changed();
  }

  /** Nothing is left of the epoch before. */
  function forget(): void {
    verified = [];
    isDescribed = false;
    path.close();
  }

  function begin(next: Omit<Call, 'sinceMs' | 'end' | 'figures' | 'voice' | 'way'>): void {
    forget();
    epochAtMs = nowMs();
    order.begun();
    change({ ...next, sinceMs: 0, end: null, figures: null, voice: null, way: 'straight' });
    stopTimers();
    if (!next.isAccepted) ringLimit = setTimeout(() => void end('no-answer', null), ringLimitMs);
  }

  function stopTimers(): void {
    if (ringLimit !== null) clearTimeout(ringLimit);
    if (renewal !== null) clearTimeout(renewal);
    [ringLimit, renewal] = [null, null];
  }

  function toEpoch(of: Call, epoch: number): void {
    forget();
    epochAtMs = nowMs();
    change({ ...of, epoch, way: 'straight' });
  }

  const isWhole = ({ state }: Pick<Call, 'state'>): boolean => state === 'connected' || state === 'connecting';
  function tellStanding({ callId, epoch, state }: Call): void {
    order.say({ say: 'call.standing', callId, epoch, isBroken: !isWhole({ state }) });
  }

  /** The caller goes on with a new epoch whenever the call is not whole and the link stands; the callee asks for one. */
  function mend(): void {
    const now = live();
    if (now === null || !order.isUp() || renewal !== null) return;
    if (isWhole(now)) return;
    if (now.side === 'callee') {
      tellStanding(now);
      return;
    }
    renewal = setTimeout(
      () => {
        renewal = null;
        const then = live();
        if (then === null || then.state === 'connected' || !order.isUp()) return;
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
    forget();
    if (isToldOver) order.say({ say: 'call.ended', callId: now.callId, why: why === 'peer' ? 'asked' : why });
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
    path.wanted();
    change({ ...of, isAccepted: true, state: of.state === 'broken' ? 'broken' : 'connecting' });
  }

  /** A verified description, or null: then the call that it was for is over. */
  function open(frame: DescribedFrame): CallSignalled | null {
    const signal = order.open(frame);
    if (signal !== null) return signal;
    order.refused('peer.fingerprint-refused', 'signature', { callId: frame.callId, epoch: frame.epoch });
    // It stands until a call to a hall is whole or a person takes it off: good words between bad ones clear nothing.
    on.faultRaised(fault('peer.fingerprint-refused', {}));
    const now = live();
    if (now?.callId === frame.callId) end('refused', null);
    else order.say({ say: 'call.ended', callId: frame.callId, why: 'refused' });
    return null;
  }

  function stale({ callId, epoch }: CallEpoch, why: string): void {
    const isOdd = isOddForCall(call, { callId, epoch });
    order.refused('call.stale', why, isOdd ? { callId, epoch } : null);
  }

  function offered(frame: DescribedFrame): void {
    const signal = open(frame);
    if (signal === null) return;
    const { callId, epoch } = frame;
    const turnAway = (why: 'busy' | 'closed' | 'lost'): void => void order.say({ say: 'call.ended', callId, why });
    const here = { ownId: order.ownId(), peerId, isOver: (id: CallId) => over.has(id) };
    const verdict = judgeOffer(call, { callId, epoch }, here);
    const incoming = { peerId, callId, epoch, side: 'callee' } as const;
    switch (verdict) {
      case 'stale':
        return stale(frame, 'offer');
      case 'over':
        stale(frame, 'offer of a call that is over');
        turnAway('lost');
        return;
      case 'ring':
      case 'replace': {
        end('lost', null);
        const why = order.whyNot();
        if (why !== null) return turnAway(why);
        begin({ ...incoming, state: 'ringing', isAccepted: false });
        break;
      }
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
    path.open({ callId, epoch });
    path.described();
    if (live()?.isAccepted === true) path.wanted();
  }

  function answered(frame: Extract<DescribedFrame, { say: 'call.answered' }>): void {
    if (!isCurrent(call, frame) || call.side !== 'caller' || !isDescribed) return stale(frame, 'answer');
    const signal = open(frame);
    if (signal === null) return;
    // The newest answer counts, so that a hall that answers again and again fills nothing.
    verified = [signal];
    if (frame.isAccepted) accepted(call);
    on.signalled(signal);
    path.described();
  }

  function received(frame: CallFrame): void {
    switch (frame.say) {
      case 'call.offered':
        return offered(frame);
      case 'call.answered':
        return answered(frame);
      case 'call.accepted':
        if (!isCurrent(call, frame) || call.side !== 'caller' || call.isAccepted) return stale(frame, 'yes');
        return accepted(call);
      case 'call.candidate': {
        // Without a verified description of this very epoch a candidate leads to nobody that is known.
        if (!isCurrent(call, frame) || verified.length === 0) return stale(frame, 'candidate');
        const { callId, epoch, candidate } = frame;
        if (leadsToNetwork(candidate.candidate)) path.direct({ peerId, callId, epoch, candidate });
        else order.refused('peer.malformed', 'candidate', { callId, epoch });
        return;
      }
      case 'call.standing': {
        const now = live();
        if (now?.callId !== frame.callId) order.say({ say: 'call.ended', callId: frame.callId, why: 'lost' });
        else if (frame.isBroken && frame.epoch === now.epoch && now.side === 'caller') breakIt();
        return;
      }
      case 'call.ended':
        if (live()?.callId === frame.callId) end(frame.why === 'asked' ? 'peer' : frame.why, null, false);
        return;
    }
  }

  return {
    call: () => call,
    dial() {
      begin({ peerId, callId: randomUUID() as CallId, epoch: 1, side: 'caller', state: 'calling', isAccepted: false });
    },
    accept() {
      const now = live();
      if (now?.state !== 'ringing') return failed(fault('call.none', {}));
      const { callId, epoch } = now;
      order.say({ say: 'call.accepted', callId, epoch });
      accepted(now);
      return done(undefined);
    },
    decline() {
      if (live()?.state !== 'ringing') return failed(fault('call.none', {}));
      end('declined', null);
      return done(undefined);
    },
    end,
    signal(signal) {
      if (!isCurrent(call, signal)) return failed(fault('call.stale', {}));
      const { callId, epoch, side } = call;
      if ('candidate' in signal) {
        if (!isDescribed) return failed(fault('call.stale', {}));
        if (leadsToNetwork(signal.candidate.candidate))
          order.say({ say: 'call.candidate', callId, epoch, candidate: signal.candidate });
        return done(undefined);
      }
      // The one who offers is fixed: two offers that cross would kill both peer connections.
      const isItsTurn = side === 'caller' ? signal.description.type === 'offer' : signal.description.type === 'answer';
      if (!isItsTurn || (side === 'callee' && verified.length === 0)) return failed(fault('call.stale', {}));
      const sealed = order.seal({ callId, epoch }, withoutCandidates(signal.description.sdp));
      if (sealed === null) return failed(fault('peer.fingerprint-refused', {}));
      isDescribed = true;
      if (side === 'caller') path.open({ callId, epoch });
      const answer = { say: 'call.answered', ...sealed, isAccepted: call.isAccepted } as const;
      order.say(side === 'caller' ? { say: 'call.offered', ...sealed } : answer);
      return done(undefined);
    },
    report(at: CallEpoch, state) {
      if (!isCurrent(call, at)) return failed(fault('call.stale', {}));
      // A link that broke while it only rings: it rings on with the next one.
      if (state === 'broken') {
        // The line's own pings need up to five seconds to find a way that is cut.
        order.doubt();
        breakIt();
      } else if (call.isAccepted && verified.length > 0) {
        path.connected();
        change({ ...call, state: 'connected' });
      } else return failed(fault('call.stale', {}));
      return done(undefined);
    },
    counted(at, counts, voice) {
      if (!isCurrent(call, at) || call.state !== 'connected') return failed(fault('call.stale', {}));
      tally.add(counts);
      change({ ...call, figures: figuresOf(counts), voice: voice ?? call.voice });
      return done(undefined);
    },
    windowCame(how) {
      const now = live();
      if (now === null) return;
      if (how === null && now.state === 'connected') change({ ...now, state: 'broken' });
      else if (how === 'new' && (isDescribed || now.state === 'broken')) breakIt();
      else if (how === 'new') for (const signal of verified) on.signalled(signal);
    },
    received,
    linkUp() {
      const now = live();
      if (now !== null && (now.side === 'callee' || isWhole(now))) tellStanding(now);
      else if (now !== null) mend();
    },
    close() {
      stopTimers();
      forget();
    },
  };
}
