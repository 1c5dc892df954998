import type { HallState } from '#contract/papers.ts';
import type { CallSignal, CallSignalled } from '#contract/peers.ts';
import type { LocalMedia } from './local-media.ts';
import { PeerLink, type LinkEvents, type LinkPlace } from './peer-link.ts';

type Link = Pick<PeerLink, 'place' | 'heardUntilMs' | 'wanted' | 'take' | 'end'>;

export type CallDeskNeeds = Readonly<{
  openLocal(state: HallState): Promise<LocalMedia>;
  signal(signal: CallSignal): void;
  report(place: LinkPlace, state: 'connected' | 'broken'): void;
  /** What the hall on the line will send, to be played. */
  play(tracks: readonly MediaStreamTrack[]): void;
  /** These tracks are to be written from now on. */
  received(peerId: string, tracks: readonly MediaStreamTrack[]): void;
  /** Nothing is received any more, and nothing was since this moment (ms since 1970; null when nothing ever was). */
  gone(heardUntilMs: number | null): void;
  makeLink?(place: LinkPlace, local: readonly MediaStream[], on: LinkEvents): Link;
}>;

/** Candidates may overtake their description on a busy machine. */
const mostWaiting = 100;

/**
 * Keeps one peer connection as the hall's state wants it: none, or the one of this call and epoch. The caller's side
 * offers, which rings over there; while it rings the other side gets its devices and its answer ready, and hands the
 * answer out when somebody has said yes.
 */
export class CallDesk {
  readonly #needs: CallDeskNeeds;
  #wanted: LinkPlace | null = null;
  #link: Link | null = null;
  #local: LocalMedia | null = null;
  #opening: Promise<void> | null = null;
  #state: HallState | null = null;
  #waiting: CallSignalled[] = [];
  #isRinging = false;
  #held: CallSignal[] = [];

  constructor(needs: CallDeskNeeds) {
    this.#needs = needs;
  }

  /** True while a device is open or being opened for the call. */
  get isOpen(): boolean {
    return this.#local !== null || this.#opening !== null;
  }

  follow(state: HallState): void {
    this.#state = state;
    const { call } = state;
    const isDark = state.hearing?.isSessionClosed === true;
    const isWanted = call !== null && call.state !== 'ended' && !isDark && !mustBeSilent(state);
    const wanted = isWanted ? { peerId: call.peerId, callId: call.callId, epoch: call.epoch, side: call.side } : null;
    const hasChanged = keyOf(wanted) !== keyOf(this.#wanted);
    this.#wanted = wanted;
    this.#isRinging = call?.state === 'ringing';
    if (hasChanged) this.#endLink();
    if (wanted === null) this.#closeLocal();
    else if (hasChanged) void this.#begin();
    this.#handOut();
  }

  /** P6: no link from this moment, ahead of the state that says so. */
  cut(): void {
    this.#wanted = null;
    this.#endLink();
    this.#closeLocal();
  }

  take(signalled: CallSignalled): void {
    if (this.#link !== null && isFor(this.#link.place, signalled)) this.#link.take(signalled);
    else this.#waiting = [...this.#waiting, signalled].slice(-mostWaiting);
  }

  /** Microphones and camera first, so that the first description already holds them. */
  async #begin(): Promise<void> {
    await this.#ensureLocal();
    const wanted = this.#wanted;
    if (wanted === null || this.#local === null || keyOf(this.#link?.place ?? null) === keyOf(wanted)) return;
    const make = this.#needs.makeLink ?? ((...given) => new PeerLink(...given));
    let tracks: readonly MediaStreamTrack[] = [];
    const link = make(wanted, [this.#local.stream], {
      signal: (signal) => {
        if (this.#link !== link) return;
        this.#held.push(signal);
        this.#handOut();
      },
      tracks: (given) => {
        tracks = given;
        this.#needs.play(given);
      },
      // Pictures come or do not come. Of sound the browser makes a silence until the first of it arrives.
      reached: () =>
        this.#needs.received(
          wanted.peerId,
          tracks.filter(({ kind }) => kind === 'video'),
        ),
      connected: () => {
        this.#needs.report(wanted, 'connected');
        this.#needs.received(wanted.peerId, tracks);
      },
      broken: () => {
        if (this.#link !== link) return;
        this.#link = null;
        this.#needs.gone(link.heardUntilMs);
        this.#needs.report(wanted, 'broken');
      },
    });
    this.#link = link;
    this.#handOut();
    const mine = this.#waiting.filter((each) => isFor(wanted, each));
    this.#waiting = this.#waiting.filter((each) => !isFor(wanted, each));
    for (const signalled of mine) link.take(signalled);
  }

  /** Nothing of this hall leaves it while it only rings here. */
  #handOut(): void {
    if (this.#isRinging) return;
    if (this.#state?.call?.state !== 'calling') this.#link?.wanted();
    for (const signal of this.#held.splice(0)) this.#needs.signal(signal);
  }

  #ensureLocal(): Promise<void> {
    if (this.#local !== null) return Promise.resolve();
    return (this.#opening ??= this.#open());
  }

  async #open(): Promise<void> {
    const state = this.#state;
    const local = state === null ? null : await this.#needs.openLocal(state);
    this.#opening = null;
    // The call may have ended while the devices were being opened.
    if (this.#wanted === null) local?.stop();
    else this.#local = local;
  }

  #endLink(): void {
    const link = this.#link;
    this.#link = null;
    this.#held = [];
    if (link === null) return;
    link.end();
    this.#needs.gone(link.heardUntilMs);
  }

  #closeLocal(): void {
    this.#local?.stop();
    this.#local = null;
    this.#waiting = [];
  }
}

function keyOf(place: LinkPlace | null): string {
  return place === null ? '' : `${place.peerId} ${place.callId} ${String(place.epoch)} ${place.side}`;
}

/** L5: whatever the call says, while a hearing is held in which devices must be closed nothing is open here. */
function mustBeSilent({ previewsAllowed, hearing }: HallState): boolean {
  return !previewsAllowed && hearing !== null && hearing.phase !== 'planned' && hearing.phase !== 'checked';
}

function isFor(place: LinkPlace, signalled: CallSignalled): boolean {
  return signalled.callId === place.callId && signalled.epoch === place.epoch && signalled.peerId === place.peerId;
}
