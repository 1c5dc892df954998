import type { Answer, Papers, Verb } from '#contract/hall.ts';
import type { HallState } from '#contract/papers.ts';
import type { HallClient } from '#line/hall-client.ts';

/** How a test plays a hall over one line. */
export type HallHands = Readonly<{
  /** Asks and throws on a refusal, with the fault's key in the message. */
  ask<V extends Verb>(verb: V, papers: Papers<V>): Promise<Answer<V>>;
  /** The newest state for which `holds` is true; throws after `limitMs` (times the patience of the suite) with the last state seen. */
  until(holds: (state: HallState) => boolean, limitMs: number, what: string): Promise<HallState>;
}>;

/** Suites that ask what happens and not how soon may run on a PC that is many times slower; promises in seconds have patience 1. */
export const patience = Number(process.env['TARAZY_TEST_PATIENCE'] ?? '1');

export function handsOf(line: HallClient): HallHands {
  let newest: HallState | undefined;
  line.on('state.changed', (state) => {
    newest = state;
  });
  line.onConnection((isConnected) => {
    // What a dead service said last is not what is.
    if (!isConnected) newest = undefined;
  });
  return {
    async ask(verb, papers) {
      const outcome = await line.ask(verb, papers);
      if (!outcome.ok)
        throw new Error(`${verb} was refused: ${outcome.fault.key} ${JSON.stringify(outcome.fault.args)}`);
      return outcome.value;
    },
    async until(holds, limitMs, what) {
      const endsAt = performance.now() + limitMs * patience;
      while (performance.now() < endsAt) {
        if (newest !== undefined && holds(newest)) return newest;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error(`waited ${String(limitMs)} ms in vain until ${what}; last state: ${JSON.stringify(newest)}`);
    },
  };
}
