import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { startChild, type Child, type Log } from '../plumbing/index.ts';
import { copiesOf, finishArguments } from './copies.ts';
import type { PlayedEpoch } from './door.ts';

/** A closed epoch that waits for its seekable copy; `before` is what must be over first. */
type Job = Readonly<{ epoch: PlayedEpoch; before: Promise<void>; whenDone(isMade: boolean): void }>;

/** Makes the seekable copies of closed epochs, one at a time and with low priority, each appearing whole or not at all. */
export class Finishing {
  readonly #ffmpegPath: string;
  readonly #log: Log;
  readonly #jobs: Job[] = [];
  /** Copies that could not be made; not tried again by this service. */
  readonly #failed = new Set<string>();
  #work: Promise<void> | null = null;
  #now: Job | null = null;
  #child: Child | null = null;
  #isClosed = false;
  #isGivingWay = false;

  constructor(ffmpegPath: string, log: Log) {
    this.#ffmpegPath = ffmpegPath;
    this.#log = log;
  }

  /** Harmless when the copy is there, being made, or cannot be made. */
  add(
    epoch: PlayedEpoch,
    before: Promise<void> = Promise.resolve(),
    whenDone: (isMade: boolean) => void = () => {},
  ): void {
    const { finished } = copiesOf(epoch);
    const isKnown = [...this.#jobs, ...(this.#now === null ? [] : [this.#now])].some(
      (job) => copiesOf(job.epoch).finished === finished,
    );
    if (this.#isClosed || this.#isGivingWay || isKnown || this.#failed.has(finished) || existsSync(finished)) return;
    this.#jobs.push({ epoch, before, whenDone });
    this.#work ??= this.#run().finally(() => {
      this.#work = null;
    });
  }

  waits(isOne: (epoch: PlayedEpoch) => boolean): boolean {
    return this.#jobs.some((job) => isOne(job.epoch)) || (this.#now !== null && isOne(this.#now.epoch));
  }

  /** Stops what is being made and forgets what waits; nothing is taken until it is over. */
  giveWay(isWanted: boolean): void {
    this.#isGivingWay = isWanted;
    if (!isWanted) return;
    for (const job of this.#jobs.splice(0)) job.whenDone(false);
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
      const isMade = !this.#isClosed && !this.#isGivingWay && (await this.#make(job.epoch));
      this.#now = null;
      job.whenDone(isMade);
    }
  }

  async #make(epoch: PlayedEpoch): Promise<boolean> {
    const { chunkLog, finished } = copiesOf(epoch);
    const part = `${finished}.part`;
    mkdirSync(dirname(finished), { recursive: true });
    const lines: string[] = [];
    const code = await new Promise<number | null>((resolve) => {
      this.#child = startChild({
        command: this.#ffmpegPath,
        args: finishArguments(epoch.kind, chunkLog, part),
        hasLowPriority: true,
        onStderrLine: (line) => {
          if (lines.length < 20) lines.push(line);
        },
        onExit: (end) => {
          resolve(end.code);
        },
      });
    });
    this.#child = null;
    try {
      if (code !== 0) throw new Error(lines.join(' | '));
      await rename(part, finished);
      return true;
    } catch (error) {
      rmSync(part, { force: true });
      if (!this.#isClosed && !this.#isGivingWay) {
        this.#failed.add(finished);
        this.#log.warn({ track: epoch.trackId, epoch: epoch.epoch, error: String(error) }, 'copy-not-made');
      }
      return false;
    }
  }
}
