import type { Fault } from '#domain/faults.ts';
import type { RecorderEvents } from './door.ts';

/** The faults that stand: each is told once when it begins and once, with the same value, when it is over. */
export class Alarms {
  readonly #standing = new Map<string, Fault>();
  readonly #fading = new Map<string, NodeJS.Timeout>();
  readonly #on: Pick<RecorderEvents, 'faultRaised' | 'faultCleared'>;

  constructor(on: Pick<RecorderEvents, 'faultRaised' | 'faultCleared'>) {
    this.#on = on;
  }

  /** `id` names the place that is hurt, so that one place has one alarm. */
  raise(id: string, fault: Fault): void {
    if (this.#standing.has(id)) return;
    this.#standing.set(id, fault);
    this.#on.faultRaised(fault);
  }

  /** A better name for what ails a place: it takes the place of another fault that stands there. */
  rename(id: string, fault: Fault): void {
    if (this.#standing.get(id)?.key !== fault.key) this.clear(id);
    this.raise(id, fault);
  }

  /** A fault that nobody calls over: it stands until it was not told again for so long. */
  raiseFor(id: string, fault: Fault, forMs: number): void {
    this.raise(id, fault);
    clearTimeout(this.#fading.get(id));
    const fading = setTimeout(() => {
      this.clear(id);
    }, forMs).unref();
    this.#fading.set(id, fading);
  }

  clear(id: string): void {
    clearTimeout(this.#fading.get(id));
    this.#fading.delete(id);
    const fault = this.#standing.get(id);
    if (fault === undefined) return;
    this.#standing.delete(id);
    this.#on.faultCleared(fault);
  }

  /** What stood of one place stands no longer; what still ails it is told anew. */
  clearOf(place: string): void {
    for (const id of [...this.#standing.keys()]) if (id.endsWith(`:${place}`)) this.clear(id);
  }

  clearAll(): void {
    for (const id of [...this.#standing.keys()]) this.clear(id);
  }
}
