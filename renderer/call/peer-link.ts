import Peer from 'simple-peer/simplepeer.min.js';
import type { CallSignal, CallSignalled } from '#contract/peers.ts';

/** Which peer connection this is: dropped and made anew whenever one of these changes. */
export type LinkPlace = Readonly<{
  peerId: CallSignal['peerId'];
  callId: CallSignal['callId'];
  epoch: number;
  side: 'caller' | 'callee';
}>;

export type LinkEvents = Readonly<{
  signal(signal: CallSignal): void;
  /** The other hall is really received: its certificate is the signed one and its media are decoded. */
  connected(): void;
  /** Nothing more is received; said once. */
  broken(): void;
  tracks(tracks: readonly MediaStreamTrack[]): void;
}>;

const lookEveryMs = 200;
/** Until the other hall is seen, every tenth of a second counts for a person who waits. */
const firstLooksEveryMs = 40;
/** Sound comes 50 times a second; a second without any is a link that a person would call broken. */
const silentLimitMs = 1000;
/** An offer that is answered by nobody, or an answer that leads nowhere. */
const connectLimitMs = 8000;

/** What a look at the statistics found: packets so far (sound comes first, and counts), and the certificate that DTLS really saw. */
export type LinkSight = Readonly<{ receivedCount: number; fingerprint: string | null }>;

/** Reads what is received and from whom. Fingerprint as in SDP: `SHA-256 AB:CD:…`, upper case. */
export function sightOf(report: RTCStatsReport): LinkSight {
  const stats = [...report.values()] as Record<string, unknown>[];
  const inbound = stats.filter((each) => each['type'] === 'inbound-rtp');
  const received = inbound.map((each) => Number(each['packetsReceived'] ?? 0));
  const transport = stats.find((each) => each['type'] === 'transport');
  const certificate = stats.find((each) => each['id'] === transport?.['remoteCertificateId']);
  const fingerprint =
    certificate === undefined
      ? null
      : `${String(certificate['fingerprintAlgorithm'])} ${String(certificate['fingerprint'])}`.toUpperCase();
  return { receivedCount: received.reduce((sum, count) => sum + count, 0), fingerprint };
}

/**
 * One peer connection to another hall: one epoch of one call. Judges by what is received and by the DTLS certificate, not
 * by ICE, which says "connected" also to an impostor. What it cannot mend it says is broken; the hall gives the next epoch.
 */
export class PeerLink {
  readonly place: LinkPlace;
  readonly #on: LinkEvents;
  readonly #peer: Peer;
  readonly #tracks: MediaStreamTrack[] = [];
  #looking: ReturnType<typeof setInterval>;
  readonly #bornAtMs = performance.now();
  #signed: readonly string[] | null = null;
  #receivedCount = 0;
  #receivedAtMs = 0;
  #isConnected = false;
  #isOver = false;

  constructor(place: LinkPlace, local: readonly MediaStream[], on: LinkEvents) {
    this.place = place;
    this.#on = on;
    const { peerId, callId, epoch } = place;
    this.#peer = new Peer({
      initiator: place.side === 'caller',
      trickle: true,
      streams: local,
      config: { iceServers: [] },
    });
    this.#peer.on('signal', (signal) => {
      if (signal.type === 'offer' || signal.type === 'answer')
        on.signal({ peerId, callId, epoch, description: { type: signal.type, sdp: signal.sdp } });
      else if (signal.type === 'candidate')
        on.signal({ peerId, callId, epoch, candidate: candidatePaper(signal.candidate) });
    });
    this.#peer.on('track', (track) => {
      this.#tracks.push(track);
      on.tracks(this.#tracks);
    });
    this.#peer.on('error', () => this.#break());
    this.#peer.on('close', () => this.#break());
    this.#looking = setInterval(() => void this.#look(), firstLooksEveryMs);
  }

  take(signalled: CallSignalled): void {
    if (this.#isOver || this.#peer.destroyed) return;
    if ('description' in signalled) {
      this.#signed = signalled.fingerprints;
      this.#peer.signal(signalled.description);
    } else {
      const { candidate, sdpMid = null, sdpMLineIndex = null, usernameFragment = null } = signalled.candidate;
      this.#peer.signal({ type: 'candidate', candidate: { candidate, sdpMid, sdpMLineIndex, usernameFragment } });
    }
  }

  end(): void {
    this.#isOver = true;
    clearInterval(this.#looking);
    this.#peer.destroy();
    for (const track of this.#tracks) track.stop();
  }

  #break(): void {
    if (this.#isOver) return;
    this.end();
    this.#on.broken();
  }

  async #look(): Promise<void> {
    const report = await this.#peer._pc?.getStats().catch(() => null);
    if (this.#isOver || report === null || report === undefined) return;
    const nowMs = performance.now();
    const { receivedCount, fingerprint } = sightOf(report);
    if (receivedCount > this.#receivedCount) {
      this.#receivedCount = receivedCount;
      this.#receivedAtMs = nowMs;
    }
    if (fingerprint !== null && this.#signed !== null && !this.#signed.includes(fingerprint)) {
      this.#break();
      return;
    }
    if (!this.#isConnected && receivedCount > 0 && fingerprint !== null && this.#signed !== null) {
      this.#isConnected = true;
      clearInterval(this.#looking);
      this.#looking = setInterval(() => void this.#look(), lookEveryMs);
      this.#on.connected();
    }
    const waitedMs = nowMs - (this.#isConnected ? this.#receivedAtMs : this.#bornAtMs);
    if (waitedMs > (this.#isConnected ? silentLimitMs : connectLimitMs)) this.#break();
  }
}

function candidatePaper(given: RTCIceCandidateInit): Extract<CallSignal, { candidate: unknown }>['candidate'] {
  const { candidate = '', sdpMid, sdpMLineIndex, usernameFragment } = given;
  return { candidate, sdpMid, sdpMLineIndex, usernameFragment };
}
