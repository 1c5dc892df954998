/**
 * The hall says its state every second; a hall that was not heard for so long is gone, or stands still. With the look and the
 * end behind it nothing is heard five seconds after its death (L5), unless a next service is already starting.
 */
export const leaseMs = 4500;
const lookEveryMs = 250;

/** The right to hear, which ends by itself unless the hall renews it by being heard (L5: no orphan hears a deliberation). */
export class Lease {
  #heardMs = performance.now();
  #isLengthened = false;
  readonly #timer: NodeJS.Timeout;

  /**
   * `isSuccessorComing`: another service than the one heard last holds the data folder already, so that somebody will say in a
   * moment whether to go on. On a PC whose cores are full its start may take longer than a lease; it is waited for once, for
   * one lease more, so that services which fall one after the other keep no orphan alive.
   */
  constructor({ expired, isSuccessorComing }: Readonly<{ expired(): void; isSuccessorComing(): boolean }>) {
    this.#timer = setInterval(() => {
      // Only while it is not over: what ended is not brought back, and one who stood still himself asks too late.
      if (!this.#isLengthened && !this.isExpired && this.#silentMs > leaseMs - 2 * lookEveryMs)
        this.#isLengthened = isSuccessorComing();
      if (!this.isExpired) return;
      clearInterval(this.#timer);
      expired();
    }, lookEveryMs);
  }

  /** Also true right after this process itself stood still: what it finds in its pipes then is not its to take. */
  get isExpired(): boolean {
    return this.#silentMs > (this.#isLengthened ? 2 : 1) * leaseMs;
  }

  renew(): void {
    if (this.isExpired) return;
    this.#heardMs = performance.now();
    this.#isLengthened = false;
  }

  get #silentMs(): number {
    return performance.now() - this.#heardMs;
  }
}
