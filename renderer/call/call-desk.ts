import type { HallState } from '#contract/papers.ts';
import type { CallSignalled } from '#contract/peers.ts';
import type { PartyId } from '#domain/ids.ts';
import { HallLine, type HallLineNeeds } from './hall-line.ts';
import type { LocalMedia } from './local-media.ts';
import { soundPlanOf, type SoundPlan } from './sound-plan.ts';

export type CallDeskNeeds = HallLineNeeds &
  Readonly<{
    openLocal(state: HallState): LocalMedia;
    /** The last device that was still being opened when the calls were over is closed. */
    closed(): void;
    /** What is to be heard in the hall. */
    mix(plan: SoundPlan): void;
  }>;

/** Keeps the lines to other halls as the hall's state wants them, and this hall's microphones and camera open while there is any. */
export class CallDesk {
  readonly #needs: CallDeskNeeds;
  readonly #lines = new Map<PartyId, HallLine>();
  #local: LocalMedia | null = null;
  /** So many times devices were let go of that were still being opened, and are not closed yet. */
  #closing = 0;

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
    return this.#local !== null || this.#closing > 0;
  }

  follow(state: HallState): void {
    const isSilent = state.hearing?.isSessionClosed === true || mustBeSilent(state);
    const wanted = new Map(
      state.calls.filter((call) => !isSilent && call.state !== 'ended').map((call) => [call.peerId, call]),
    );
    for (const [peerId, line] of this.#lines) if (!wanted.has(peerId)) line.follow(null);
    for (const [peerId, call] of wanted) this.#lineTo(peerId).follow(call);
    if (wanted.size === 0) this.#closeLocal();
    else this.#begin(state);
    this.#mix(state);
  }

  /** P6: no link from this moment, ahead of the state that says so. */
  cut(): void {
    for (const line of this.#lines.values()) line.follow(null);
    this.#closeLocal();
  }

  take(signalled: CallSignalled): void {
    this.#lineTo(signalled.peerId).take(signalled);
  }

  #mix(state: HallState): void {
    const plan = soundPlanOf(state);
    this.#needs.mix(plan);
    this.#local?.mix(plan);
  }

  #lineTo(peerId: PartyId): HallLine {
    const line = this.#lines.get(peerId) ?? new HallLine(this.#needs);
    this.#lines.set(peerId, line);
    return line;
  }

  #begin(state: HallState): void {
    const local = (this.#local ??= this.#needs.openLocal(state));
    for (const line of this.#lines.values()) line.begin(local.streamFor);
  }

  #closeLocal(): void {
    const closing = this.#local?.stop() ?? null;
    this.#local = null;
    if (closing === null) return;
    this.#closing += 1;
    void closing.then(() => {
      this.#closing -= 1;
      this.#needs.closed();
    });
  }
}

/** L5: whatever the calls say, while a hearing is held in which devices must be closed nothing is open here. */
function mustBeSilent({ previewsAllowed, hearing }: HallState): boolean {
  return !previewsAllowed && hearing !== null && hearing.phase !== 'planned' && hearing.phase !== 'checked';
}
