import type { CallFrame } from '#contract/peer-link.ts';
import type { CallSignalled } from '#contract/peers.ts';
import type { HallPeerId } from '#domain/ids.ts';
import { withoutCandidates } from '#domain/peers/candidate.ts';
import { pinsOf, type PairedHall } from '#domain/peers/paired-hall.ts';
import type { FingerprintGuard } from './fingerprint-guard.ts';

export type DescribedFrame = Extract<CallFrame, { say: 'call.offered' | 'call.answered' }>;

/** A description whose fingerprints the other hall has signed, for the call window; null: then nothing of it is used. */
export function openDescription(
  {
    hall,
    guard,
  }: Readonly<{ hall(peerId: HallPeerId): PairedHall | undefined; guard: Pick<FingerprintGuard, 'open'> }>,
  peerId: HallPeerId,
  frame: DescribedFrame,
): CallSignalled | null {
  const from = hall(peerId);
  if (from === undefined) return null;
  // While a hall changes its key either of the two may have signed.
  const opened = pinsOf(from).map((pin) => guard.open(peerId, pin, frame));
  const fingerprints = opened.find((found) => found !== null);
  if (fingerprints === undefined) return null;
  const { callId, epoch, sdp } = frame;
  const type = frame.say === 'call.offered' ? 'offer' : 'answer';
  return { peerId, callId, epoch, description: { type, sdp: withoutCandidates(sdp) }, fingerprints };
}
