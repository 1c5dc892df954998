import type { ProbeFrame } from '#contract/peer-link.ts';
import {
  needsSecondTrain,
  streamRules,
  trainPlans,
  type ProbeWay,
  type TrainCount,
  type TrainName,
} from '#domain/peers/bandwidth.ts';
import type { Log } from '../plumbing/index.ts';
import type { Attention } from './attention.ts';

/** What the receivers of both ways counted. */
export type ProbeCounts = Map<`${ProbeWay}.${TrainName}`, TrainCount>;

/** One side of a probe: what the one who leads and the one who follows share. */
export type ProbeSide = Readonly<{
  token: Buffer;
  say(frame: ProbeFrame): void;
  /** A frame that was said, in the order of its kind; null when it does not come in time or the probe is over. */
  next<Say extends ProbeFrame['say']>(say: Say, limitMs: number): Promise<Extract<ProbeFrame, { say: Say }> | null>;
  counts: ProbeCounts;
  record(way: ProbeWay, train: TrainName, count: TrainCount): void;
  attention: Attention;
  /** A datagram of the other hall came in, so it lives, whatever its link loses in a path that is full. */
  heard(): void;
  /** UDP is shut: what is left is two streams. */
  fallBack(): void;
  over: AbortSignal;
  log: Log;
}>;

/** What a train costs beyond its own time: the queue in the path, the quiet after it, a round trip. */
const marginMs = 300;
const lengthMs = (train: TrainName): number => trainPlans[train].durationMs + marginMs;
const echoesMs = 700;
export const streamsMs = 2 * (streamRules.durationMs + marginMs);
/** How long a probe over UDP is thought to last when it begins. */
export const wholeMs = echoesMs + 2 * (lengthMs('first') + lengthMs('second'));

/** By how much a probe is shorter, now that this is counted. */
export function savedMs(train: TrainName, count: TrainCount): number {
  return train === 'first' && !needsSecondTrain(count) ? lengthMs('second') : 0;
}

/** The frame's fields of this train. */
export function counted(side: ProbeSide, way: ProbeWay, train: TrainName, count: TrainCount): ProbeFrame {
  return { say: 'probe.counted', token: side.token.toString('hex'), way, train, count };
}
