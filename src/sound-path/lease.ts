/**
 * The hall says its state every second; a hall that was not heard for so long is gone, or stands still. With the look and the
 * end behind it nothing is heard five seconds after its death (L5); a service on a full PC is back a moment before.
 */
export const leaseMs = 4500;
const lookEveryMs = 250;

/** The right to hear, which ends by itself unless the hall renews it by being heard (L5: no orphan hears a deliberation). */
export class Lease {
  #heardMs = performance.now();
  readonly #timer: NodeJS.Timeout;

  constructor(expired: () => void) {
    this.#timer = setInterval(() => {
      if (!this.isExpired) return;
      clearInterval(this.#timer);
      expired();
    }, lookEveryMs);
  }

  /** Also true right after this process itself stood still: what it finds in its pipes then is not its to take. */
  get isExpired(): boolean {
    return performance.now() - this.#heardMs > leaseMs;
  }

  renew(): void {
    if (!this.isExpired) this.#heardMs = performance.now();
  }
}
