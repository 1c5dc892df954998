import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { HearingId } from '#domain/ids.ts';
import { startChild, type Child, type Log } from '../plumbing/index.ts';
import { copiesOf, finishArguments } from './copies.ts';
import type { PlayedEpoch } from './door.ts';

/** A maker that writes nothing for so long stands still, and another is begun. */
const writesWithinMs = 8000;
const mostMakers = 3;
const lookEveryMs = 1000;

/** A copy that is to be made; `before` is what must be over first. */
export type CopyJob = Readonly<{
  hearingId: HearingId;
  into: string;
  /** Whether somebody who looks at the hearing is told that it is still being made. */
  isAwaited: boolean;
  /** For the log. */
  facts: object;
  /** Arguments of the ffmpeg that writes it to `part`; null when there is nothing to make it of. */
  program(part: string): Promise<readonly string[] | null>;
  before?: Promise<void>;
  whenDone?(isMade: boolean): void;
}>;

/** The seekable copy of a closed epoch. */
export function copyOfEpoch(epoch: PlayedEpoch): CopyJob {
  const { chunkLog, finished } = copiesOf(epoch);
  return {
    hearingId: epoch.hearingId,
    into: finished,
    isAwaited: true,
    facts: { track: epoch.trackId, epoch: epoch.epoch },
    program: (part) => Promise.resolve(finishArguments(epoch.kind, chunkLog, part)),
  };
}

/** Makes copies in the background, one at a time and with low priority, each appearing whole or not at all. */
export class Finishing {
  readonly #ffmpegPath: string;
  readonly #log: Log;
  readonly #jobs: CopyJob[] = [];
  /** Copies that could not be made; not tried again by this service. */
  readonly #failed = new Set<string>();
  #work: Promise<void> | null = null;
  #now: CopyJob | null = null;
  #child: Child | null = null;
  #isClosed = false;
  #isGivingWay = false;

  constructor(ffmpegPath: string, log: Log) {
    this.#ffmpegPath = ffmpegPath;
    this.#log = log;
  }

  /** Harmless when the copy is there, being made, or cannot be made. */
  add(job: CopyJob): void {
    const { into } = job;
    const isKnown = [...this.#jobs, ...(this.#now === null ? [] : [this.#now])].some((other) => other.into === into);
    if (this.#isClosed || this.#isGivingWay || isKnown || this.#failed.has(into) || existsSync(into)) return;
    this.#jobs.push(job);
    this.#work ??= this.#run().finally(() => {
      this.#work = null;
    });
  }

  waits(hearingId: HearingId): boolean {
    return [...this.#jobs, this.#now].some((job) => job?.hearingId === hearingId && job.isAwaited);
  }

  /** Stops what is being made and forgets what waits; nothing is taken until it is over. */
  giveWay(isWanted: boolean): void {
    this.#isGivingWay = isWanted;
    if (!isWanted) return;
    for (const job of this.#jobs.splice(0)) job.whenDone?.(false);
    void this.#child?.stop({ graceMs: 0 });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#jobs.length = 0;
    await this.#child?.stop({ graceMs: 500 });
    await this.#work;
  }

  async #run(): Promise<void> {
    for (let job = this.#jobs.shift(); job !== undefined; job = this.#jobs.shift()) {
      this.#now = job;
      await job.before;
      let end: 'made' | 'failed' | 'still' = 'still';
      for (let makers = 0; end === 'still' && makers < mostMakers; makers += 1)
        end = this.#isClosed || this.#isGivingWay ? 'failed' : await this.#make(job);
      this.#now = null;
      job.whenDone?.(end === 'made');
    }
  }

  async #make({ into, facts, program }: CopyJob): Promise<'made' | 'failed' | 'still'> {
    const part = `${into}.part`;
    const lines: string[] = [];
    const seen = { isStill: false };
    let watch: NodeJS.Timeout | undefined;
    try {
      mkdirSync(dirname(into), { recursive: true });
      const args = await program(part);
      if (args === null) return 'failed';
      const code = await new Promise<number | null>((resolve) => {
        const child = startChild({
          command: this.#ffmpegPath,
          args,
          hasLowPriority: true,
          onStderrLine: (line) => {
            if (lines.length < 20) lines.push(line);
          },
          onExit: (end) => {
            resolve(end.code);
          },
        });
        this.#child = child;
        watch = watchForStill(part, () => {
          seen.isStill = true;
          void child.stop({ graceMs: 0 });
        });
      });
      clearInterval(watch);
      this.#child = null;
      if (code !== 0) throw new Error(lines.join(' | '));
      await rename(part, into);
      return 'made';
    } catch (error) {
      clearInterval(watch);
      rmSync(part, { force: true });
      if (this.#isClosed || this.#isGivingWay) return 'failed';
      this.#log.warn({ ...facts, error: String(error), ...seen }, 'copy-not-made');
      if (seen.isStill) return 'still';
      this.#failed.add(into);
      return 'failed';
    }
  }
}

/** Calls `still` once when nothing was written to the file for too long. */
function watchForStill(file: string, still: () => void): NodeJS.Timeout {
  let written = '';
  let sinceMs = performance.now();
  const watch = setInterval(() => {
    void stat(file)
      .catch(() => null)
      .then((now) => {
        const sight = `${String(now?.size)} ${String(now?.mtimeMs)}`;
        if (sight !== written) [written, sinceMs] = [sight, performance.now()];
        else if (performance.now() - sinceMs > writesWithinMs) {
          clearInterval(watch);
          still();
        }
      });
  }, lookEveryMs);
  return watch;
}
