import { writeMediaChunk, type WholeChunk } from '#domain/record/chunk.ts';
import { startChild, type Child } from '../plumbing/index.ts';
import type { DecodedSight, TrackDecoder } from '#domain/signal.ts';
import { PictureJudge } from './judge-picture.ts';
import type { SignalTuning } from './tuning.ts';

/** One that ends soon after its start would only end again. */
const restartMs = { afterWork: 200, afterStart: 1000 } as const;
const workMs = 2000;
/**
 * A child that gives nothing for so long stands still, and is replaced. Its follower is given twice as long: on a PC that is too busy to
 * start it sooner it would be replaced for ever, and the camera told as not recorded for ever.
 */
const longestStillMs = { first: 2000, most: 16_000 } as const;
/** More key pictures than ever wait for a child. */
const mostAwaited = 64;
/** `showinfo` says of each picture its time in ms, and of its brightness the mean and the standard deviation. */
const shown = / pts:\s*(\d+) .* mean:\[(\d+).* stdev:\[([\d.]+)/;

/** A key picture that was handed over and did not come out yet. */
type Awaited = Readonly<{ atMs: number; sinceMs: number }>;

const args = [
  ...['-hide_banner', '-nostats', '-loglevel', 'info', '-flags', 'low_delay'],
  // What is damaged must not be patched up: it is to be told as not decoded.
  ...['-err_detect', 'explode', '-threads', '1', '-skip_frame', 'nokey', '-probesize', '32', '-analyzeduration', '0'],
  // Nobody seeks in a pipe.
  ...['-indexmem', '65536'],
  ...['-copyts', '-f', 'matroska', '-i', 'pipe:0', '-map', '0:v'],
  ...['-vf', 'scale=32:18:flags=area,format=gray,showinfo', '-fps_mode', 'passthrough', '-f', 'null', '-'],
];

/**
 * Hands one camera's key pictures, without what follows each in its chunk, to an ffmpeg that decodes them small and gray.
 * Half a percent of a core at 720p, measured.
 */
export class PictureEye implements TrackDecoder {
  readonly #ffmpegPath: string;
  readonly #tuning: SignalTuning;
  readonly #nowMs: () => number;
  readonly #judge: PictureJudge;
  #child: Child | null = null;
  #init: Uint8Array | null = null;
  /** The newest key picture's chunk, for a child that must begin anew. */
  #newest: Uint8Array | null = null;
  #awaited: Awaited[] = [];
  #begunAtMs = 0;
  #stillMs: number = longestStillMs.first;
  #restart: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(needs: Readonly<{ ffmpegPath: string; tuning: SignalTuning; nowMs(): number }>) {
    this.#ffmpegPath = needs.ffmpegPath;
    this.#tuning = needs.tuning;
    this.#nowMs = needs.nowMs;
    this.#judge = new PictureJudge(needs.tuning);
  }

  take(chunk: WholeChunk, bytes: Uint8Array): void {
    if (chunk.header.kind === 'init') {
      this.#init = bytes;
      this.#newest = null;
      this.#awaited = [];
      this.#stillMs = longestStillMs.first;
      this.#begin();
      return;
    }
    const [first] = chunk.frames;
    if (!chunk.header.startsWithKey || first === undefined) return;
    const nowMs = this.#nowMs();
    if (this.#awaited.length < mostAwaited) this.#awaited.push({ atMs: first.atMs, sinceMs: nowMs });
    this.#newest = writeMediaChunk({
      ...chunk.header,
      frames: [{ atUs: first.atMs * 1000, isKey: true, bytes: first.bytes }],
    });
    const isStill = this.#overdue(this.#stillMs) !== null && nowMs - this.#begunAtMs > this.#stillMs;
    if (!isStill) {
      this.#child?.write(this.#newest);
      return;
    }
    this.#stillMs = Math.min(2 * this.#stillMs, longestStillMs.most);
    this.#begin();
  }

  sight(): DecodedSight {
    const undecoded = this.#overdue(this.#tuning.decodedWithinMs);
    return { undecodedFromUs: undecoded && undecoded.atMs * 1000, troubles: this.#judge.troubles };
  }

  #overdue(longestMs: number): Awaited | null {
    const nowMs = this.#nowMs();
    return this.#awaited.find(({ sinceMs }) => nowMs - sinceMs > longestMs) ?? null;
  }

  close(): void {
    this.#isClosed = true;
    this.#end();
  }

  #end(): void {
    if (this.#restart !== null) clearTimeout(this.#restart);
    this.#restart = null;
    const child = this.#child;
    this.#child = null;
    child?.end();
    void child?.stop({ graceMs: 500 });
  }

  #begin(): void {
    this.#end();
    if (this.#isClosed || this.#init === null) return;
    this.#begunAtMs = this.#nowMs();
    const child = startChild({
      command: this.#ffmpegPath,
      args,
      stdin: 'pipe',
      onStderrLine: (line) => {
        if (this.#child === child) this.#read(line);
      },
      onExit: () => {
        if (this.#child !== child) return;
        this.#child = null;
        const hasWorked = this.#nowMs() - this.#begunAtMs > workMs;
        this.#restart = setTimeout(() => this.#begin(), hasWorked ? restartMs.afterWork : restartMs.afterStart);
      },
    });
    this.#child = child;
    child.write(this.#init);
    if (this.#newest !== null) child.write(this.#newest);
  }

  #read(line: string): void {
    const found = shown.exec(line);
    if (found === null) return;
    const [, pts, mean, deviation] = found;
    this.#stillMs = longestStillMs.first;
    // A picture that came out speaks for all before it: one that was lost is not lost for ever.
    this.#awaited = this.#awaited.filter(({ atMs }) => atMs > Number(pts));
    this.#judge.take({ meanLuma: Number(mean), contrastLuma: Number(deviation) });
  }
}
