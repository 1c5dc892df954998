import type { HallState } from '#contract/papers.ts';
import type { CallSignalled } from '#contract/peers.ts';
import { isParticipant, type PartyId } from '#domain/ids.ts';
import { HallLine, type HallLineNeeds } from './hall-line.ts';
import type { LocalMedia } from './local-media.ts';

export type CallDeskNeeds = HallLineNeeds &
  Readonly<{
    openLocal(state: HallState): Promise<LocalMedia>;
    /** Nothing of these is to be heard in the hall. */
    mute(muted: ReadonlySet<PartyId>): void;
  }>;

/** Keeps the lines to other halls as the hall's state wants them, and this hall's microphones and camera open while there is any. */
export class CallDesk {
  readonly #needs: CallDeskNeeds;
  readonly #lines = new Map<PartyId, HallLine>();
  #local: LocalMedia | null = null;
  #opening: Promise<void> | null = null;
  #state: HallState | null = null;

  constructor(needs: CallDeskNeeds) {
    this.#needs = {
      ...needs,
      play: (peerId, tracks) => {
        needs.play(peerId, tracks);
        this.#local?.hear(peerId, tracks);
      },
      gone: (peerId, heardUntilMs) => {
        this.#local?.hear(peerId, []);
        needs.gone(peerId, heardUntilMs);
      },
    };
  }

  /** True while a device is open or being opened for a call. */
  get isOpen(): boolean {
    return this.#local !== null || this.#opening !== null;
  }

  follow(state: HallState): void {
    this.#state = state;
    const isSilent = state.hearing?.isSessionClosed === true || mustBeSilent(state);
    const wanted = new Map(
      state.calls.filter((call) => !isSilent && call.state !== 'ended').map((call) => [call.peerId, call]),
    );
    for (const [peerId, line] of this.#lines) if (!wanted.has(peerId)) line.follow(null);
    for (const [peerId, call] of wanted) this.#lineTo(peerId).follow(call);
    this.#mute(state);
    if (wanted.size === 0) this.#closeLocal();
    else void this.#begin();
  }

  /** P6: no link from this moment, ahead of the state that says so. */
  cut(): void {
    for (const line of this.#lines.values()) line.follow(null);
    this.#closeLocal();
  }

  take(signalled: CallSignalled): void {
    this.#lineTo(signalled.peerId).take(signalled);
  }

  /** Of participants the state says who is muted, also where that was one order for all; halls are muted by that one only. */
  #mute({ participants, monitors, calls }: HallState): void {
    const muted = new Set<PartyId>(participants.filter((each) => each.isMuted).map((each) => each.participantId));
    if (monitors.isMutedAll) for (const { peerId } of calls) if (!isParticipant(peerId)) muted.add(peerId);
    this.#needs.mute(muted);
    this.#local?.mute(muted);
  }

  #lineTo(peerId: PartyId): HallLine {
    const line = this.#lines.get(peerId) ?? new HallLine(this.#needs);
    this.#lines.set(peerId, line);
    return line;
  }

  async #begin(): Promise<void> {
    if (this.#local === null) await (this.#opening ??= this.#open());
    if (this.#local !== null) for (const line of this.#lines.values()) line.begin(this.#local.streamFor);
  }

  async #open(): Promise<void> {
    const state = this.#state;
    const local = state === null ? null : await this.#needs.openLocal(state);
    this.#opening = null;
    // The calls may have ended while the devices were being opened.
    if ([...this.#lines.values()].some((line) => line.isWanted)) this.#local = local;
    else local?.stop();
    if (state !== null) this.#mute(state);
  }

  #closeLocal(): void {
    this.#local?.stop();
    this.#local = null;
  }
}

/** L5: whatever the calls say, while a hearing is held in which devices must be closed nothing is open here. */
function mustBeSilent({ previewsAllowed, hearing }: HallState): boolean {
  return !previewsAllowed && hearing !== null && hearing.phase !== 'planned' && hearing.phase !== 'checked';
}
