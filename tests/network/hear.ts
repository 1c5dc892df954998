import type { HallState } from '#contract/papers.ts';
import { wait } from '../stage/start-stage.ts';
import type { FarHall } from './far-hall.ts';
import { isOnLine } from './two-halls.ts';

/** Figures are told every five seconds. */
const startFigures = 2;

export type Heard = Readonly<{
  stretches: number;
  framesPerSecond: number;
  freezes: number;
  concealedShare: number;
  lostShare: number;
}>;

/** What a hall receives for `lengthMs`, by its own figures of five seconds each; those of the first ten seconds are the start. */
export async function hear(hall: FarHall, lengthMs: number): Promise<Heard> {
  const told = new Map<string, NonNullable<HallState['calls'][number]['figures']>>();
  const endsAtMs = performance.now() + lengthMs;
  while (performance.now() < endsAtMs) {
    const { calls } = await hall.until(isOnLine, 5000, 'it lasts');
    const figures = calls[0]?.figures ?? null;
    if (figures !== null) told.set(JSON.stringify(figures), figures);
    await wait(500);
  }
  const after = [...told.values()].slice(startFigures).map(({ receive }) => receive);
  const mean = (of: (one: (typeof after)[number]) => number): number =>
    after.reduce((sum, one) => sum + of(one), 0) / after.length;
  return {
    stretches: after.length,
    framesPerSecond: mean((one) => one.framesPerSecond),
    freezes: after.reduce((sum, one) => sum + one.freezes, 0),
    concealedShare: mean((one) => one.concealedShare),
    lostShare: mean((one) => one.lostShare),
  };
}
