import type { CapturePlan, CaptureReport, PlannedTrack } from '#contract/capture.ts';
import { TrackKeeper, type KeeperNeeds, type TrackReport } from './track-keeper.ts';

/**
 * What may wait un-acknowledged in the whole page, shared by the rates of its tracks so that none is full before the
 * others: six minutes of two cameras at 2.5 Mbit/s and eight microphones.
 */
const pageLimitBytes = 256 * 1024 * 1024;

const defaultSoundBps = 64_000;

/** As much of a keeper as the desk uses. */
export type Keeper = Pick<
  TrackKeeper,
  'serves' | 'follow' | 'moveTo' | 'lookAgain' | 'report' | 'wasTold' | 'close' | 'isDeviceOpen' | 'isStuck'
>;
export type DeskNeeds = Readonly<{
  send(report: CaptureReport): void;
  address(): string;
  /** Whose tracks of the plan are this page's: its own devices', or the remote hall's. */
  path: PlannedTrack['device']['path'];
  openDevice: KeeperNeeds['openDevice'];
  takeWorker?: () => Worker;
  /** No device at all answers: Chromium lets every request of a page wait behind one that its capture process dropped. */
  stuck(): void;
  startKeeper?(planned: PlannedTrack, plan: CapturePlan, needs: KeeperNeeds): Keeper;
}>;

/** Reconciles the page's devices to the newest plan and reports what became of it. */
export class CaptureDesk {
  readonly #needs: DeskNeeds;
  readonly #keepers = new Map<string, Keeper>();
  readonly #closing = new Map<Keeper, string>();
  /** Devices that would not close within the limit: told as open until they are closed. */
  readonly #stillOpen = new Map<Keeper, string>();
  #plan: CapturePlan | null = null;
  #isTelling = false;
  #toldWords = '';

  constructor(needs: DeskNeeds) {
    this.#needs = needs;
  }

  follow(plan: CapturePlan): void {
    this.#plan = plan;
    this.#toldWords = '';
    // The other paths' sources are opened elsewhere.
    const wanted = new Map(
      plan.mode === 'closed'
        ? []
        : plan.tracks
            .filter((track) => track.device.path === this.#needs.path)
            .map((track) => [track.trackId as string, track]),
    );
    for (const [trackId, keeper] of this.#keepers) {
      const planned = wanted.get(trackId);
      if (planned === undefined || !keeper.serves(planned)) this.#close(trackId, keeper, plan.cutAtUs);
    }
    for (const [trackId, planned] of wanted) {
      const keeper = this.#keepers.get(trackId);
      if (keeper === undefined)
        this.#keepers.set(trackId, this.#start(planned, plan, shareOf(planned, [...wanted.values()])));
      else keeper.follow(planned, plan);
    }
    this.tell();
  }

  moveTo(address: string): void {
    for (const keeper of [...this.#keepers.values(), ...this.#closing.keys()]) keeper.moveTo(address);
  }

  lookAgain(): void {
    for (const keeper of this.#keepers.values()) keeper.lookAgain();
  }

  /** Reports soon, once for all that changed together; nothing while a device is neither open nor failed nor closed. */
  tell(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      this.#tellNow();
    });
  }

  #tellNow(): void {
    if (this.#plan === null || this.#closing.size > 0) return;
    const tracks: TrackReport[] = [];
    for (const keeper of this.#keepers.values()) {
      const report = keeper.report();
      if (report === null) return;
      tracks.push(report);
    }
    for (const [keeper, trackId] of this.#stillOpen) {
      if (keeper.isDeviceOpen)
        tracks.push({ trackId: trackId as TrackReport['trackId'], state: 'open', fault: null, got: null });
      else this.#stillOpen.delete(keeper);
    }
    const keepers = [...this.#keepers.values()];
    if (keepers.length > 0 && keepers.every((keeper) => keeper.isStuck)) this.#needs.stuck();
    const openDevices = keepers.filter((keeper) => keeper.isDeviceOpen).length + this.#stillOpen.size;
    const report = { planNo: this.#plan.planNo, openDevices, tracks };
    const words = JSON.stringify(report);
    if (words === this.#toldWords) return;
    this.#toldWords = words;
    for (const keeper of keepers) keeper.wasTold();
    this.#needs.send(report);
  }

  #start(planned: PlannedTrack, plan: CapturePlan, limitBytes: number): Keeper {
    const needs: KeeperNeeds = {
      address: () => this.#needs.address(),
      limitBytes: () => limitBytes,
      changed: () => this.tell(),
      openDevice: this.#needs.openDevice,
      ...(this.#needs.takeWorker === undefined ? {} : { takeWorker: this.#needs.takeWorker }),
    };
    return this.#needs.startKeeper?.(planned, plan, needs) ?? new TrackKeeper(planned, plan, needs);
  }

  #close(trackId: string, keeper: Keeper, cutAtUs: number | null): void {
    this.#keepers.delete(trackId);
    this.#closing.set(keeper, trackId);
    void keeper.close(cutAtUs).then(() => {
      this.#closing.delete(keeper);
      if (keeper.isDeviceOpen) this.#stillOpen.set(keeper, trackId);
      this.tell();
    });
  }
}

function rateBps({ video, audioBitrateBps }: PlannedTrack): number {
  return video?.bitrateBps ?? audioBitrateBps ?? defaultSoundBps;
}

function shareOf(planned: PlannedTrack, all: readonly PlannedTrack[]): number {
  return Math.floor((pageLimitBytes * rateBps(planned)) / all.reduce((sum, track) => sum + rateBps(track), 0));
}
