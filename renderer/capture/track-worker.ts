import type { UplinkSight } from '#contract/capture.ts';
import { fault, type Fault } from '#domain/faults.ts';
import { EpochWriter, type EpochPapers } from '#line/epoch-writer.ts';
import { HallClock } from '#line/hall-clock.ts';
import { FirstPicture } from './first-picture.ts';
import { PictureCopier } from './picture-copier.ts';
import { PictureEncoder, type EncoderEvents } from './picture-encoder.ts';
import { SoundEncoder } from './sound-encoder.ts';
import { SoundStamps } from './sound-stamps.ts';
import { CaptureTime, SourceClock } from './source-clock.ts';
import { StillWatch } from './still-watch.ts';
import { sweepMemory } from './sweep-memory.ts';
import { epochKeyOf, type FromWorker, type ToWorker } from './worker-talk.ts';

/* The worker of one device: frames in, acknowledged chunks out. Nothing here ever waits for the page. */

/** `lagUs`: what the smoother of sound held for right when it came; null for pictures. */
type Stamped = Readonly<{ frame: VideoFrame | AudioData; stampUs: number; lagUs: number | null }>;
type RecordAsk = Extract<ToWorker, { do: 'record' }>;

const sourceClock = new SourceClock();
const copier = new PictureCopier();
/**
 * A chunk waits for its frames no longer than this: an encoder that is late must not keep what came before from the disk.
 * That is looked at with each picture and buffer, and by a clock for a device that gives none any more.
 */
const staleUs = { pictures: 230_000, sound: 300_000 } as const;
const lookEveryMs = 500;
/**
 * What waits for the clocks: half a second of pictures, of which a camera's are copied first, because one whose few buffers are kept gives
 * no more; and three seconds of sound, which takes no room: on a busy machine the first words of a hall on the line came to
 * rest after more than one (measured), and what is thrown away here was said.
 */
const mostEarly = { buffers: 300, pictures: 15, remotePictures: 8 } as const;

/** With so many before it the next one would keep a camera's last buffer: it has three or four (measured). */
const copiedFrom = 2;

/** A camera that is plugged out ends nothing: its pictures only cease. Looks count, so that a busy machine does not. */
const stillAfterLooks = 7;
const stillLookMs = 100;
let stillWatch: ReturnType<typeof setInterval> | undefined;
/** Before the first picture a camera may take its time; it is told that it is waited for, each second. */
const awaitedAfterLooks = 10;
/** Looks since the last picture, or since it was opened. */
let looksWithoutFrame = 0;
let hasFrame = false;

let stamps = new SoundStamps(sourceClock);
let kind: 'camera' | 'microphone' = 'camera';
let isWatched = true;
let current: Epoch | null = null;
const ending = new Set<Epoch>();
const pictureWatch = new StillWatch((sight) => current?.see(sight));

function tell(message: FromWorker): void {
  self.postMessage(message);
}

/** One epoch in this worker: an encoder, a writer, and the hall's clock as its socket tells it. */
class Epoch {
  readonly #key: string;
  readonly #writer: EpochWriter;
  readonly #encoder: PictureEncoder | SoundEncoder;
  readonly #clock = new HallClock();
  readonly #time = new CaptureTime(sourceClock, this.#clock);
  readonly #zeroUs: number;
  readonly #isOfCamera: boolean;
  readonly #mostEarly: number;
  readonly #early: Stamped[] = [];
  #wasBehind = false;
  /** Runs only while there is an epoch: spare workers would wake for nothing. */
  readonly #looking = setInterval(() => this.#look(), lookEveryMs);

  constructor({ papers, zeroMonotonicUs, frameRate, bitrateBps, size }: RecordAsk) {
    this.#key = epochKeyOf(papers);
    this.#zeroUs = zeroMonotonicUs;
    this.#isOfCamera = kind === 'camera' && size === null;
    this.#mostEarly =
      kind === 'microphone' ? mostEarly.buffers : this.#isOfCamera ? mostEarly.pictures : mostEarly.remotePictures;
    this.#writer = new EpochWriter(papers, {
      pinged: (samples) => this.#clock.learn(samples),
      flowed: () => tell({ told: 'flowed', epochKey: this.#key }),
      finished: () => this.#leave(null),
      failed: (reason) => this.#leave(reason),
      late: (silentForS) => tell({ told: 'late', silentForS }),
    });
    const events: EncoderEvents = {
      codec: (codec) => this.#writer.begin(codec),
      frame: (frame, isJump) => this.#writer.add(frame, isJump),
      lost: (lostUs) => tell({ told: 'lost', lostMs: Math.round(lostUs / 1000) }),
      failed: () => this.#encoderFailed(papers),
    };
    this.#encoder =
      kind === 'camera'
        ? new PictureEncoder({ frameRate, bitrateBps, size }, events)
        : new SoundEncoder(bitrateBps, events);
    if (pictureWatch.sight !== null) this.see(pictureWatch.sight);
  }

  see(sight: UplinkSight): void {
    this.#writer.see(sight);
  }

  /**
   * Whether the picture holds a buffer of the camera and would have to wait: for its time, or behind others, be they those
   * that have waited for theirs and come to the encoder all at once, or a busy machine's.
   */
  mustCopy(stampUs: number): boolean {
    if (!this.#isOfCamera || !(this.#encoder instanceof PictureEncoder)) return false;
    const isUntimed = !this.#time.isKnownFor(stampUs);
    const isBehind = this.#early.length + this.#encoder.waiting >= copiedFrom;
    // A moment's wait needs no copy: only who was behind at the last picture too.
    const must = isUntimed || (isBehind && this.#wasBehind);
    this.#wasBehind = isUntimed || isBehind;
    return must;
  }

  /** Takes over a frame. Until the clocks agree there is no time to write it at. */
  take(stamped: Stamped): void {
    const { stampUs } = stamped;
    // Sound waits until the device's clock stands still; a camera's picture is taken as soon as it has a time.
    const isTimed = this.#isOfCamera ? this.#time.isKnownFor(stampUs) : this.#clock.isSynced && sourceClock.isSettled;
    if (isTimed && this.#early.length === 0) {
      this.#write(stamped);
      this.#look();
      return;
    }
    this.#early.push(stamped);
    if (isTimed) for (const early of this.#early.splice(0)) this.#write(early);
    else if (this.#early.length > this.#mostEarly) this.#early.shift()?.frame.close();
  }

  /** What was captured before the hearing's zero is not written. */
  #write({ frame, stampUs: stampedUs, lagUs }: Stamped): void {
    const stampUs = lagUs === null ? stampedUs : stamps.again(stampedUs, lagUs);
    const atUs = this.#time.toHallUs(stampUs) - this.#zeroUs;
    if (atUs < 0) frame.close();
    else if (frame instanceof VideoFrame && this.#encoder instanceof PictureEncoder)
      this.#encoder.encode(frame, atUs, this.#writer.hasRoom);
    else if (frame instanceof AudioData && this.#encoder instanceof SoundEncoder)
      this.#encoder.encode(frame, atUs, this.#writer.hasRoom);
    else frame.close();
  }

  #look(): void {
    const afterUs = staleUs[kind === 'camera' ? 'pictures' : 'sound'];
    this.#writer.flushOlderThan(this.#clock.toHallUs(performance.now() * 1000) - this.#zeroUs - afterUs);
  }

  moveTo(address: string): void {
    this.#writer.moveTo(address);
  }

  async finish(cutAtUs: number | null, cause: 'asked' | 'device-lost', trueUntilMs: number | null): Promise<void> {
    ending.add(this);
    if (current === this) current = null;
    clearInterval(this.#looking);
    if (cutAtUs !== null) this.#writer.cutAt(cutAtUs);
    for (const { frame } of this.#early.splice(0)) frame.close();
    // An encoder that fails while it is emptied has said so; what came out of it before is still the record.
    await this.#encoder.finish().catch(() => {});
    this.#writer.end(cause, trueUntilMs === null ? null : this.#atUs((trueUntilMs - performance.timeOrigin) * 1000));
  }

  /** The hearing's time at a moment of this worker's clock; null while the clocks do not agree. */
  #atUs(localUs: number): number | null {
    return this.#clock.isSynced ? this.#clock.toHallUs(localUs) - this.#zeroUs : null;
  }

  #encoderFailed(papers: EpochPapers): void {
    tell({ told: 'failed', epochKey: this.#key, fault: fault('recorder.encoder-failed', { seat: papers.trackId }) });
    void this.finish(null, 'device-lost', null);
  }

  /** The hall has closed the epoch, or will never take it. */
  #leave(reason: Fault | null): void {
    ending.delete(this);
    if (current === this) current = null;
    clearInterval(this.#looking);
    void this.#encoder.finish().catch(() => {});
    if (reason === null) tell({ told: 'finished', epochKey: this.#key });
    else tell({ told: 'failed', epochKey: this.#key, fault: reason });
  }
}

async function readFrames(frames: ReadableStream<VideoFrame | AudioData>): Promise<void> {
  const reader = frames.getReader();
  stamps = new SoundStamps(sourceClock);
  const first = new FirstPicture<VideoFrame>();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      first.drop();
      return;
    }
    looksWithoutFrame = 0;
    hasFrame = true;
    if (value instanceof AudioData) hear(value);
    else await see(value, first);
  }
}

function hear(buffer: AudioData): void {
  const durationUs = (buffer.numberOfFrames * 1e6) / buffer.sampleRate;
  const stampUs = stamps.take(buffer.timestamp, durationUs, performance.now() * 1000);
  if (current === null) buffer.close();
  else current.take({ frame: buffer, stampUs, lagUs: stamps.lagUs });
}

async function see(newest: VideoFrame, first: FirstPicture<VideoFrame>): Promise<void> {
  if (isWatched) pictureWatch.look(newest);
  sourceClock.observe(newest.timestamp, performance.now() * 1000);
  const isFirst = !first.isOver;
  for (const picture of first.take(isFirst ? await ownCopy(newest) : newest)) {
    const stampUs = picture.timestamp;
    const frame = !isFirst && current?.mustCopy(stampUs) === true ? await ownCopy(picture) : picture;
    if (current === null) frame.close();
    else current.take({ frame, stampUs, lagUs: null });
  }
}

/** A copy in place of a picture that would keep one of the camera's few buffers. */
async function ownCopy(picture: VideoFrame): Promise<VideoFrame> {
  const copy = await copier.copyOf(picture);
  if (copy !== picture) picture.close();
  return copy;
}

sweepMemory({ isPainted: false });
self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  switch (data.do) {
    case 'open':
      kind = data.kind;
      isWatched = !data.isUnwatched;
      watchForStill();
      // An error here would end the track in silence; told as the worker's own, it has the page start another worker.
      readFrames(data.frames).catch((error: unknown) => self.reportError(error));
      break;
    case 'record':
      current = new Epoch(data);
      break;
    case 'finish':
      void current?.finish(data.cutAtUs, data.cause, data.trueUntilMs);
      break;
    case 'move':
      current?.moveTo(data.address);
      for (const epoch of ending) epoch.moveTo(data.address);
      break;
  }
};

/** Of an open camera only, so that workers of sound and spare ones do not wake for nothing. */
function watchForStill(): void {
  clearInterval(stillWatch);
  looksWithoutFrame = 0;
  hasFrame = false;
  if (kind !== 'camera') return;
  stillWatch = setInterval(() => {
    looksWithoutFrame += 1;
    if (hasFrame && looksWithoutFrame === stillAfterLooks) tell({ told: 'still' });
    if (!hasFrame && looksWithoutFrame % awaitedAfterLooks === 0) tell({ told: 'awaited' });
  }, stillLookMs);
}
