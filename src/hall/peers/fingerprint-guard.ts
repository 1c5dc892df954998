import { randomBytes } from 'node:crypto';
import type { CallId, HallPeerId } from '#domain/ids.ts';
import { fingerprintsOf, fingerprintStatement } from '#domain/peers/fingerprint-statement.ts';
import { isSignedBy } from './identity.ts';

/** This hall as another one knows it. */
export type Speaker = Readonly<{ id: HallPeerId; sign(statement: string): string }>;

export type SignedDescription = Readonly<{
  callId: CallId;
  epoch: number;
  sdp: string;
  counter: number;
  signature: string;
}>;

/** What a hall tells of its statements and of those that it has seen, when a link begins. */
export type GuardHello = Readonly<{ counterSeen: number; run: string }>;

/**
 * Binds what DTLS will see to the pinned keys of two halls: signs the fingerprints of every description that goes out
 * and lets in only those which the other hall has signed for this very call, epoch and run of the service, each statement once.
 */
export type FingerprintGuard = Readonly<{
  /** Null for a description without a fingerprint that RFC 8122 still allows. */
  seal(to: HallPeerId, call: Readonly<{ callId: CallId; epoch: number }>, sdp: string): SignedDescription | null;
  /** The verified fingerprints; null when anything does not hold. */
  open(from: HallPeerId, certificate: string, given: SignedDescription): readonly string[] | null;
  /** For this hall's hello to the other. */
  hello(to: HallPeerId): GuardHello;
  /** The other hall's hello: our next counter is higher than what it saw, whatever this PC's clock says. */
  met(from: HallPeerId, hello: GuardHello): void;
  /** The run of the other hall's service, as its last hello named it; null for one that never said hello. */
  runOf(peerId: HallPeerId): string | null;
  /** The run of this hall's service. */
  ownRun: string;
}>;

/** `speaker`: as whom this hall speaks to another, by the key that it is known by there; null when it has that key no more. */
export function createFingerprintGuard(
  speaker: (peerId: HallPeerId) => Speaker | null,
  nowMs: () => number,
): FingerprintGuard {
  // Begins with the clock, so that a restarted hall does not begin below what others have seen.
  let counter = Math.max(0, Math.floor(nowMs()));
  // Counters are kept in memory only: what was signed for an earlier run is refused by the run's name, not by its counter.
  const ownRun = randomBytes(16).toString('hex');
  const runs = new Map<HallPeerId, string>();
  const seen = new Map<HallPeerId, number>();
  return {
    seal(to, { callId, epoch }, sdp) {
      const fingerprints = fingerprintsOf(sdp);
      const own = speaker(to);
      if (fingerprints === null || own === null) return null;
      counter += 1;
      // A hall that never said hello is not on the line, so nothing of this reaches it.
      const run = runs.get(to) ?? '';
      const statement = fingerprintStatement({ from: own.id, to, callId, epoch, counter, run, fingerprints });
      return { callId, epoch, sdp, counter, signature: own.sign(statement) };
    },
    open(from, certificate, { callId, epoch, sdp, counter: given, signature }) {
      const fingerprints = fingerprintsOf(sdp);
      const to = speaker(from)?.id;
      if (to === undefined || fingerprints === null || given <= (seen.get(from) ?? 0)) return null;
      const statement = fingerprintStatement({
        from,
        to,
        callId,
        epoch,
        counter: given,
        run: ownRun,
        fingerprints,
      });
      if (!isSignedBy(certificate, statement, signature)) return null;
      seen.set(from, given);
      return fingerprints;
    },
    hello: (to) => ({ counterSeen: seen.get(to) ?? 0, run: ownRun }),
    met(from, { counterSeen, run }) {
      counter = Math.max(counter, counterSeen);
      runs.set(from, run);
    },
    runOf: (peerId) => runs.get(peerId) ?? null,
    ownRun,
  };
}
