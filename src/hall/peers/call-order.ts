import type { CallFrame } from '#contract/peer-link.ts';
import type { CallSignal, CallSignalled } from '#contract/peers.ts';
import type { FaultKey } from '#domain/faults.ts';
import type { HallPeerId, PartyId } from '#domain/ids.ts';
import type { Author } from '#domain/journal/entries.ts';
import type { Outcome } from '#domain/outcome.ts';
import type { Call, CallEnd, CallEpoch } from '#domain/peers/call.ts';
import type { LinkCounts } from '#domain/peers/link-figures.ts';
import type { VoiceFigures } from '#domain/peers/voice-figures.ts';
import type { Log } from '../plumbing/index.ts';
import type { CallPathOrder } from './call-path.ts';
import type { PeersEvents } from './door.ts';
import type { FingerprintGuard } from './fingerprint-guard.ts';
import type { DescribedFrame } from './open-description.ts';

/** What the call to one hall, or with one participant, needs of the room. */
export type OneCallOrder = Readonly<{
  /** As which hall that one knows us. */
  ownId(): HallPeerId;
  peerId: PartyId;
  /** Signs a description for the other hall; null when its fingerprints cannot be told. */
  seal(at: CallEpoch, sdp: string): ReturnType<FingerprintGuard['seal']>;
  /** A description that the other hall has signed for, null for any other. */
  open(frame: DescribedFrame): CallSignalled | null;
  isUp(): boolean;
  say(frame: CallFrame): boolean;
  doubt(): void;
  openPath: CallPathOrder['openPath'];
  /** Null: one more call may stand now; else what the other hall is told of it. */
  whyNot(): 'busy' | 'closed' | null;
  /** Another call with that hall has begun. */
  begun(): void;
  nowMs(): number;
  on: Pick<
    PeersEvents,
    'changed' | 'signalled' | 'callChanged' | 'callTurned' | 'callCounted' | 'faultRaised' | 'faultCleared'
  >;
  /** What that hall said about a call is not let through; `at` null: about no call that is known here, or as a late word may come. */
  refused(key: FaultKey, why: string, at: CallEpoch | null): void;
  log: Log;
}>;

/** The call to one hall: what its console and window ask, and what comes over the link. */
export type OneCall = Readonly<{
  /** The call that lasts, or the last one, which is over; null before the first. */
  call(): Call | null;
  dial(): void;
  accept(): Outcome<void>;
  decline(): Outcome<void>;
  end(end: CallEnd, by: Author | null): boolean;
  signal(signal: CallSignal): Outcome<void>;
  report(at: CallEpoch, state: 'connected' | 'broken'): Outcome<void>;
  counted(at: CallEpoch, counts: LinkCounts, voice: VoiceFigures | null): Outcome<void>;
  windowCame(how: 'new' | 'back' | null): void;
  received(frame: CallFrame): void;
  linkUp(): void;
  close(): void;
}>;
