import type { HallPeerId } from '#domain/ids.ts';
import { callAndAnswer } from './two-halls.ts';
import type { FarHall } from './far-hall.ts';

/** Nobody answers faster than a person can press; meanwhile both halls open their devices. */
export const answerAfterMs = 700;

/**
 * How long a call took, in ms, without the person who answers: from the dialling until it rang over there (`ringMs`), from the answer until
 * both halls had decoded a picture of the other (`pictureMs`) and played its sound (`soundMs`); `fromDialMs` is the first and the
 * later of the others.
 */
export type TimedCall = Readonly<{ ringMs: number; pictureMs: number; soundMs: number; fromDialMs: number }>;

/** Calls on a link that stands, answers like a person, and leaves the call on. */
export async function timeCall(from: FarHall, to: FarHall, peerId: HallPeerId): Promise<TimedCall> {
  await Promise.all([from.beginSeeing(), to.beginSeeing()]);
  const seen = Promise.all([from.seeMedia(), to.seeMedia()]);
  const { dialledAtMs, rangAtMs, answeredAtMs } = await callAndAnswer(from, to, peerId, answerAfterMs);
  const media = await seen;
  const since = (of: (one: (typeof media)[number]) => number): number =>
    Math.round(Math.max(...media.map(of)) - answeredAtMs);
  const ringMs = rangAtMs - dialledAtMs;
  const pictureMs = since(({ pictureAtMs }) => pictureAtMs);
  const soundMs = since(({ soundAtMs }) => soundAtMs);
  return { ringMs, pictureMs, soundMs, fromDialMs: ringMs + Math.max(pictureMs, soundMs) };
}

export const toldCall = ({ ringMs, pictureMs, soundMs, fromDialMs }: TimedCall): string =>
  `rang after ${String(ringMs)} ms, seen ${String(pictureMs)} and heard ${String(soundMs)} ms after the answer: ${String(fromDialMs)}`;

/** The value that so large a share of them does not pass; not a number where there is none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** For the verdict: how many there were, the middle and the 95th percentile of each figure, and every call from dial to both media. */
export function callFigures(calls: readonly TimedCall[]) {
  const of = (name: keyof TimedCall) => {
    const values = calls.map((call) => call[name]);
    return { median: percentile(values, 0.5), p95: percentile(values, 0.95) };
  };
  return {
    ...{ calls: calls.length, ring: of('ringMs'), picture: of('pictureMs'), sound: of('soundMs') },
    ...{ fromDial: of('fromDialMs'), fromDialMs: calls.map(({ fromDialMs }) => fromDialMs) },
  };
}
