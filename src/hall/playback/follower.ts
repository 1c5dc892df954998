import { mkdirSync } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { startChild, type Child, type Log } from '../plumbing/index.ts';
import { followArguments, type Copies } from './copies.ts';
import type { PlayedEpoch } from './door.ts';

/** Whoever looks at what is being recorded sees it so much later; each look wakes a program for every track. */
const lookEveryMs = 2000;
const pieceBytes = 1024 * 1024;
const firstRestartMs = 1000;
const longestRestartMs = 30_000;
/** A maker that is fed and whose copy does not grow for so long stands still. */
const growsWithinMs = 8000;

/**
 * Feeds one ffmpeg from the chunk log on disk, never from the socket, so that the copy can hold nothing that the record
 * does not. ffmpeg is not trusted to live: when it dies it is started again from byte 0, which gives the same copy.
 */
export class Follower {
  readonly #epoch: PlayedEpoch;
  readonly #copies: Copies;
  readonly #ffmpegPath: string;
  readonly #log: Log;
  #child: Child | null = null;
  #handle: FileHandle | null = null;
  #atByte = 0;
  #isEnding = false;
  #isFeeding = false;
  #restartMs = firstRestartMs;
  #timer: NodeJS.Timeout | null = null;
  #gone: () => void = () => {};
  readonly #onDied: () => void;
  readonly #startAfterMs: number;
  /** How long the copy was when it was seen to grow last, and how much had been fed by then. */
  #grown = { lengthBytes: 0, fedToByte: 0, sinceMs: 0 };

  constructor(
    epoch: PlayedEpoch,
    copies: Copies,
    ffmpegPath: string,
    log: Log,
    startAfterMs: number,
    onDied: () => void,
  ) {
    this.#epoch = epoch;
    this.#copies = copies;
    this.#ffmpegPath = ffmpegPath;
    this.#log = log;
    this.#onDied = onDied;
    this.#startAfterMs = startAfterMs;
    mkdirSync(dirname(copies.live), { recursive: true });
    this.#timer = setTimeout(() => {
      this.#start();
    }, startAfterMs);
  }

  /** The epoch is closed: what is left is fed; resolves when the live copy is whole or its maker has gone. */
  async end(): Promise<void> {
    this.#isEnding = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const child = this.#child;
    if (child?.isRunning() !== true) return this.#closeFile();
    const gone = new Promise<void>((resolve) => {
      this.#gone = resolve;
    });
    const limit = setTimeout(() => void child.stop({ graceMs: 0 }), growsWithinMs);
    while (this.#isFeeding) await new Promise((next) => setTimeout(next, 10));
    await this.#feed();
    child.end();
    await gone;
    clearTimeout(limit);
    await this.#closeFile();
  }

  /** Ends at once; the copy stays as far as it came. */
  async stop(): Promise<void> {
    this.#isEnding = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#child?.stop({ graceMs: 500 });
    await this.#closeFile();
  }

  #start(): void {
    this.#atByte = 0;
    const startedMs = performance.now();
    this.#grown = { lengthBytes: 0, fedToByte: 0, sinceMs: startedMs };
    const child = startChild({
      command: this.#ffmpegPath,
      args: followArguments(this.#epoch.kind, this.#copies.live),
      stdin: 'pipe',
      hasLowPriority: true,
      onStderrLine: (line) => {
        this.#log.debug({ track: this.#epoch.trackId, line }, 'follower-said');
      },
      onExit: ({ code, error }) => {
        this.#gone();
        if (this.#isEnding) return;
        this.#log.warn({ track: this.#epoch.trackId, epoch: this.#epoch.epoch, code, error }, 'follower-died');
        this.#onDied();
        if (performance.now() - startedMs > longestRestartMs) this.#restartMs = firstRestartMs;
        this.#timer = setTimeout(() => {
          this.#start();
          // Makers that all died together must not all start together.
        }, this.#restartMs + this.#startAfterMs);
        this.#restartMs = Math.min(this.#restartMs * 2, longestRestartMs);
      },
    });
    this.#child = child;
    child.onDrain(() => {
      this.#drained();
    });
    void this.#keepFeeding(child);
  }

  #drained = (): void => {};

  async #keepFeeding(child: Child): Promise<void> {
    while (!this.#isEnding && this.#child === child && child.isRunning()) {
      this.#isFeeding = true;
      await this.#feed();
      this.#isFeeding = false;
      await this.#endWhenStill(child, false);
      await new Promise((next) => setTimeout(next, lookEveryMs));
    }
  }

  /** Hands over everything that the file has by now. */
  async #feed(): Promise<void> {
    const child = this.#child;
    try {
      this.#handle ??= await open(this.#copies.chunkLog, 'r');
      const { size } = await stat(this.#copies.chunkLog);
      // A torn write was taken back after we had read it.
      if (size < this.#atByte) {
        await child?.stop({ graceMs: 0 });
        return;
      }
      while (this.#atByte < size && child?.isRunning() === true) {
        const piece = Buffer.alloc(Math.min(pieceBytes, size - this.#atByte));
        const { bytesRead } = await this.#handle.read(piece, 0, piece.length, this.#atByte);
        if (bytesRead === 0) return;
        this.#atByte += bytesRead;
        if (!child.write(piece.subarray(0, bytesRead))) await this.#waitForDrain(child);
      }
    } catch (error) {
      this.#log.warn({ track: this.#epoch.trackId, error: String(error) }, 'follower-cannot-read');
    }
  }

  /** A maker that was stopped holds its pipe, dies of nothing and makes nothing. */
  async #endWhenStill(child: Child, isBlocked: boolean): Promise<void> {
    const { size: lengthBytes } = await stat(this.#copies.live).catch(() => ({ size: 0 }));
    const nowMs = performance.now();
    const { fedToByte, sinceMs } = this.#grown;
    if (lengthBytes !== this.#grown.lengthBytes) this.#grown = { lengthBytes, fedToByte: this.#atByte, sinceMs: nowMs };
    // What is not fed cannot grow; one that takes nothing more has enough to grow by.
    else if (!isBlocked && this.#atByte === fedToByte) this.#grown = { lengthBytes, fedToByte, sinceMs: nowMs };
    else if (nowMs - sinceMs > growsWithinMs) await child.stop({ graceMs: 0 });
  }

  async #waitForDrain(child: Child): Promise<void> {
    const drained = new Promise<void>((resolve) => {
      this.#drained = resolve;
    });
    while (child.isRunning()) {
      const isDrained = await Promise.race([
        drained.then(() => true),
        new Promise<false>((next) =>
          setTimeout(() => {
            next(false);
          }, 1000),
        ),
      ]);
      if (isDrained) return;
      await this.#endWhenStill(child, true);
    }
  }

  async #closeFile(): Promise<void> {
    await this.#handle?.close().catch(() => undefined);
    this.#handle = null;
  }
}
