import { fault, type Fault } from '../faults.ts';
import { isInHearing, type ParticipantSeen } from '../participants/participant.ts';
import { isLasting, type Call, type CallEnd } from '../peers/call.ts';

/** How long everybody is called by one touch; a hall that does not answer is let go of a minute after it was called. */
export const callUpMs = 5 * 60_000;

/**
 * P16.3: where a hall or a person stands who is to come; words under `callUp.states.<state>`. `ringing`: it rings over there;
 * `rings-here`: that hall calls us.
 */
export const calledStates = [
  'ready',
  'not-there',
  'called',
  'ringing',
  'rings-here',
  'connecting',
  'on-line',
  'broken',
  'refused',
  'waiting',
  'admitted',
  'sent-out',
] as const;
export type CalledState = (typeof calledStates)[number];

/** Those for whom the call-up still waits. */
const pending: readonly CalledState[] = [
  'ready',
  'not-there',
  'called',
  'ringing',
  'rings-here',
  'connecting',
  'broken',
  'waiting',
  'admitted',
];

export function isPending(state: CalledState): boolean {
  return pending.includes(state);
}

/** Where a hall stands; `refusal`: why it could not be called, or did not come, when it was called last. */
export function siteState(
  of: Readonly<{ isUp: boolean; call: Call | null; refusal: Fault | null; isRunning: boolean }>,
): CalledState {
  if (isLasting(of.call)) {
    switch (of.call.state) {
      case 'calling':
        return 'ringing';
      case 'ringing':
        return 'rings-here';
      case 'connecting':
        return 'connecting';
      case 'connected':
        return 'on-line';
      case 'broken':
        return 'broken';
      case 'ended':
        break;
    }
  }
  if (of.refusal !== null) return 'refused';
  if (!of.isUp) return 'not-there';
  return of.isRunning ? 'called' : 'ready';
}

/** Where a participant stands; `hasPlace` false: this PC speaks with as many as it can already. */
export function personState(
  seen: Pick<ParticipantSeen, 'stage'>,
  of: Readonly<{ isHere: boolean; call: Call | null; hasPlace: boolean }>,
): CalledState {
  if (['turned-away', 'removed', 'withdrawn'].includes(seen.stage)) return 'sent-out';
  if (!of.isHere) return 'not-there';
  if (!isInHearing(seen)) return 'waiting';
  if (!isLasting(of.call)) return of.hasPlace ? 'admitted' : 'refused';
  if (of.call.state === 'connected') return 'on-line';
  return of.call.state === 'broken' ? 'broken' : 'connecting';
}

/** Why a hall that was called did not come; null where the call was ended here. */
export function whyNotCome(end: CallEnd | null): Fault | null {
  switch (end) {
    case null:
    case 'asked':
      return null;
    case 'declined':
      return fault('call.declined', {});
    case 'busy':
      return fault('call.busy-there', {});
    case 'no-answer':
      return fault('call.no-answer', {});
    case 'closed':
      return fault('call.closed-there', {});
    case 'peer':
    case 'refused':
    case 'lost':
      return fault('call.broken-off', {});
  }
}
