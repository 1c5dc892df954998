import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { roundTripOf, streamRules, trainPlans, type ProbeWay, type TrainCount } from '#domain/peers/bandwidth.ts';
import type { ProbeSide } from './probe-side.ts';

/** Small, because what is counted is counted by frames. */
const frameBytes = 4096;
/** More is not handed to the system ahead of what it takes. */
const mostUnsentBytes = 64 * 1024;
const lookMs = 2;
const pings = 3;
const pingLimitMs = 1000;
/** The receiver ends a stream; a sender whose receiver does not is done after this. */
const sendLimitMs = streamRules.durationMs + 1500;
const firstLimitMs = 2000;

/** Dials the connection for one way of this probe; null when it does not come up. */
export type DialStream = (way: ProbeWay) => Promise<WebSocket | null>;

const isOpen = (socket: WebSocket): boolean => socket.readyState === socket.OPEN;

/** The middle of three round trips on an idle connection, ms. */
export async function streamRoundTrip(socket: WebSocket, over: AbortSignal): Promise<number | null> {
  const roundTripsMs: number[] = [];
  while (roundTripsMs.length < pings && isOpen(socket) && !over.aborted) {
    const beganMs = performance.now();
    socket.ping();
    const limit = AbortSignal.any([over, AbortSignal.timeout(pingLimitMs)]);
    const isBack = await once(socket, 'pong', { signal: limit }).catch(() => null);
    if (isBack === null) break;
    roundTripsMs.push(performance.now() - beganMs);
  }
  return roundTripOf(roundTripsMs);
}

/** Sends at the pace of the second train or, where the path is narrower, as fast as TCP goes, until the receiver ends it. */
export async function sendStream(socket: WebSocket, over: AbortSignal): Promise<void> {
  const frame = Buffer.alloc(frameBytes);
  const beganMs = performance.now();
  let frames = 0;
  for (;;) {
    const elapsedMs = performance.now() - beganMs;
    if (!isOpen(socket) || over.aborted || elapsedMs > sendLimitMs) break;
    const dueFrames = (trainPlans.second.rateKbps * elapsedMs) / (8 * frameBytes);
    for (; frames < dueFrames && socket.bufferedAmount < mostUnsentBytes; frames += 1) socket.send(frame, () => {});
    await wait(lookMs);
  }
  socket.terminate();
}

/** Counts a stream from its first frame on and ends it, with all that is still under way. Null when it broke off. */
export async function countStream(socket: WebSocket, { attention, over }: ProbeSide): Promise<TrainCount | null> {
  const { durationMs, uncountedMs } = streamRules;
  const beganMs = performance.now();
  const seen = { firstMs: Number.NaN, isBroken: false };
  const arrived: { atMs: number; bytes: number }[] = [];
  const isBegun = (): boolean => !Number.isNaN(seen.firstMs);
  const onMessage = (data: Buffer): void => {
    const atMs = performance.now();
    if (!isBegun()) seen.firstMs = atMs;
    arrived.push({ atMs, bytes: data.length });
  };
  socket.on('message', onMessage);
  socket.once('close', () => {
    seen.isBroken = true;
  });
  const isDue = (): boolean =>
    isBegun() ? performance.now() - seen.firstMs >= durationMs : performance.now() - beganMs >= firstLimitMs;
  while (!isDue() && !seen.isBroken && !over.aborted) await wait(lookMs * 5);
  const isWhole = isBegun() && !seen.isBroken && !over.aborted;
  socket.off('message', onMessage);
  socket.terminate();
  if (!isWhole) return null;
  const fromMs = attention.seenFrom(seen.firstMs + uncountedMs);
  const toMs = attention.seenTo(seen.firstMs + durationMs);
  const timed = arrived.filter(({ atMs }) => atMs > fromMs && atMs <= toMs);
  return {
    datagrams: arrived.length,
    timedDatagrams: timed.length,
    timedBytes: timed.reduce((sum, { bytes }) => sum + bytes, 0),
    spanUs: Math.max(0, Math.round((toMs - fromMs) * 1000)),
    lateUs: 0,
    unseenUs: Math.round((durationMs - uncountedMs - (toMs - fromMs)) * 1000),
  };
}
