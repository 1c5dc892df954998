import type { UplinkSight } from '#contract/capture.ts';
import { fault, type Fault } from '#domain/faults.ts';
import type { HearingId, TrackId } from '#domain/ids.ts';
import { trimFrames, writeInitChunk, writeMediaChunk, type CapturedFrame } from '#domain/record/chunk.ts';
import type { TrackCodec } from '#domain/record/matroska.ts';
import { Backlog, type WaitingChunk } from './backlog.ts';
import { Chunker, longestChunkUs } from './chunker.ts';
import type { PingSample } from './hall-clock.ts';
import { Uplink, type SocketClass } from './uplink.ts';

/** What the plan says of one epoch; `address` is where the hall listens, `limitBytes` what may wait un-acknowledged, `longestUs` a chunk. */
export type EpochPapers = Readonly<{
  hearingId: HearingId;
  trackId: TrackId;
  trackNo: number;
  epoch: number;
  token: string;
  address: string;
  limitBytes: number;
  longestUs?: number;
}>;

export type EpochEvents = Readonly<{
  /** Without it no clock is asked for, and nothing is sent only to be heard. */
  pinged?(samples: readonly PingSample[]): void;
  /** The first media of the epoch is on the hall's disk. */
  flowed(): void;
  /** Everything there is was acknowledged and the epoch is closed. */
  finished(): void;
  /** The hall will never take this epoch; it must give a new one. */
  failed(fault: Fault): void;
  /** The backlog is nearly full: nothing has reached the disk for so long. */
  late(silentForS: number): void;
}>;

type Cause = 'asked' | 'device-lost';
const nearlyFullShare = 0.75;
/** Chunks that wait longer than this are told to the hall, which shows it to people; and so is the end of the waiting. */
const waitToldFromMs = 2000;

/**
 * One epoch from encoded frames to acknowledged chunks: numbers and keeps chunks, sends them in order, sends again
 * what a broken connection may have lost, cuts at the moment of a cut (L5).
 */
export class EpochWriter {
  readonly #papers: EpochPapers;
  readonly #on: EpochEvents;
  readonly #uplink: Uplink;
  readonly #backlog = new Backlog();
  #chunker: Chunker | null = null;
  #init: Uint8Array<ArrayBuffer> | null = null;
  #nextSeq = 0;
  #isConnected = false;
  #isFinished = false;
  #hasFlowed = false;
  #wasNearlyFull = false;
  #isWaitTold = false;
  #newestEndUs = -Infinity;
  #cutAtUs = Infinity;
  #ending: Cause | null = null;
  #doubtFromUs: number | null = null;
  #isEndSent = false;
  #isGivenUp = false;
  #sight: UplinkSight | null = null;

  constructor(papers: EpochPapers, on: EpochEvents, SocketImpl?: SocketClass) {
    this.#papers = papers;
    this.#on = on;
    this.#uplink = new Uplink(
      papers.address,
      papers,
      {
        have: (seq) => this.#resume(seq),
        ack: (seq) => this.#acknowledge(seq),
        ...(on.pinged === undefined ? {} : { pinged: (samples) => on.pinged?.(samples) }),
        ended: () => this.#finish(() => on.finished()),
        refused: (reason) => this.#giveUp(reason),
      },
      SocketImpl,
    );
  }

  /** True while there is room; frames that come without room are lost and must be counted by whoever brings them. */
  get hasRoom(): boolean {
    return this.#backlog.lengthBytes < this.#papers.limitBytes;
  }

  moveTo(address: string): void {
    this.#uplink.moveTo(address);
  }

  /** What a decoder needs before the first frame; must come before it, and once. */
  begin(codec: TrackCodec): void {
    const { hearingId, trackNo, epoch, longestUs = longestChunkUs.chief } = this.#papers;
    this.#init = writeInitChunk({ hearingId, trackNo, epoch, codec }) as Uint8Array<ArrayBuffer>;
    this.#chunker = new Chunker(codec.kind, (chunk) => this.#queue(chunk.frames, chunk.isJump), longestUs);
    this.#queue([], false);
  }

  add(frame: CapturedFrame, isJump: boolean): void {
    // Times of a track never run back, whatever its stamps do; the hall refuses a chunk that does.
    const endsAtUs = Math.max(frame.endsAtUs, this.#newestEndUs);
    if (endsAtUs > this.#cutAtUs || this.#ending !== null) return;
    this.#newestEndUs = endsAtUs;
    this.#chunker?.add({ ...frame, endsAtUs }, isJump);
  }

  /** How the camera's raw pictures are; told to the hall now and on every connection. */
  see(sight: UplinkSight): void {
    this.#sight = sight;
    if (this.#isConnected) this.#uplink.send(sight);
  }

  /** Gives away a chunk whose first frame was captured before this: the others do not come, or late. */
  flushOlderThan(atUs: number): void {
    if ((this.#chunker?.oldestUs ?? Infinity) < atUs) this.#chunker?.flush();
  }

  /** L5: nothing that ended after this moment goes out any more; what waits is shortened and sent again. */
  cutAt(cutAtUs: number): void {
    this.#cutAtUs = Math.min(this.#cutAtUs, cutAtUs);
    this.#chunker?.flush();
    this.#backlog.trim(cutAtUs);
    this.#pump();
  }

  /**
   * No more frames: the rest is sent, then the end, and the hall answers that the epoch is closed. What was written since
   * `doubtFromUs` stays in the record and is told as a gap.
   */
  end(cause: Cause, doubtFromUs: number | null = null): void {
    if (this.#ending !== null || this.#isFinished) return;
    this.#chunker?.flush();
    this.#ending = cause;
    this.#doubtFromUs = doubtFromUs;
    this.#pump();
  }

  /** Gives up: what is not acknowledged is lost. */
  abandon(): void {
    this.#finish(() => {});
  }

  #queue(frames: readonly CapturedFrame[], isJump: boolean): void {
    const kept = trimFrames(frames, this.#cutAtUs);
    if (frames.length > 0 && kept.length === 0) return;
    const lengthBytes = kept.reduce((sum, frame) => sum + frame.bytes.length, 0);
    this.#backlog.add({ seq: this.#nextSeq, frames: kept, isJump, madeAtMs: performance.now(), lengthBytes });
    this.#nextSeq += 1;
    this.#pump();
    const isNearlyFull = this.#backlog.lengthBytes > this.#papers.limitBytes * nearlyFullShare;
    if (isNearlyFull && !this.#wasNearlyFull) {
      this.#on.late(Math.round((performance.now() - (this.#backlog.oldestMadeAtMs ?? performance.now())) / 1000));
    }
    this.#wasNearlyFull = isNearlyFull;
    this.#tellWait();
  }

  #tellWait(): void {
    const oldestMs = performance.now() - (this.#backlog.oldestMadeAtMs ?? performance.now());
    const isLong = oldestMs > waitToldFromMs;
    if (!isLong && !this.#isWaitTold) return;
    const { lengthBytes: bytes } = this.#backlog;
    if (this.#uplink.send({ queue: { bytes, limitBytes: this.#papers.limitBytes, oldestMs } }))
      this.#isWaitTold = isLong;
  }

  /** Never again in this epoch: the hall is asked to close it as lost, to which it answers with a new one. */
  #giveUp(reason: Fault): void {
    if (this.#isGivenUp || reason.args['why'] === 'token') this.#uplink.close();
    if (this.#isGivenUp || this.#isFinished) return;
    this.#isGivenUp = true;
    this.#isFinished = true;
    this.#on.failed(reason);
  }

  #resume(haveSeq: number): void {
    if (this.#isGivenUp) {
      this.#uplink.send({ end: 1, lastSeq: haveSeq, cause: 'device-lost' });
      return;
    }
    if (haveSeq >= this.#nextSeq) {
      // An earlier worker or page wrote this epoch; its file cannot be gone on with by another encoder.
      this.#giveUp(fault('recorder.chunk-refused', { track: this.#papers.trackId, why: 'epoch-used' }));
      this.#uplink.send({ end: 1, lastSeq: haveSeq, cause: 'device-lost' });
      return;
    }
    this.#isConnected = true;
    this.#isEndSent = false;
    this.#backlog.resume(haveSeq);
    if (this.#sight !== null) this.#uplink.send(this.#sight);
    this.#pump();
  }

  #acknowledge(seq: number): void {
    this.#backlog.acknowledge(seq);
    if (seq >= 1 && !this.#hasFlowed) {
      this.#hasFlowed = true;
      this.#on.flowed();
    }
    this.#pump();
  }

  #pump(): void {
    if (!this.#isConnected || this.#isFinished) return;
    for (let chunk = this.#backlog.takeNext(); chunk !== null; chunk = this.#backlog.takeNext()) {
      // Without a connection the next `have` tells where to go on.
      if (!this.#uplink.send(this.#bytesOf(chunk))) this.#isConnected = false;
      if (!this.#isConnected) return;
    }
    if (this.#ending !== null && this.#backlog.isSent && !this.#isEndSent) {
      this.#isEndSent = this.#uplink.send({
        end: 1,
        lastSeq: this.#backlog.lastSeq,
        cause: this.#ending,
        ...(this.#doubtFromUs === null ? {} : { doubtFromUs: Math.max(0, Math.round(this.#doubtFromUs)) }),
      });
    }
  }

  #bytesOf(chunk: WaitingChunk): Uint8Array<ArrayBuffer> {
    const [first] = chunk.frames;
    const last = chunk.frames.at(-1);
    if (first === undefined || last === undefined) return this.#init ?? new Uint8Array(0);
    const { hearingId, trackNo, epoch } = this.#papers;
    return writeMediaChunk({
      hearingId,
      trackNo,
      epoch,
      seq: chunk.seq,
      isJump: chunk.isJump,
      frames: chunk.frames,
      firstAtUs: first.capturedAtUs,
      lastAtUs: last.endsAtUs,
      sourceUs: first.sourceUs,
    }) as Uint8Array<ArrayBuffer>;
  }

  #finish(tell: () => void): void {
    this.#uplink.close();
    if (this.#isFinished) return;
    this.#isFinished = true;
    tell();
  }
}
