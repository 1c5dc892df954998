import type { CallId, HallPeerId } from '../ids.ts';

/** Hashes that RFC 8122 §5 still lets a peer offer and that browsers make. */
const strictLine = /^a=fingerprint:(sha-(?:256|384|512)) ((?:[0-9a-f]{2}:){31,63}[0-9a-f]{2})$/i;

/**
 * The DTLS fingerprints of a description, upper case, sorted, each once. Null when there is none or any line that could
 * be read as one is written otherwise: what this reads and what a browser reads must be the same.
 */
export function fingerprintsOf(sdp: string): readonly string[] | null {
  const lines = sdp.split(/[\r\n]+/).filter((line) => /fingerprint/i.test(line));
  const found = new Set<string>();
  for (const line of lines) {
    const parts = strictLine.exec(line);
    if (parts === null) return null;
    found.add(`${parts[1] ?? ''} ${parts[2] ?? ''}`.toUpperCase());
  }
  return found.size === 0 ? null : [...found].sort();
}

/** What a hall signs with the key of its certificate for every description that it sends to another hall. */
export function fingerprintStatement(
  said: Readonly<{
    from: HallPeerId;
    to: HallPeerId;
    callId: CallId;
    epoch: number;
    /** Rises with every statement of this hall. */
    counter: number;
    /** The run of the receiving service, as its hello named it: a service that starts anew has forgotten the counters it saw. */
    run: string;
    fingerprints: readonly string[];
  }>,
): string {
  const { from, to, callId, epoch, counter, run, fingerprints } = said;
  return ['dtls-v2', from, to, run, callId, epoch, counter, fingerprints.join(',')].join('|');
}
