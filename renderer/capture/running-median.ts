/**
 * The median of the last so many values. They are kept in order, because a microphone asks a hundred times a second and
 * sorting anew each time was the dearest thing in its worker.
 */
export class RunningMedian {
  readonly #span: number;
  readonly #recent: Float64Array;
  readonly #sorted: Float64Array;
  #count = 0;
  #next = 0;

  constructor(span: number) {
    this.#span = span;
    this.#recent = new Float64Array(span);
    this.#sorted = new Float64Array(span);
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** Of an even count the upper of the two in the middle; 0 of none. */
  get value(): number {
    return this.#sorted[Math.floor(this.#count / 2)] ?? 0;
  }

  add(value: number): void {
    if (this.#count === this.#span) {
      const gone = this.#place(this.#recent[this.#next] ?? 0);
      this.#sorted.copyWithin(gone, gone + 1, this.#count);
      this.#count -= 1;
    }
    const at = this.#place(value);
    this.#sorted.copyWithin(at + 1, at, this.#count);
    this.#sorted[at] = value;
    this.#count += 1;
    this.#recent[this.#next] = value;
    this.#next = (this.#next + 1) % this.#span;
  }

  clear(): void {
    this.#count = 0;
    this.#next = 0;
  }

  /** Where a value stands or belongs: the first place whose value is not less. */
  #place(value: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
