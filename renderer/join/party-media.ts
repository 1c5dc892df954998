import type { JoinLine } from '#line/join-line.ts';
import type { PartyFrame } from '#contract/party-link.ts';
import type { HallPeerId } from '#domain/ids.ts';
import { fingerprintsOf } from '#domain/peers/fingerprint-statement.ts';
import { callPicture } from '../link/call-picture.ts';
import { PeerLink } from '../link/peer-link.ts';

/** What the participant hears and sees. `trouble`: their own camera or microphone did not open, and they take part without it. */
export type PartySight = Readonly<{
  state: 'none' | 'connecting' | 'connected' | 'broken';
  sound: MediaStream | null;
  picture: MediaStream | null;
  own: MediaStream | null;
  trouble: 'no-camera' | 'no-devices' | null;
}>;
const nothing: PartySight = { state: 'none', sound: null, picture: null, own: null, trouble: null };

export type PartyMedia = Readonly<{ sight(): PartySight; subscribe(listener: () => void): () => void }>;

/** The hall calls and nobody else does: who it is was proven by TLS and the code word. */
const theHall = '0'.repeat(64) as HallPeerId;

/**
 * Sound and picture between this page and the hall. The hall calls, the page answers with its camera and microphone, and
 * lets go of all of it the moment it is outside (L5, L8). Muted by the hall, it sends silence.
 */
export function openPartyMedia(line: JoinLine, devices: MediaDevices): PartyMedia {
  const listeners = new Set<() => void>();
  let sight = nothing;
  let link: PeerLink | null = null;
  let isOpening = false;
  /** What came for the call whose devices are still being opened. */
  let waiting: PartyFrame[] = [];

  function turn(next: Partial<PartySight>): void {
    sight = { ...sight, ...next };
    for (const listener of listeners) listener();
  }

  function letGo(): void {
    link?.end();
    link = null;
    waiting = [];
    for (const track of sight.own?.getTracks() ?? []) track.stop();
    if (sight !== nothing) turn(nothing);
  }

  async function openOwn(): Promise<void> {
    if (sight.own !== null) return;
    const audio = { echoCancellation: true, noiseSuppression: true };
    const video = { facingMode: 'user', ...callPicture };
    const both = await devices.getUserMedia({ audio, video }).catch(() => null);
    const own = both ?? (await devices.getUserMedia({ audio }).catch(() => null));
    // The hall may have sent this person out meanwhile.
    if (line.party.isUp()) turn({ own, trouble: both !== null ? null : own === null ? 'no-devices' : 'no-camera' });
    else for (const track of own?.getTracks() ?? []) track.stop();
  }

  /** Each description of the hall is a new connection. */
  async function answer(offer: Extract<PartyFrame, { say: 'call.offered' }>): Promise<void> {
    link?.end();
    link = null;
    waiting = [];
    turn({ state: 'connecting' });
    isOpening = true;
    await openOwn();
    isOpening = false;
    if (!line.party.isUp()) {
      letGo();
      return;
    }
    const { callId, epoch, sdp } = offer;
    const place = { peerId: theHall, callId, epoch, side: 'callee' } as const;
    const made: PeerLink = new PeerLink(
      place,
      sight.own === null ? [] : [sight.own],
      {
        signal(signal) {
          if (link !== made) return;
          if ('candidate' in signal)
            line.party.say({ say: 'call.candidate', callId, epoch, candidate: signal.candidate });
          else line.party.say({ say: 'call.answered', callId, epoch, sdp: signal.description.sdp });
        },
        tracks(tracks) {
          const ofKind = (kind: string): MediaStream | null => {
            const found = tracks.filter((track) => track.kind === kind);
            return found.length === 0 ? null : new MediaStream(found);
          };
          if (link === made) turn({ sound: ofKind('audio'), picture: ofKind('video') });
        },
        reached() {},
        connected() {
          if (link === made) turn({ state: 'connected' });
        },
        counted() {},
        broken() {
          if (link !== made) return;
          link = null;
          turn({ state: 'broken', sound: null, picture: null });
          line.party.say({ say: 'call.standing', callId, epoch, isBroken: true });
        },
      },
      { isSignallingTrusted: true, relays: offer.relays },
    );
    link = made;
    made.wanted();
    made.take({
      peerId: theHall,
      callId,
      epoch,
      description: { type: 'offer', sdp },
      fingerprints: fingerprintsOf(sdp) ?? [],
    });
    for (const frame of waiting.splice(0)) hear(frame);
    mute();
  }

  function hear(frame: PartyFrame): void {
    switch (frame.say) {
      case 'call.offered':
        void answer(frame);
        return;
      case 'call.candidate': {
        if (isOpening) waiting.push(frame);
        else if (link?.place.callId === frame.callId && link.place.epoch === frame.epoch) {
          const { callId, epoch, candidate } = frame;
          link.take({ peerId: theHall, callId, epoch, candidate });
        }
        return;
      }
      case 'call.standing': {
        // A page that was opened anew knows nothing of the call that stands in the hall.
        const isKnown = link?.place.callId === frame.callId && link.place.epoch === frame.epoch;
        if (!isKnown && !isOpening) line.party.say({ ...frame, isBroken: true });
        return;
      }
      case 'call.ended':
        letGo();
        return;
      case 'call.answered':
        return;
    }
  }

  /** The hall's word holds at the microphone itself. */
  function mute(): void {
    const stand = line.stand();
    const isMuted = stand.at === 'hearing' && stand.told.say === 'inside' && stand.told.isMuted;
    for (const track of sight.own?.getAudioTracks() ?? []) track.enabled = !isMuted;
  }

  line.party.onFrame(hear);
  line.subscribe(() => {
    const stand = line.stand();
    // A line that is lost for a moment leaves sound and picture, which go their own way.
    const isLost = stand.at === 'hearing' && stand.isLost;
    if (!line.party.isUp() && !isLost) letGo();
    mute();
  });
  return {
    sight: () => sight,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
