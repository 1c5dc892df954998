import type { HallState } from '#contract/papers.ts';
import type { CallSignal, CallSignalled } from '#contract/peers.ts';
import type { LocalMedia } from './local-media.ts';
import { PeerLink, type LinkEvents, type LinkPlace } from './peer-link.ts';

export type CallDeskNeeds = Readonly<{
  openLocal(state: HallState): Promise<LocalMedia>;
  signal(signal: CallSignal): void;
  report(place: LinkPlace, state: 'connected' | 'broken'): void;
  /** The tracks of the hall on the line; empty when there is none. */
  received(peerId: string, tracks: readonly MediaStreamTrack[]): void;
  makeLink?(place: LinkPlace, local: readonly MediaStream[], on: LinkEvents): Pick<PeerLink, 'place' | 'take' | 'end'>;
}>;

/** The caller's offer is what rings over there; the callee opens nothing before somebody has answered. */
const lasting = {
  caller: ['calling', 'connecting', 'connected', 'broken'],
  callee: ['connecting', 'connected', 'broken'],
};
/** Candidates may overtake their description on a busy machine. */
const mostWaiting = 100;

/**
 * Keeps one peer connection as the hall's state wants it: none, or the one of this call and epoch. The caller's side
 * offers; the other side begins with the offer.
 */
export class CallDesk {
  readonly #needs: CallDeskNeeds;
  #wanted: LinkPlace | null = null;
  #link: Pick<PeerLink, 'place' | 'take' | 'end'> | null = null;
  #local: LocalMedia | null = null;
  #opening: Promise<void> | null = null;
  #state: HallState | null = null;
  #waiting: CallSignalled[] = [];

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
    const isWanted = call !== null && lasting[call.side].includes(call.state) && !mustBeSilent(state);
    const wanted = isWanted ? { peerId: call.peerId, callId: call.callId, epoch: call.epoch, side: call.side } : null;
    const hasChanged = keyOf(wanted) !== keyOf(this.#wanted);
    this.#wanted = wanted;
    if (hasChanged) this.#endLink();
    if (wanted === null) this.#closeLocal();
    else if (hasChanged) void this.#begin();
  }

  take(signalled: CallSignalled): void {
    if (this.#link !== null && isFor(this.#link.place, signalled)) this.#link.take(signalled);
    else this.#waiting = [...this.#waiting, signalled].slice(-mostWaiting);
  }

  /** Microphones and camera first, so that the first offer already holds them. */
  async #begin(): Promise<void> {
    await this.#ensureLocal();
    const wanted = this.#wanted;
    if (wanted === null || this.#local === null || keyOf(this.#link?.place ?? null) === keyOf(wanted)) return;
    const make = this.#needs.makeLink ?? ((...given) => new PeerLink(...given));
    const link = make(wanted, [this.#local.stream], {
      signal: (signal) => this.#needs.signal(signal),
      connected: () => this.#needs.report(wanted, 'connected'),
      broken: () => {
        if (this.#link !== link) return;
        this.#link = null;
        this.#needs.received(wanted.peerId, []);
        this.#needs.report(wanted, 'broken');
      },
      tracks: (tracks) => this.#needs.received(wanted.peerId, tracks),
    });
    this.#link = link;
    const mine = this.#waiting.filter((each) => isFor(wanted, each));
    this.#waiting = this.#waiting.filter((each) => !isFor(wanted, each));
    for (const signalled of mine) link.take(signalled);
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
    if (link === null) return;
    link.end();
    this.#needs.received(link.place.peerId, []);
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
