import { readFile } from 'node:fs/promises';
import type { UplinkQueue, UplinkSight } from '#contract/capture.ts';
import type { HearingId, SeatId, TrackId } from '#domain/ids.ts';
import type { JournalBodies, Segment } from '#domain/journal/entries.ts';
import type { WholeChunk } from '#domain/record/chunk.ts';
import { ClockDrift, type MeasuredClock } from '#domain/record/clock-drift.ts';
import { codecOf } from '#domain/record/matroska.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import type { DeviceBinding } from '#domain/seats.ts';
import { checkChunk, type Admission } from './admission.ts';
import { takeUpChunkLog } from './chunk-file.ts';
import { SegmentSealer } from './segment-sealer.ts';
import { TimedFile } from './timed-file.ts';

/** Where an epoch belongs and what the journal says of it. */
export type EpochPlace = Readonly<{
  hearingId: HearingId;
  trackId: TrackId;
  trackNo: number;
  epoch: number;
  seatId: SeatId;
  kind: 'camera' | 'microphone';
  path: DeviceBinding['path'];
  device: string;
  file: string;
}>;

export type EpochCause = JournalBodies['track.closed']['cause'];

export type EpochEvents = Readonly<{
  opened(body: JournalBodies['track.opened']): void;
  segmentClosed(segment: Segment): void;
  closed(body: JournalBodies['track.closed']): void;
  /** Media of this epoch is on disk for the first time. */
  flowed(fromUs: AtUs): void;
  /** A hole inside the epoch. */
  gapFound(fromUs: AtUs, toUs: AtUs): void;
  writeFailed(error: unknown): void;
  written(): void;
  /** Up to when what was captured is known to be this seat's own; what is newer waits. */
  provenToUs(): AtUs;
}>;

type Waiting = Readonly<{ bytes: Uint8Array; tell(admission: Admission): void }>;

const largestBatch = 32;
/** docs/record-format.md §2: every packet of sound is so long. */
const packetUs = 20_000;
/** What the disk refused is tried again so soon, for as long as the epoch lives. */
const retryAfterMs = 500;
/** How long an epoch that closes waits for the proof of its last moments. */
const lastProofMs = 500;
const proofLookMs = 20;

/** One epoch of one track while it is written: checks, order, disk, segments. */
export class EpochLog {
  readonly place: EpochPlace;
  /** What the sender said last of the chunks that wait there. */
  waitingAtSender: (UplinkQueue & Readonly<{ toldMs: number }>) | null = null;
  /** How the camera's raw pictures are, as its window said last. */
  sight: UplinkSight | null = null;
  readonly #events: EpochEvents;
  readonly #largestChunkBytes: number;
  readonly #gapFromUs: number;
  readonly #file: TimedFile;
  readonly #sealer: SegmentSealer;
  readonly #drift = new ClockDrift();
  readonly #waiting: Waiting[] = [];
  #isDraining = false;
  #drained: Promise<void> = Promise.resolve();
  #have = -1;
  #lengthBytes = 0;
  #fromUs: AtUs | null = null;
  #toUs: AtUs;
  #cutAtUs: AtUs | null = null;
  /** What was captured later is another device's, or nobody's. */
  #foreignFromUs: AtUs = Number.POSITIVE_INFINITY;
  /** False at the very end, when no more proof comes: what nothing speaks against is the record. */
  #isHolding = true;
  /** What the first chunk that waits must be proven to, so that it is not looked at again before. */
  #heldUntilUs: AtUs = -Infinity;
  #closing: Promise<void> | null = null;
  #isGivenUp = false;

  constructor(
    place: EpochPlace,
    events: EpochEvents,
    bounds: Readonly<{
      largestChunkBytes: number;
      segmentUs: number;
      gapFromUs: number;
      /** Segments that the journal already holds. */
      segments?: number;
      /** The hearing's time now, for an epoch in which nothing was ever written. */
      nowUs: AtUs;
    }>,
  ) {
    this.place = place;
    this.#events = events;
    this.#largestChunkBytes = bounds.largestChunkBytes;
    this.#gapFromUs = bounds.gapFromUs;
    this.#toUs = bounds.nowUs;
    this.#file = new TimedFile(place.file, (error) => {
      events.writeFailed(error);
    });
    this.#sealer = new SegmentSealer({
      trackId: place.trackId,
      epoch: place.epoch,
      path: place.file,
      segmentUs: bounds.segmentUs,
      segments: bounds.segments ?? 0,
      onSegment: (segment) => {
        events.segmentClosed(segment);
      },
      onFailure: (error) => {
        events.writeFailed(error);
      },
    });
  }

  /** Number of the newest chunk on disk, -1 for none. */
  get have(): number {
    return this.#have;
  }

  /** Capture time of the end of what is on disk; null while there is no media. */
  get writtenToUs(): AtUs | null {
    return this.#fromUs === null ? null : this.#toUs;
  }

  /** Capture time of the beginning of what is on disk; null while there is no media. */
  get writtenFromUs(): AtUs | null {
    return this.#fromUs;
  }

  /** See `TimedFile`. */
  writeMs(pastMs: number): number {
    return this.#file.writeMs(pastMs);
  }

  /** See `TimedFile`. */
  get slowWriteEndedMs(): number | null {
    return this.#file.slowWriteEndedMs;
  }

  /** True while chunks wait for the disk. */
  get isWriting(): boolean {
    return this.#isDraining;
  }

  get isClosed(): boolean {
    return this.#closing !== null;
  }

  /** L5: from now on nothing captured after this moment is written. */
  cutAt(cutAtUs: AtUs): void {
    this.#cutAtUs = cutAtUs;
    this.#heldUntilUs = -Infinity;
  }

  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  get isCutForeign(): boolean {
    return Number.isFinite(this.#foreignFromUs);
  }

  /** From this moment on the sound is not this seat's: nothing of it is ever written. */
  foreignFrom(atUs: AtUs): void {
    this.#foreignFromUs = Math.min(this.#foreignFromUs, atUs);
    this.#heldUntilUs = -Infinity;
    this.proceed();
  }

  /** More is proven: writes what waited for it. */
  proceed(): void {
    if (this.#waiting.length === 0 || this.#isDraining) return;
    if (this.#isHolding && this.#heldUntilUs > this.#events.provenToUs()) return;
    this.#isDraining = true;
    this.#drained = this.#drain();
  }

  /**
   * Takes up a file left by an earlier service; `sealedBytes` are in the journal already, null when not even its opening
   * is: the service died between the two. Rejects when it cannot be read.
   */
  async goOn(sealedBytes: number | null): Promise<void> {
    const chunks = await takeUpChunkLog(this.place.file);
    const [init] = chunks;
    if (sealedBytes === null && init !== undefined)
      this.#tellOpened((await readFile(this.place.file)).subarray(0, init.lengthBytes), init.header.keyId);
    for (const chunk of chunks) this.#count(chunk, chunk.offsetBytes >= (sealedBytes ?? 0));
  }

  /** How the device's own clock runs, as far as it is measured by now. */
  clock(): MeasuredClock | null {
    return this.#drift.measured();
  }

  /** Checks a chunk, appends it and forces it to disk. Chunks are taken in the order of the calls. */
  admit(bytes: Uint8Array): Promise<Admission> {
    if (this.#closing !== null) return Promise.resolve({ state: 'ended' });
    return new Promise((tell) => {
      this.#waiting.push({ bytes, tell });
      this.proceed();
    });
  }

  /** Writes what is waiting, seals the last segment and tells the totals. Safe to call twice. */
  close(cause: EpochCause): Promise<void> {
    this.#closing ??= this.#close(cause);
    return this.#closing;
  }

  /** What the disk still refuses is not waited for any longer: it is lost, and told as a gap. */
  giveUp(): void {
    this.#isGivenUp = true;
  }

  /** Leaves the epoch open for a later service: what is on disk stands. */
  async abandon(): Promise<void> {
    this.#isGivenUp = true;
    this.#closing ??= (async () => {
      await this.#drained;
      await this.#file.close();
    })();
    await this.#closing;
  }

  async #close(cause: EpochCause): Promise<void> {
    await this.#drained;
    for (let waitedMs = 0; this.#waiting.length > 0 && waitedMs < lastProofMs; waitedMs += proofLookMs)
      await new Promise((next) => setTimeout(next, proofLookMs)).then(() => this.#drained);
    this.#isHolding = false;
    this.proceed();
    await this.#drained;
    await this.#file.close();
    if (this.#have < 0) return;
    await this.#sealer.finish();
    const clock = this.clock();
    this.#events.closed({
      trackId: this.place.trackId,
      epoch: this.place.epoch,
      chunks: this.#have + 1,
      lengthBytes: this.#lengthBytes,
      fromUs: this.#fromUs ?? this.#toUs,
      toUs: this.#toUs,
      cause,
      ...(clock === null ? {} : { clock }),
    });
  }

  async #drain(): Promise<void> {
    let isHeld = false;
    this.#heldUntilUs = -Infinity;
    while (this.#waiting.length > 0 && !isHeld) {
      const batch = this.#waiting.splice(0, largestBatch);
      const accepted: { chunk: WholeChunk; bytes: Uint8Array; tell(admission: Admission): void }[] = [];
      let have = this.#have;
      let toUs = this.#toUs;
      const provenToUs = this.#isHolding ? this.#events.provenToUs() : Number.POSITIVE_INFINITY;
      for (const [at, { bytes, tell }] of batch.entries()) {
        const checked = checkChunk(bytes, this.place, {
          largestChunkBytes: this.#largestChunkBytes,
          writtenSeq: this.#have,
          acceptedSeq: have,
          acceptedToUs: this.#fromUs === null ? null : toUs,
          cutAtUs: this.#cutAtUs,
          foreignFromUs: this.#foreignFromUs,
        });
        if (checked.state !== 'whole') {
          tell(checked);
          continue;
        }
        if (checked.header.seq > 0 && checked.header.lastAtUs > provenToUs) {
          this.#waiting.unshift(...batch.slice(at));
          this.#heldUntilUs = checked.header.lastAtUs;
          isHeld = true;
          break;
        }
        accepted.push({ chunk: checked, bytes, tell });
        have = checked.header.seq;
        if (have > 0) toUs = checked.header.lastAtUs;
      }
      if (accepted.length > 0) await this.#write(accepted);
    }
    // In one step with the look above, so that no chunk is left waiting.
    this.#isDraining = false;
  }

  async #write(
    accepted: readonly Readonly<{ chunk: WholeChunk; bytes: Uint8Array; tell(admission: Admission): void }>[],
  ): Promise<void> {
    const bytes = Buffer.concat(accepted.map((one) => one.bytes));
    while (!(await this.#file.append(bytes))) {
      // After a cut the sender must shorten what was not written.
      if (this.#cutAtUs !== null || this.#isGivenUp) {
        const lost = accepted.at(-1)?.chunk.header;
        if (this.#isGivenUp && lost !== undefined && lost.lastAtUs > this.#toUs)
          this.#events.gapFound(this.#toUs, lost.lastAtUs);
        for (const { tell } of accepted) tell({ state: 'failed' });
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
    }
    this.#events.written();
    for (const { chunk, bytes, tell } of accepted) {
      if (chunk.header.kind === 'init') this.#tellOpened(bytes, chunk.header.keyId);
      this.#count(chunk, true);
      tell({ state: 'written', seq: chunk.header.seq });
    }
  }

  /** Counts a chunk that is on disk; `isUnsealed`: no segment of the journal covers it yet. */
  #count(chunk: WholeChunk, isUnsealed: boolean): void {
    this.#lengthBytes += chunk.lengthBytes;
    const { seq, startsWithKey, firstAtUs, lastAtUs, frames } = chunk.header;
    this.#have = seq;
    if (seq > 0) {
      if (this.place.kind === 'microphone') this.#drift.add(firstAtUs, frames * packetUs);
      if (this.#fromUs === null) {
        this.#fromUs = firstAtUs;
        this.#events.flowed(firstAtUs);
      } else if (isUnsealed && firstAtUs - this.#toUs > this.#gapFromUs) this.#events.gapFound(this.#toUs, firstAtUs);
      this.#toUs = lastAtUs;
    }
    if (isUnsealed) {
      this.#sealer.add({
        seq,
        isKey: startsWithKey,
        fromUs: seq > 0 ? firstAtUs : this.#toUs,
        toUs: this.#toUs,
        endsAtByte: this.#lengthBytes,
        lengthBytes: chunk.lengthBytes,
      });
    }
  }

  #tellOpened(initChunk: Uint8Array, keyId: string): void {
    const { trackId, seatId, trackNo, epoch, kind, path, device } = this.place;
    this.#events.opened({ trackId, seatId, trackNo, epoch, kind, path, device, codec: codecOf(initChunk), keyId });
  }
}
