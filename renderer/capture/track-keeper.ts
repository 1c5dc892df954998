import type { CapturePlan, CaptureReport, PlannedTrack } from '#contract/capture.ts';
import { fault, type Fault } from '#domain/faults.ts';
import type { Outcome } from '#domain/outcome.ts';
import type { OpenDevice } from './open-device.ts';
import { Reopening } from './reopening.ts';
import { isSameSource } from './same-source.ts';
import { sweepSoon } from './sweep-memory.ts';
import { startTrackWorker } from './spare-workers.ts';
import { epochKeyOf, type FromWorker, type ToWorker } from './worker-talk.ts';

export type TrackReport = CaptureReport['tracks'][number];

/** A device that does not answer by then is told as failed; it is still taken if it comes. */
const openLimitMs = 5000;
/** One that was open a moment ago: if it does not answer, the process behind it stands still. */
const reopenLimitMs = 2000;
/** The hall waits three seconds for everybody's word. */
const closeLimitMs = 2500;
/** Acknowledgements may still come from a hall that was away; the device is long closed then. */
const lingerMs = 15 * 60_000;
const lossEveryMs = 5000;
/** An open device whose first chunk has not reached the disk by then is told as stopped. */
const flowLimitMs = 4000;
/** A worker that falls down is a fault of ours; starting another at once would only fall again. */
const restartMs = 1000;
/** Pictures come from a small pool of the camera, sound in buffers of 10 ms. */
const waitingPictures = 6;
const waitingBuffers = 100;

/** What a keeper is told of the page: where the hall is, how much may wait, and that the report has changed. */
export type KeeperNeeds = Readonly<{
  address(): string;
  limitBytes(): number;
  changed(): void;
  /** Gives the live track of the planned source, or why there is none; asked again each second while it fails. */
  openDevice(planned: PlannedTrack): Promise<Outcome<OpenDevice>>;
  /** A worker that is loaded already; a new one is started without it. */
  takeWorker?(): Worker;
}>;

/**
 * Keeps one planned device open, with one worker, for as long as the plan wants it: opens it again at once and then
 * each second while it is missing, starts and ends epochs as planned. An epoch that ended is never begun again; the hall gives a new one.
 */
export class TrackKeeper {
  readonly #needs: KeeperNeeds;
  #planned: PlannedTrack;
  #plan: CapturePlan;
  #device: OpenDevice | null = null;
  #worker: Worker;
  #opening: Promise<void> | null = null;
  #isClosed = false;
  #isStuck = false;
  #isAskedAgain = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  readonly #reopening = new Reopening();
  #epochKey: string | null = null;
  #hasFlowed = false;
  readonly #endedKeys = new Set<string>();
  readonly #unfinishedKeys = new Set<string>();
  #onFinished: (() => void) | null = null;
  #fault: Fault | null = null;
  #passingFault: Fault | null = null;
  #lostMs = 0;
  #lossTimer: ReturnType<typeof setTimeout> | undefined;
  #flowTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(planned: PlannedTrack, plan: CapturePlan, needs: KeeperNeeds) {
    this.#planned = planned;
    this.#plan = plan;
    this.#needs = needs;
    // Before the device opens, because frames that come while the worker loads are lost.
    this.#worker = this.#startWorker();
    this.#open();
  }

  /** A live or still opening device counts as open until it is really closed. */
  get isDeviceOpen(): boolean {
    return this.#opening !== null || this.#device?.track.readyState === 'live';
  }

  /** Whether this keeper's device serves the new wish, or must be closed and opened anew. */
  serves(planned: PlannedTrack): boolean {
    return isSameSource(planned, this.#planned);
  }

  /** The newest plan, which still wants this device. */
  follow(planned: PlannedTrack, plan: CapturePlan): void {
    this.#planned = planned;
    this.#plan = plan;
    this.#reconcile();
  }

  moveTo(address: string): void {
    this.#post({ do: 'move', address });
  }

  /** Looks for a missing device at once instead of at the next second; what is being looked for already once more. */
  lookAgain(): void {
    if (this.#opening !== null) this.#isAskedAgain = true;
    else if (this.#device === null) this.#open();
  }

  /** True when the device did not answer in time and has not answered since. */
  get isStuck(): boolean {
    return this.#isStuck;
  }

  /** Null while neither open nor failed. */
  report(): TrackReport | null {
    const { trackId } = this.#planned;
    const got = this.#device?.got ?? null;
    if (this.#fault !== null) return { trackId, state: 'failed', fault: this.#fault, got };
    if (this.#device === null || (this.#plan.mode === 'record' && !this.#hasFlowed)) return null;
    return { trackId, state: 'open', fault: this.#passingFault ?? this.#device.wrongSize, got };
  }

  /** The report went out: a passing fault (frames lost) is told once. */
  wasTold(): void {
    this.#passingFault = null;
  }

  /**
   * Closes the device now and ends the epoch at the cut. Answers when the worker's last chunk is acknowledged, at the
   * latest after 2.5 s; a worker that still waits for its hall lives on for a quarter of an hour without a device.
   */
  async close(cutAtUs: number | null): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    clearTimeout(this.#lossTimer);
    clearTimeout(this.#flowTimer);
    this.#endEpoch(cutAtUs, 'asked');
    this.#stopDevice();
    const finished = new Promise<void>((resolve) => {
      this.#onFinished = resolve;
      this.#checkFinished();
    });
    const opened = this.#opening ?? Promise.resolve();
    await Promise.race([Promise.all([finished, opened]), new Promise((resolve) => setTimeout(resolve, closeLimitMs))]);
    const worker = this.#worker;
    const linger = setTimeout(() => worker.terminate(), lingerMs);
    void finished.then(() => {
      clearTimeout(linger);
      worker.terminate();
    });
  }

  #open(): void {
    clearTimeout(this.#retry);
    this.#isAskedAgain = false;
    const limit = setTimeout(
      () => {
        this.#isStuck = true;
        this.#fail(fault('recorder.device-refused', { seat: this.#planned.seatId, cause: 'timeout' }));
      },
      this.#reopening.isFirst ? openLimitMs : reopenLimitMs,
    );
    this.#opening = this.#needs.openDevice(this.#planned).then((opened) => {
      clearTimeout(limit);
      this.#opening = null;
      this.#isStuck = false;
      if (!opened.ok) {
        this.#fail(opened.fault);
        if (this.#isAskedAgain && !this.#isClosed) this.#open();
        else if (!this.#isClosed) this.#lookAfter(this.#reopening.missed());
        return;
      }
      if (!this.#isClosed) {
        this.#takeDevice(opened.value);
        return;
      }
      opened.value.track.stop();
      this.#needs.changed();
    });
  }

  #takeDevice(device: OpenDevice): void {
    this.#device = device;
    this.#reopening.opened(performance.now());
    device.track.addEventListener('ended', () => this.#loseDevice(device));
    this.#handOver(device);
    // A new epoch's failure is cleared by the hall's next plan, the device's own by having it again.
    if (this.#epochKey === null) this.#fault = null;
    this.#reconcile();
  }

  /** From here on frames go from the browser to the worker without this page. */
  #handOver(device: OpenDevice): void {
    const maxBufferSize = this.#planned.kind === 'camera' ? waitingPictures : waitingBuffers;
    const frames = new MediaStreamTrackProcessor({ track: device.track, maxBufferSize }).readable;
    const { kind, isUnwatched = false } = this.#planned;
    this.#worker.postMessage({ do: 'open', kind, isUnwatched, frames } satisfies ToWorker, [frames]);
  }

  #startWorker(): Worker {
    const worker = this.#needs.takeWorker?.() ?? startTrackWorker(this.#planned.trackId);
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#hear(data);
    worker.onerror = () => this.#loseWorker(worker);
    return worker;
  }

  /**
   * What the worker had not had acknowledged is lost with it. A new worker that is given the same epoch finds it begun
   * and has the hall close it, to which the hall answers with a new one.
   */
  #loseWorker(worker: Worker): void {
    worker.terminate();
    if (this.#worker !== worker) return;
    this.#unfinishedKeys.clear();
    this.#checkFinished();
    this.#fail(fault('recorder.encoder-failed', { seat: this.#planned.seatId }));
    if (this.#isClosed) return;
    setTimeout(() => {
      if (this.#isClosed) return;
      this.#worker = this.#startWorker();
      if (this.#epochKey !== null) this.#endedKeys.delete(this.#epochKey);
      this.#epochKey = null;
      if (this.#device !== null) this.#handOver(this.#device);
      this.#reconcile();
    }, restartMs);
  }

  /** Begins, ends or keeps the epoch as the newest plan says. */
  #reconcile(): void {
    const { mode, hearingId, zeroMonotonicUs, cutAtUs } = this.#plan;
    const { uplinkToken, epoch, trackId, trackNo, video, audioBitrateBps, device } = this.#planned;
    if (mode !== 'record' || hearingId === null || zeroMonotonicUs === null || uplinkToken === null) {
      this.#endEpoch(cutAtUs, 'asked');
      if (this.#device !== null) this.#fault = null;
      this.#needs.changed();
      return;
    }
    const key = epochKeyOf({ hearingId, epoch });
    if (key !== this.#epochKey && !this.#endedKeys.has(key) && this.#device !== null) {
      this.#endEpoch(null, 'asked');
      this.#epochKey = key;
      this.#unfinishedKeys.add(key);
      this.#hasFlowed = false;
      this.#fault = null;
      this.#expectFlow();
      this.#post({
        do: 'record',
        zeroMonotonicUs,
        frameRate: video?.frameRate ?? 0,
        bitrateBps: video?.bitrateBps ?? audioBitrateBps ?? 64_000,
        size: device.path === 'remote' && video !== undefined ? { width: video.width, height: video.height } : null,
        papers: {
          hearingId,
          trackId,
          trackNo,
          epoch,
          token: uplinkToken,
          address: this.#needs.address(),
          limitBytes: this.#needs.limitBytes(),
        },
      });
    }
    this.#needs.changed();
  }

  #expectFlow(): void {
    clearTimeout(this.#flowTimer);
    const silentForS = flowLimitMs / 1000;
    this.#flowTimer = setTimeout(
      () => this.#fail(fault('recorder.track-stopped', { track: this.#planned.trackId, silentForS })),
      flowLimitMs,
    );
  }

  #endEpoch(cutAtUs: number | null, cause: 'asked' | 'device-lost', trueUntilMs: number | null = null): void {
    clearTimeout(this.#flowTimer);
    if (this.#epochKey === null) return;
    this.#post({ do: 'finish', cutAtUs, cause, trueUntilMs });
    this.#endedKeys.add(this.#epochKey);
    this.#epochKey = null;
    this.#hasFlowed = false;
  }

  #loseDevice(device: OpenDevice): void {
    if (this.#device !== device || this.#isClosed) return;
    this.#endEpoch(null, 'device-lost', device.trueUntilMs?.() ?? null);
    this.#stopDevice();
    this.#fail(fault('recorder.device-missing', { seat: this.#planned.seatId }));
    this.#lookAfter(this.#reopening.lost(performance.now()));
  }

  #lookAfter(delayMs: number): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.lookAgain(), delayMs);
  }

  #stopDevice(): void {
    if (this.#device !== null && this.#planned.kind === 'camera') sweepSoon();
    this.#device?.track.stop();
    this.#device = null;
  }

  #hear(message: FromWorker): void {
    switch (message.told) {
      case 'flowed':
        if (message.epochKey !== this.#epochKey) return;
        this.#hasFlowed = true;
        this.#fault = null;
        clearTimeout(this.#flowTimer);
        this.#needs.changed();
        break;
      case 'finished':
      case 'failed':
        this.#unfinishedKeys.delete(message.epochKey);
        this.#endedKeys.add(message.epochKey);
        this.#checkFinished();
        if (message.epochKey !== this.#epochKey) return;
        this.#epochKey = null;
        clearTimeout(this.#flowTimer);
        this.#fail(
          message.told === 'failed'
            ? message.fault
            : fault('recorder.chunk-refused', { track: this.#planned.trackId, why: 'ended' }),
        );
        break;
      case 'awaited':
        // What comes over a link is none of a camera's own buffers.
        if (this.#device !== null && this.#planned.device.path === 'browser') sweepSoon();
        break;
      case 'still':
        // What comes over a link may pause; a camera of the hall does not.
        if (this.#device !== null && this.#planned.device.path === 'browser') this.#loseDevice(this.#device);
        break;
      case 'late':
        this.#passingFault = fault('recorder.track-stopped', {
          track: this.#planned.trackId,
          silentForS: message.silentForS,
        });
        this.#needs.changed();
        break;
      case 'lost':
        this.#lostMs += message.lostMs;
        this.#lossTimer ??= setTimeout(() => this.#tellLoss(), lossEveryMs);
        break;
    }
  }

  #tellLoss(): void {
    this.#lossTimer = undefined;
    this.#passingFault = fault('recorder.frames-lost', { track: this.#planned.trackId, lostMs: this.#lostMs });
    this.#lostMs = 0;
    this.#needs.changed();
  }

  #fail(reason: Fault): void {
    if (this.#isClosed) return;
    this.#fault = reason;
    this.#needs.changed();
  }

  #checkFinished(): void {
    if (this.#unfinishedKeys.size === 0) this.#onFinished?.();
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}
