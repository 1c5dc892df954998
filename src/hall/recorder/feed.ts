import type { EpochLog } from './epoch-log.ts';

const retryAfterMs = 500;

/**
 * Hands the own audio path's chunks of one epoch to its log, one after another, and keeps each until it is on disk:
 * a full disk delays them, as it does those of the recorder window.
 */
export class Feed {
  readonly log: EpochLog;
  readonly #refused: (why: string) => void;
  #work: Promise<void> = Promise.resolve();

  constructor(log: EpochLog, refused: (why: string) => void) {
    this.log = log;
    this.#refused = refused;
  }

  push(chunk: Uint8Array): void {
    this.#work = this.#work.then(() => this.#deliver(chunk));
  }

  /** Resolves when everything pushed so far is on disk, or can never be. */
  settled(): Promise<void> {
    return this.#work;
  }

  async #deliver(chunk: Uint8Array): Promise<void> {
    for (;;) {
      const admission = await this.log.admit(chunk);
      if (admission.state === 'refused') this.#refused(admission.why);
      if (admission.state !== 'failed') return;
      await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
    }
  }
}
