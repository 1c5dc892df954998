import { fault, type Fault } from '#domain/faults.ts';
import type { SeatId } from '#domain/ids.ts';
import type { CapturedFrame } from '#domain/record/chunk.ts';
import type { TrackCodec } from '#domain/record/matroska.ts';
import { MatroskaStream, type StreamBlock, type StreamTrack } from '#domain/record/matroska-stream.ts';
import { startChild, type Child, type Clock, type Log } from '../hall/plumbing/index.ts';
import { cameraCommand, otherCodecIn, withoutLogin, type StreamLogin } from './camera-command.ts';
import { PictureFramer } from './picture-framer.ts';

export type NetworkCameraNeeds = Readonly<{
  seatId: SeatId;
  /** Without user and password. */
  url: string;
  /** Null where the camera asks for none; throws nothing, and is asked again at every opening. */
  login(): Promise<StreamLogin | null>;
  ffmpegPath: string;
  log: Log;
  clock: Clock;
  take(codec: TrackCodec, frame: CapturedFrame): void;
  /** The picture broke off, and why; it is opened again by itself. */
  broke(why: Fault): void;
  flowing(): void;
}>;

/** A camera that was switched off is back within a minute, and is asked so often meanwhile. */
const restartAfterMs = { first: 250, most: 2000 } as const;
const watchEveryMs = 500;
/** A camera gives pictures all the time; the lamp says so itself a little later. */
const silentWithinMs = 2000;
/** Connection, description, the first key picture. */
const firstPictureWithinMs = 8000;
const stopGraceMs = 500;

/**
 * One camera of the network: an ffmpeg takes its H.264 as it is. Whatever ends, stands still or is no H.264 that can be kept
 * is told with a fault, and tried again until it is stopped.
 */
export class NetworkCamera {
  readonly #needs: NetworkCameraNeeds;
  #child: Child | null = null;
  #stream = new MatroskaStream();
  #framer = new PictureFramer();
  #isWanted = false;
  #hasPicture = false;
  #seenMs = 0;
  #restartMs: number = restartAfterMs.first;
  #why: Fault | null = null;
  #watch: NodeJS.Timeout | null = null;
  #restart: NodeJS.Timeout | null = null;

  constructor(needs: NetworkCameraNeeds) {
    this.#needs = needs;
  }

  get isOpen(): boolean {
    return this.#child?.isRunning() === true;
  }

  start(): void {
    this.#isWanted = true;
    this.#watch = setInterval(() => void this.#lookForPictures(), watchEveryMs);
    void this.#open();
  }

  async stop(): Promise<void> {
    this.#isWanted = false;
    if (this.#watch !== null) clearInterval(this.#watch);
    if (this.#restart !== null) clearTimeout(this.#restart);
    await this.#child?.stop({ graceMs: stopGraceMs });
    this.#child = null;
  }

  async #open(): Promise<void> {
    const { url, ffmpegPath, log, seatId } = this.#needs;
    const login = await this.#needs.login();
    if (!this.#isWanted) return;
    // Such as one with a port that there is not.
    if (!URL.canParse(url)) {
      this.#broke();
      return;
    }
    this.#stream = new MatroskaStream();
    this.#framer = new PictureFramer();
    this.#hasPicture = false;
    this.#why = null;
    this.#seenMs = performance.now();
    const { args, input } = cameraCommand(url, login);
    const child = startChild({
      command: ffmpegPath,
      args,
      stdin: 'pipe',
      writesRecord: true,
      onStdout: (bytes) => {
        if (this.#child === child) this.#take(bytes);
      },
      onStderrLine: (line) => {
        const codec = otherCodecIn(line);
        if (codec !== null) this.#why = fault('camera.wrong-codec', { codec });
        if (/401 Unauthorized|403 Forbidden/.test(line)) this.#why = fault('camera.login-refused', {});
        log.debug({ seatId, line: withoutLogin(line) }, 'network-camera-said');
      },
      onExit: ({ code }) => {
        if (this.#child !== child || !this.#isWanted) return;
        log.warn({ seatId, code }, 'network-camera-ended');
        this.#broke();
      },
    });
    this.#child = child;
    child.write(input);
    child.end();
  }

  #take(bytes: Uint8Array): void {
    const blocks = this.#stream.push(bytes);
    const why = this.#give(blocks, this.#needs.clock.monotonicUs());
    if (why !== 'kept' || this.#stream.isBroken) {
      this.#refuse(why === 'kept' ? null : why);
      return;
    }
    if (blocks.length === 0) return;
    this.#seenMs = performance.now();
    if (!this.#hasPicture) this.#needs.flowing();
    this.#hasPicture = true;
    this.#restartMs = restartAfterMs.first;
  }

  /** Hands the pictures on; anything but `kept` is why the stream must end, null where no better reason is known. */
  #give(blocks: readonly StreamBlock[], arrivedUs: number): Fault | null | 'kept' {
    for (const { trackNumber, timeMs, isKey, bytes: picture } of blocks) {
      const track = this.#stream.tracks.get(trackNumber);
      const codec = track && codecOfTrack(track);
      // What ffmpeg said of the codec stands already.
      if (codec == null) return this.#why;
      const framed = this.#framer.push({ stampUs: Math.round(timeMs * 1000), isKey, bytes: picture }, arrivedUs);
      if (framed === 'reordered') return fault('camera.wrong-codec', { codec: 'H.264 B-frames' });
      if (framed === 'broken') return null;
      for (const frame of framed) this.#needs.take(codec, frame);
    }
    return 'kept';
  }

  #refuse(why: Fault | null): void {
    this.#why = why;
    const child = this.#child;
    this.#broke();
    void child?.stop({ graceMs: 0 });
  }

  async #lookForPictures(): Promise<void> {
    const child = this.#child;
    const limitMs = this.#hasPicture ? silentWithinMs : firstPictureWithinMs;
    if (child?.isRunning() !== true || performance.now() - this.#seenMs <= limitMs) return;
    this.#needs.log.warn({ seatId: this.#needs.seatId }, 'network-camera-stands-still');
    await child.stop({ graceMs: 200 });
  }

  #broke(): void {
    this.#child = null;
    this.#needs.broke(this.#why ?? fault('camera.no-picture', { seat: this.#needs.seatId }));
    if (!this.#isWanted) return;
    if (this.#restart !== null) clearTimeout(this.#restart);
    this.#restart = setTimeout(() => void this.#open(), this.#restartMs);
    this.#restartMs = Math.min(2 * this.#restartMs, restartAfterMs.most);
  }
}

function codecOfTrack({ codecId, codecPrivate, widthPx, heightPx }: StreamTrack): TrackCodec | null {
  const isWhole = codecId === 'V_MPEG4/ISO/AVC' && codecPrivate.length > 0 && widthPx > 0 && heightPx > 0;
  return isWhole ? { kind: 'video', width: widthPx, height: heightPx, codecPrivate } : null;
}
