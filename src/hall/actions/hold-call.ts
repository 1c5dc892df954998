import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { mayRecord } from '#domain/hearing/phases.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { isLasting } from '#domain/peers/call.ts';
import { refuseInClosedSession } from './close-session.ts';
import { authorOf, runningHearing, type Rooms } from './rooms.ts';

type CallVerbs = Pick<
  Answerers,
  | 'call.dial'
  | 'call.accept'
  | 'call.decline'
  | 'call.end'
  | 'call.signal'
  | 'call.relays'
  | 'call.report'
  | 'call.counted'
>;
type Asked = Pick<Rooms, 'desk' | 'journals' | 'rules'>;

/** L5, P6: while a hearing is held, a call may stand only where it may be recorded and in open session. */
export function mayCall(rooms: Asked): Outcome<void> {
  const refused = refuseInClosedSession(rooms);
  if (!refused.ok) return refused;
  const view = runningHearing(rooms);
  const isAllowed = view === null || (!rooms.desk.isSilenced && mayRecord(view.phase, rooms.rules));
  return isAllowed ? done(undefined) : failed(fault('hearing.wrong-phase', { phase: view.phase, act: 'call' }));
}

/** The calls to other halls: the console dials, accepts and ends; the call window says what WebRTC has to say. */
export function holdCall(rooms: Rooms): CallVerbs {
  const { calls } = rooms.peers;
  const answered = (outcome: Outcome<void>): Outcome<Record<string, never>> => (outcome.ok ? done({}) : outcome);
  return {
    'call.dial': async ({ peerId }) => {
      const allowed = mayCall(rooms);
      return answered(allowed.ok ? calls.dial(peerId) : allowed);
    },
    'call.accept': async ({ callId }) => {
      const allowed = mayCall(rooms);
      return answered(allowed.ok ? calls.accept(callId) : allowed);
    },
    'call.decline': async ({ callId }) => answered(calls.decline(callId)),
    'call.end': async ({ callId }, role) => {
      const lasting = calls.all().filter((call) => isLasting(call) && (callId === undefined || call.callId === callId));
      for (const call of lasting) calls.end(call.callId, 'asked', authorOf(role));
      return lasting.length > 0 ? done({}) : failed(fault('call.none', {}));
    },
    'call.signal': async (signal) => answered(calls.signal(signal)),
    'call.relays': async (at) => {
      const relays = calls.relays(at);
      return relays.ok ? done({ relays: relays.value }) : relays;
    },
    'call.counted': async ({ callId, epoch, counts, voice }) =>
      answered(calls.counted({ callId, epoch }, counts, voice)),
    'call.report': async ({ callId, epoch, state }) => answered(calls.report({ callId, epoch }, state)),
  };
}
