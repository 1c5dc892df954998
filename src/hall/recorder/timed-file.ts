import { AppendFile } from '../plumbing/index.ts';

const slowWriteMs = 1000;

/** A file that is appended to, and how long the disk takes for it. Opened by the first write. */
export class TimedFile {
  readonly #path: string;
  readonly #failed: (error: unknown) => void;
  #file: AppendFile | null = null;
  #writingSinceMs: number | null = null;
  #lastWrite: Readonly<{ endedMs: number; tookMs: number }> | null = null;
  #slowWriteEndedMs: number | null = null;

  constructor(path: string, failed: (error: unknown) => void) {
    this.#path = path;
    this.#failed = failed;
  }

  /** How long the write takes that is under way, or the last one took if it ended within `pastMs`; 0 for neither. */
  writeMs(pastMs: number): number {
    const nowMs = performance.now();
    const lastMs = this.#lastWrite !== null && nowMs - this.#lastWrite.endedMs < pastMs ? this.#lastWrite.tookMs : 0;
    return Math.max(lastMs, this.#writingSinceMs === null ? 0 : nowMs - this.#writingSinceMs);
  }

  /** When the last write ended that took more than a second, by `performance.now`; null before the first. */
  get slowWriteEndedMs(): number | null {
    return this.#slowWriteEndedMs;
  }

  /** Appends and forces to disk; false, and told, where the disk refuses: then none of it counts. One call at a time. */
  async append(bytes: Uint8Array): Promise<boolean> {
    const beganMs = performance.now();
    this.#writingSinceMs = beganMs;
    try {
      this.#file ??= await AppendFile.open(this.#path);
      await this.#file.append(bytes);
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    } finally {
      const endedMs = performance.now();
      this.#writingSinceMs = null;
      this.#lastWrite = { endedMs, tookMs: endedMs - beganMs };
      if (endedMs - beganMs > slowWriteMs) this.#slowWriteEndedMs = endedMs;
    }
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}
