import { setTimeout as wait } from 'node:timers/promises';
import {
  needsSecondTrain,
  probeWays,
  roundTripOf,
  trainPlans,
  type ProbeMethod,
  type ProbeWay,
  type TrainCount,
  type TrainName,
} from '#domain/peers/bandwidth.ts';
import type { HallAddress } from '#domain/peers/paired-hall.ts';
import { countTrain, type TrainCounter } from './count-train.ts';
import type { ProbeDatagram } from './probe-datagram.ts';
import { dialProbe, type ProbePort } from './probe-port.ts';
import { counted, type ProbeSide } from './probe-side.ts';
import { sendTrain } from './send-train.ts';
import { countStream, sendStream, streamRoundTrip, type DialStream } from './stream-train.ts';

const echoes = 10;
const echoEveryMs = 50;
/** No datagram came back in this time: UDP is shut. */
const udpLimitMs = 2000;
/** How long a count may take to arrive over a link whose path was just full. */
const countLimitMs = 4000;

export type ProbeLed = Readonly<{ method: ProbeMethod; roundTripMs: number }>;

/** Leads a probe from the hall that dials: echoes, then trains there and back, or streams where UDP is shut. Null when it came to nothing. */
export async function leadProbe(
  side: ProbeSide,
  address: HallAddress,
  dialStream: DialStream,
): Promise<ProbeLed | null> {
  let onDatagram: (datagram: ProbeDatagram) => void = () => {};
  const port = await dialProbe(address, {
    token: side.token,
    onDatagram(datagram) {
      side.heard();
      onDatagram(datagram);
    },
    log: side.log,
  });
  const hear = (next: typeof onDatagram): void => {
    onDatagram = next;
  };
  try {
    const roundTripMs = port === null ? null : await measureRoundTrip(port, hear, side.over);
    if (side.over.aborted) return null;
    if (port === null || roundTripMs === null) {
      side.fallBack();
      return await leadStreams(side, dialStream);
    }
    for (const way of probeWays) {
      const train = (name: TrainName): Promise<TrainCount | null> =>
        way === 'there' ? sendThere(side, port, name) : countBack(side, hear, name);
      const first = await train('first');
      if (first === null) return null;
      if (needsSecondTrain(first) && (await train('second')) === null) return null;
    }
    return { method: 'udp', roundTripMs };
  } finally {
    port?.close();
  }
}

/** The middle round trip of ten echoes, ms; null when none comes back in two seconds. */
async function measureRoundTrip(
  port: ProbePort,
  hear: (onDatagram: (datagram: ProbeDatagram) => void) => void,
  over: AbortSignal,
): Promise<number | null> {
  const sentMs: number[] = [];
  const back = new Map<number, number>();
  hear(({ kind, number }) => {
    const atMs = sentMs[number];
    if (kind === 'echoed' && atMs !== undefined && !back.has(number)) back.set(number, performance.now() - atMs);
  });
  const beganMs = performance.now();
  const mostSent = udpLimitMs / echoEveryMs;
  while (performance.now() - beganMs < udpLimitMs && back.size < echoes && !over.aborted) {
    if (sentMs.length < mostSent) {
      port.send({ kind: 'echo', way: 'there', train: 'first', number: sentMs.push(performance.now()) - 1, sentUs: 0 });
    }
    await wait(echoEveryMs);
  }
  return roundTripOf([...back.values()]);
}

async function sendThere(side: ProbeSide, port: ProbePort, train: TrainName): Promise<TrainCount | null> {
  await sendTrain(port, 'there', train, side.over);
  return theirCount(side, 'there', train);
}

/** What the other hall counted. It is recorded when it is said. */
async function theirCount(side: ProbeSide, way: ProbeWay, train: TrainName): Promise<TrainCount | null> {
  const frame = await side.next('probe.counted', countLimitMs);
  return frame?.way === way && frame.train === train ? frame.count : null;
}

async function countBack(
  side: ProbeSide,
  hear: (onDatagram: (datagram: ProbeDatagram) => void) => void,
  train: TrainName,
): Promise<TrainCount | null> {
  const { attention, over } = side;
  const counter: TrainCounter = countTrain(train, { attention, over, patienceMs: trainPlans[train].durationMs });
  hear((datagram) => {
    if (datagram.kind === 'train' && datagram.way === 'back' && datagram.train === train) counter.take(datagram);
  });
  side.say({ say: 'probe.your-turn', token: side.token.toString('hex'), way: 'back', train });
  const count = await counter.counted;
  if (over.aborted || count.datagrams === 0) return null;
  side.record('back', train, count);
  side.say(counted(side, 'back', train, count));
  return count;
}

/** The same without datagrams: one stream each way, on connections of their own, so that each ends with what is still in it. */
async function leadStreams(side: ProbeSide, dialStream: DialStream): Promise<ProbeLed | null> {
  const there = await dialStream('there');
  if (there === null) return null;
  const roundTripMs = await streamRoundTrip(there, side.over);
  await sendStream(there, side.over);
  const sent = await theirCount(side, 'there', 'first');
  if (sent === null || roundTripMs === null) return null;
  const back = await dialStream('back');
  if (back === null) return null;
  const count = await countStream(back, side);
  if (count === null) return null;
  side.record('back', 'first', count);
  side.say(counted(side, 'back', 'first', count));
  return { method: 'tcp', roundTripMs };
}
