import type { HallState } from '#contract/papers.ts';
import type { CallRelay, CallSignal, CallSignalled } from '#contract/peers.ts';
import type { LinkCounts } from '#domain/peers/link-figures.ts';
import { isParticipant, type PartyId } from '#domain/ids.ts';
import { PeerLink, type LinkEvents, type LinkOptions, type LinkPlace } from '../link/peer-link.ts';

type Link = Pick<PeerLink, 'place' | 'heardUntilMs' | 'wanted' | 'take' | 'end'>;
type CallShown = HallState['calls'][number];

export type HallLineNeeds = Readonly<{
  signal(signal: CallSignal): void;
  report(place: LinkPlace, state: 'connected' | 'broken'): void;
  /** What passed since the last word of this kind. */
  counted(place: LinkPlace, counts: LinkCounts): void;
  /** What this hall will send, to be played. */
  play(peerId: PartyId, tracks: readonly MediaStreamTrack[]): void;
  /** These tracks are to be written from now on. */
  received(peerId: PartyId, tracks: readonly MediaStreamTrack[]): void;
  /** Nothing is received of it any more, and nothing was since this moment (ms since 1970; null when nothing ever was). */
  gone(peerId: PartyId, heardUntilMs: number | null): void;
  /** What the connection to a participant's page may be relayed by. */
  relays(place: LinkPlace): Promise<readonly CallRelay[]>;
  makeLink?(place: LinkPlace, local: readonly MediaStream[], on: LinkEvents, options: LinkOptions): Link;
}>;

/** Candidates may overtake their description on a busy machine. */
const mostWaiting = 100;

/**
 * Keeps one peer connection to one hall as that hall's call wants it: none, or the one of this call and epoch. The caller's
 * side offers, which rings over there; the other side answers at once, so that the way is there when somebody says yes. Nothing
 * that a microphone or a camera gives leaves before that.
 */
export class HallLine {
  readonly #needs: HallLineNeeds;
  #call: CallShown | null = null;
  #link: Link | null = null;
  /** The page for whose connection relays are being asked for. */
  #asking: LinkPlace | null = null;
  #waiting: CallSignalled[] = [];

  constructor(needs: HallLineNeeds) {
    this.#needs = needs;
  }

  /** Null: no call that may have a link. */
  follow(call: CallShown | null): void {
    const hasChanged = keyOf(call) !== keyOf(this.#call);
    this.#call = call;
    if (hasChanged) this.#endLink();
    if (call === null) this.#waiting = [];
    this.#sayYes();
  }

  take(signalled: CallSignalled): void {
    if (this.#link !== null && isFor(this.#link.place, signalled)) this.#link.take(signalled);
    else this.#waiting = [...this.#waiting, signalled].slice(-mostWaiting);
  }

  /** Microphones and camera are open, so that the first description already holds them. */
  begin(local: (id: PartyId) => MediaStream): void {
    const call = this.#call;
    if (call === null || [this.#link?.place ?? null, this.#asking].some((each) => keyOf(each) === keyOf(call))) return;
    const { peerId, callId, epoch, side } = call;
    const wanted = { peerId, callId, epoch, side };
    if (!isParticipant(peerId)) {
      this.#make(wanted, local(peerId), []);
      return;
    }
    this.#asking = wanted;
    void this.#needs.relays(wanted).then((relays) => {
      if (this.#asking !== wanted) return;
      this.#asking = null;
      if (keyOf(this.#call) === keyOf(wanted)) this.#make(wanted, local(peerId), relays);
    });
  }

  #make(wanted: LinkPlace, local: MediaStream, relays: readonly CallRelay[]): void {
    const { peerId } = wanted;
    const make =
      this.#needs.makeLink ?? ((place, streams, on, options): Link => new PeerLink(place, streams, on, options));
    let tracks: readonly MediaStreamTrack[] = [];
    let isHeard = false;
    const link = make(
      wanted,
      [local],
      {
        signal: (signal) => {
          if (this.#link === link) this.#needs.signal(signal);
        },
        tracks: (given) => {
          tracks = given;
          this.#needs.play(peerId, given);
        },
        // Pictures come or do not come. Of sound the browser makes a silence until the first of it arrives; once it
        // has, it is never taken out of what is written.
        reached: () => {
          const pictures = tracks.filter(({ kind }) => kind === 'video');
          if (!isHeard) this.#needs.received(peerId, pictures);
        },
        connected: () => {
          isHeard = true;
          this.#needs.report(wanted, 'connected');
          this.#needs.received(peerId, tracks);
        },
        counted: (counts) => {
          if (this.#link === link) this.#needs.counted(wanted, counts);
        },
        broken: () => {
          if (this.#link !== link) return;
          this.#link = null;
          this.#needs.gone(peerId, link.heardUntilMs);
          this.#needs.report(wanted, 'broken');
        },
      },
      { relays, isHeld: isRinging(this.#call) },
    );
    this.#link = link;
    this.#sayYes();
    const mine = this.#waiting.filter((each) => isFor(wanted, each));
    this.#waiting = this.#waiting.filter((each) => !isFor(wanted, each));
    for (const signalled of mine) link.take(signalled);
  }

  #sayYes(): void {
    if (!isRinging(this.#call)) this.#link?.wanted();
  }

  #endLink(): void {
    const link = this.#link;
    this.#link = null;
    this.#asking = null;
    if (link === null) return;
    link.end();
    this.#needs.gone(link.place.peerId, link.heardUntilMs);
  }
}

/** Not everybody has said yes. */
function isRinging(call: CallShown | null): boolean {
  return call?.state === 'ringing' || call?.state === 'calling';
}

function keyOf(place: LinkPlace | null): string {
  return place === null ? '' : `${place.callId} ${String(place.epoch)} ${place.side}`;
}

function isFor(place: LinkPlace, signalled: CallSignalled): boolean {
  return signalled.callId === place.callId && signalled.epoch === place.epoch;
}
