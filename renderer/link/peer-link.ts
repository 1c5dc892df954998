import Peer from 'simple-peer/simplepeer.min.js';
import type { CallRelay, CallSignal, CallSignalled } from '#contract/peers.ts';
import type { LinkCounts } from '#domain/peers/link-figures.ts';
import { countsBetween, readLook } from './link-counts.ts';
import { playingDelayMs } from './playing-delay.ts';
import { redundantSound } from './redundant-sound.ts';
import { fingerprintsOf, remoteCertificates } from './remote-certificate.ts';
import { startRate } from './start-rate.ts';

/** Which peer connection this is: dropped and made anew whenever one of these changes. */
export type LinkPlace = Readonly<{
  peerId: CallSignal['peerId'];
  callId: CallSignal['callId'];
  epoch: number;
  side: 'caller' | 'callee';
}>;

export type LinkEvents = Readonly<{
  signal(signal: CallSignal): void;
  /** What the other hall will send, to be played; nothing of it may have come yet. */
  tracks(tracks: readonly MediaStreamTrack[]): void;
  /** The other hall is reached and is the one that signed; what it sends is about to come. Said once. */
  reached(): void;
  /** The other hall is really received: its certificate is the signed one and its media are played. */
  connected(): void;
  /** What passed in the last seconds, from the moment it was connected. */
  counted(counts: LinkCounts): void;
  /** Nothing more is received; said once. */
  broken(): void;
}>;

export type LinkOptions = Readonly<{
  /** The description came over a line whose other end is known, and nothing else signs it. */
  isSignallingTrusted?: boolean;
  /** Ways around, where neither side reaches the other. */
  relays?: readonly CallRelay[];
  /**
   * It only rings: the way is laid, nothing that a microphone or a camera gives leaves before `wanted`, and what a hall that
   * keeps to no rules sends meanwhile is played nowhere.
   */
  isHeld?: boolean;
}>;

const lookEveryMs = 200;
const countEveryMs = 5000;
/** Until the other hall is heard, every moment counts for a person who waits. */
const firstLooksEveryMs = 20;
/** Sound comes 50 times a second; a second without any is a link that a person would call broken. */
const silentLimitMs = 1000;
/** An offer that is answered by nobody, or an answer that leads nowhere. */
const connectLimitMs = 8000;

/**
 * P38 asks for a link of 1 Mbit/s, in which the sound and the halls' own talk must find room first; left alone, Chromium
 * sends 360 lines with 1.7 Mbit/s.
 */
const pictureLimitBps = 600_000;

/**
 * One peer connection to another hall: one epoch of one call. Judges by what is played and by the DTLS certificate, not
 * by ICE, which says "connected" also to an impostor. What it cannot mend it says is broken; the hall gives the next epoch.
 */
export class PeerLink {
  readonly place: LinkPlace;
  readonly #on: LinkEvents;
  readonly #peer: Peer;
  readonly #tracks: MediaStreamTrack[] = [];
  #looking: ReturnType<typeof setInterval>;
  #counting: ReturnType<typeof setInterval> | undefined;
  /** Since when both sides want it; null while it rings. */
  #wantedSinceMs: number | null = null;
  #signed: readonly string[] | null = null;
  /** The certificates that were seen to be signed for, byte by byte: only others are hashed again. */
  #proven: string | null = null;
  #heardUntilMs: number | null = null;
  readonly #isTrusted: boolean;
  /** What will be sent once both halls have said yes. */
  #held: readonly Readonly<{ sender: RTCRtpSender; track: MediaStreamTrack | null }>[] | null = null;
  #isReached = false;
  #isConnected = false;
  #isOver = false;

  constructor(place: LinkPlace, local: readonly MediaStream[], on: LinkEvents, more: LinkOptions = {}) {
    this.#isTrusted = more.isSignallingTrusted ?? false;
    this.place = place;
    this.#on = on;
    const { peerId, callId, epoch } = place;
    this.#peer = new Peer({
      initiator: place.side === 'caller',
      trickle: true,
      streams: local,
      config: { iceServers: relayServers(more.relays ?? []), bundlePolicy: 'max-bundle' },
      sdpTransform: (sdp) => startRate(redundantSound(sdp)),
    });
    void limitPicture(this.#peer._pc);
    if (more.isHeld === true) this.#hold(this.#peer._pc);
    this.#peer.on('signal', (signal) => {
      if (signal.type === 'offer' || signal.type === 'answer')
        on.signal({ peerId, callId, epoch, description: { type: signal.type, sdp: signal.sdp } });
      else if (signal.type === 'candidate')
        on.signal({ peerId, callId, epoch, candidate: candidatePaper(signal.candidate) });
    });
    this.#peer.on('track', (track) => {
      this.#tracks.push(track);
      if (this.#held === null) on.tracks(this.#tracks);
    });
    this.#peer.on('error', () => this.#break());
    this.#peer.on('close', () => this.#break());
    this.#looking = setInterval(() => void this.#look(), firstLooksEveryMs);
  }

  /** When the last sound or picture of the other hall was played, in ms since 1970; null before the first. */
  get heardUntilMs(): number | null {
    return this.#heardUntilMs;
  }

  /** Both halls have said yes: from now on the link must come up in time. */
  wanted(): void {
    this.#wantedSinceMs ??= performance.now();
    const held = this.#held;
    this.#held = null;
    if (held === null || this.#isOver) return;
    for (const { sender, track } of held) void sender.replaceTrack(track);
    if (this.#tracks.length > 0) this.#on.tracks(this.#tracks);
  }

  #hold(connection: RTCPeerConnection | null): void {
    this.#held = (connection?.getSenders() ?? []).map((sender) => ({ sender, track: sender.track }));
    for (const { sender } of this.#held) void sender.replaceTrack(null);
  }

  take(signalled: CallSignalled): void {
    if (this.#isOver || this.#peer.destroyed) return;
    if ('description' in signalled) {
      this.#signed = signalled.fingerprints;
      this.#proven = null;
      this.#peer.signal(signalled.description);
    } else {
      const { candidate, sdpMid = null, sdpMLineIndex = null, usernameFragment = null } = signalled.candidate;
      this.#peer.signal({ type: 'candidate', candidate: { candidate, sdpMid, sdpMLineIndex, usernameFragment } });
    }
  }

  end(): void {
    this.#isOver = true;
    clearInterval(this.#looking);
    clearInterval(this.#counting);
    // Simple-peer closes it only after all else that is done in this turn, and nothing may leave a closed session meanwhile.
    this.#peer._pc?.close();
    this.#peer.destroy();
    for (const track of this.#tracks) track.stop();
  }

  #break(): void {
    if (this.#isOver) return;
    this.end();
    this.#on.broken();
  }

  async #look(): Promise<void> {
    const connection = this.#peer._pc;
    if (connection === null) return;
    // What was played and not what arrived: where nothing comes the browser goes on playing a silence of its own making.
    const played = connection.getReceivers().flatMap((receiver) => receiver.getSynchronizationSources());
    for (const { timestamp } of played) this.#heardUntilMs = Math.max(this.#heardUntilMs ?? 0, timestamp);
    const isSigned = await this.#isSigned(connection);
    if (this.#isOver) return;
    if (isSigned === false) {
      this.#break();
      return;
    }
    // On a busy machine the first of it may be played before the connection says that it stands.
    const isThere = connection.connectionState === 'connected' || this.#heardUntilMs !== null;
    if (!this.#isReached && isSigned === true && isThere && this.#held === null) {
      this.#isReached = true;
      this.#on.reached();
    }
    if (!this.#isConnected && this.#heardUntilMs !== null && isSigned === true && this.#held === null) {
      this.#isConnected = true;
      clearInterval(this.#looking);
      this.#looking = setInterval(() => void this.#look(), lookEveryMs);
      void this.#count(connection);
      this.#on.connected();
    }
    if (this.#isTooLong()) this.#break();
  }

  async #count(connection: RTCPeerConnection): Promise<void> {
    const look = async (): Promise<ReturnType<typeof readLook>> =>
      readLook(((await connection.getStats()) as ReadonlyMap<string, Readonly<Record<string, unknown>>>).values());
    let [before, beforeMs] = [await look(), performance.now()];
    let delayMs: number | null = null;
    if (this.#isOver) return;
    this.#counting = setInterval(() => {
      void look().then((after) => {
        const nowMs = performance.now();
        const counts = countsBetween(before, after, nowMs - beforeMs);
        [before, beforeMs] = [after, nowMs];
        if (this.#isOver) return;
        this.#on.counted(counts);
        delayMs = playingDelayMs(counts, delayMs);
        for (const receiver of connection.getReceivers()) receiver.jitterBufferTarget = delayMs;
      });
    }, countEveryMs);
  }

  #isTooLong(): boolean {
    if (this.#isConnected && this.#heardUntilMs !== null)
      return performance.timeOrigin + performance.now() - this.#heardUntilMs > silentLimitMs;
    return this.#wantedSinceMs !== null && performance.now() - this.#wantedSinceMs > connectLimitMs;
  }

  /** Whether every certificate seen is one that the other hall has signed for; null while there is none. */
  async #isSigned(connection: RTCPeerConnection): Promise<boolean | null> {
    const signed = this.#signed;
    if (signed === null) return null;
    // The browser itself connects only to the certificate that the description names.
    if (this.#isTrusted) return connection.connectionState === 'connected' ? true : null;
    const certificates = remoteCertificates(connection);
    if (certificates.length === 0) return null;
    const shown = certificates.map((each) => new Uint8Array(each).join()).join('|');
    if (shown === this.#proven) return true;
    const algorithms = [...new Set(signed.map((each) => each.split(' ')[0] ?? ''))];
    const seen = await fingerprintsOf(certificates, algorithms);
    const isSigned = seen.every((each) => each.some((fingerprint) => signed.includes(fingerprint)));
    if (isSigned && signed === this.#signed) this.#proven = shown;
    return isSigned;
  }
}

/** As browsers want them, whose lists may be written. */
function relayServers(relays: readonly CallRelay[]): RTCIceServer[] {
  return relays.map(({ urls, username, credential }) => ({ urls: [...urls], username, credential }));
}

async function limitPicture(connection: RTCPeerConnection | null): Promise<void> {
  for (const { sender, receiver } of connection?.getTransceivers() ?? []) {
    if (receiver.track.kind !== 'video') continue;
    const wished = sender.getParameters();
    for (const encoding of wished.encodings) encoding.maxBitrate = pictureLimitBps;
    await sender.setParameters(wished);
  }
}

function candidatePaper(given: RTCIceCandidateInit): Extract<CallSignal, { candidate: unknown }>['candidate'] {
  const { candidate = '', sdpMid, sdpMLineIndex, usernameFragment } = given;
  return { candidate, sdpMid, sdpMLineIndex, usernameFragment };
}
