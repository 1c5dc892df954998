import type { HallState } from '#contract/papers.ts';
import { faultCode, type FaultKey } from '#domain/faults.ts';
import { faultSentence, words } from '../../src/hall/plumbing/index.ts';
import type { HallClient } from '#line/hall-client.ts';

/** What the hall told of its faults: when each began and ended, and whether it can be read in three languages. */
export class AlarmEar {
  readonly #heard = new Map<FaultKey, { fromMs: number; toMs: number | null }>();
  readonly #wordless = new Set<string>();
  #newest: HallState | undefined;

  constructor(line: Pick<HallClient, 'on'>) {
    line.on('state.changed', (state) => {
      this.#newest = state;
      this.#listen(state);
    });
  }

  get state(): HallState | undefined {
    return this.#newest;
  }
  /** Faults that lack a code or a sentence in one of the languages. */
  get wordless(): readonly string[] {
    return [...this.#wordless];
  }

  /** How long after `sinceMs` it was told; infinite when it was not. */
  toldAfterMs(key: FaultKey, sinceMs: number): number {
    const heard = this.#heard.get(key);
    return heard === undefined || heard.fromMs < sinceMs ? Number.POSITIVE_INFINITY : heard.fromMs - sinceMs;
  }
  #listen(state: HallState): void {
    const standing = new Set<FaultKey>();
    for (const { fault } of state.alarms) {
      standing.add(fault.key);
      const known = this.#heard.get(fault.key);
      if (known === undefined || known.toMs !== null)
        this.#heard.set(fault.key, { fromMs: performance.now(), toMs: null });
      for (const language of ['ru', 'kk', 'en'] as const) {
        const sentence = faultSentence(fault, words(language));
        if (!/^[A-Z]{3}-\d{3}: .{5,}\. .{5,}$/s.test(sentence) || sentence.includes('faults.') || /[{}]/.test(sentence))
          this.#wordless.add(`${faultCode(fault.key)} ${language}`);
      }
    }
    for (const [key, heard] of this.#heard) if (!standing.has(key)) heard.toMs ??= performance.now();
  }
}
