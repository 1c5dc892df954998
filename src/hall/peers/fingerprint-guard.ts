import type { CallId, HallPeerId } from '#domain/ids.ts';
import { fingerprintsOf, fingerprintStatement } from '#domain/peers/fingerprint-statement.ts';
import { isSignedBy, type Identity } from './identity.ts';

export type SignedDescription = Readonly<{
  callId: CallId;
  epoch: number;
  sdp: string;
  counter: number;
  signature: string;
}>;

/**
 * Binds what DTLS will see to the pinned keys of two halls: signs the fingerprints of every description that goes out
 * and lets in only those which the other hall has signed for this very call and epoch, each statement once.
 */
export type FingerprintGuard = Readonly<{
  /** Null for a description without a fingerprint that RFC 8122 still allows. */
  seal(to: HallPeerId, call: Readonly<{ callId: CallId; epoch: number }>, sdp: string): SignedDescription | null;
  /** The verified fingerprints; null when anything does not hold. */
  open(from: HallPeerId, certificate: string, given: SignedDescription): readonly string[] | null;
  /** The highest counter that was accepted from this hall; 0 for none. */
  seen(from: HallPeerId): number;
  /** The other hall has seen this counter of ours: the next one is higher, whatever this PC's clock says. */
  goBeyond(counter: number): void;
}>;

export function createFingerprintGuard(identity: Identity, nowMs: () => number): FingerprintGuard {
  // Begins with the clock, so that a restarted hall does not begin below what others have seen.
  let counter = Math.max(0, Math.floor(nowMs()));
  const seen = new Map<HallPeerId, number>();
  return {
    seal(to, { callId, epoch }, sdp) {
      const fingerprints = fingerprintsOf(sdp);
      if (fingerprints === null) return null;
      counter += 1;
      const statement = fingerprintStatement({ from: identity.id, to, callId, epoch, counter, fingerprints });
      return { callId, epoch, sdp, counter, signature: identity.sign(statement) };
    },
    open(from, certificate, { callId, epoch, sdp, counter: given, signature }) {
      const fingerprints = fingerprintsOf(sdp);
      if (fingerprints === null || given <= (seen.get(from) ?? 0)) return null;
      const statement = fingerprintStatement({
        from,
        to: identity.id,
        callId,
        epoch,
        counter: given,
        fingerprints,
      });
      if (!isSignedBy(certificate, statement, signature)) return null;
      seen.set(from, given);
      return fingerprints;
    },
    seen: (from) => seen.get(from) ?? 0,
    goBeyond(given) {
      counter = Math.max(counter, given);
    },
  };
}
