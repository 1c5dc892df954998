import {
  datagramBytes,
  datagramsOf,
  dueMs,
  trainPlans,
  type TrainCount,
  type TrainName,
} from '#domain/peers/bandwidth.ts';
import type { Attention } from './attention.ts';
import type { ProbeDatagram } from './probe-datagram.ts';

const lookMs = 20;
/** After its time a train is at its end once nothing has come for so long. */
const quietMs = 250;
/** What a long queue still brings is waited for so long beyond the train's own time. */
const mostLateMs = 1500;

export type TrainCounter = Readonly<{
  take(datagram: ProbeDatagram): void;
  /** Comes with the train's end or, if nothing of it arrives or the probe is over, without one. */
  counted: Promise<TrainCount>;
}>;

/** Counts one train, each datagram once; of one of which nothing comes, the count is nothing after `patienceMs`. */
export function countTrain(
  train: TrainName,
  { attention, over, patienceMs }: Readonly<{ attention: Attention; over: AbortSignal; patienceMs: number }>,
): TrainCounter {
  const plan = trainPlans[train];
  const total = datagramsOf(plan);
  const seen = new Set<number>();
  const arrivedMs: number[] = [];
  const beganMs = performance.now();
  const firstMs = (): number => arrivedMs[0] ?? beganMs;
  const lastMs = (): number => arrivedMs.at(-1) ?? beganMs;
  let lateMs = 0;
  let finish: () => void = () => {};

  const counted = new Promise<TrainCount>((resolve) => {
    const looks = setInterval(look, lookMs);
    finish = () => {
      clearInterval(looks);
      over.removeEventListener('abort', finish);
      resolve(count());
    };
    over.addEventListener('abort', finish);
  });

  function count(): TrainCount {
    const fromMs = attention.seenFrom(firstMs());
    const toMs = attention.seenTo(lastMs());
    const timed = arrivedMs.filter((atMs) => atMs >= fromMs && atMs <= toMs);
    const spanMs = (timed.at(-1) ?? 0) - (timed[0] ?? 0);
    const leftOutMs = lastMs() - firstMs() - spanMs;
    const timedDatagrams = Math.max(0, timed.length - 1);
    return {
      datagrams: seen.size,
      timedDatagrams,
      timedBytes: timedDatagrams * datagramBytes,
      spanUs: Math.round(spanMs * 1000),
      lateUs: Math.round(lateMs * 1000),
      unseenUs: Math.round((leftOutMs + attention.missedMs(fromMs, toMs)) * 1000),
    };
  }
  function look(): void {
    const sinceFirstMs = performance.now() - firstMs();
    if (seen.size === 0) {
      if (sinceFirstMs >= patienceMs) finish();
      return;
    }
    const isQuiet = sinceFirstMs >= plan.durationMs && performance.now() - lastMs() >= quietMs;
    if (isQuiet || sinceFirstMs >= plan.durationMs + mostLateMs) finish();
  }

  return {
    take({ number, sentUs }) {
      if (number >= total || seen.has(number)) return;
      seen.add(number);
      arrivedMs.push(performance.now());
      lateMs = Math.max(lateMs, sentUs / 1000 - dueMs(plan, number));
      if (number === total - 1) finish();
    },
    counted,
  };
}
