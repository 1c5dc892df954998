import { readFileSync } from 'node:fs';
import { everyMs, phaseMs, type MicrophoneName } from './hall-of-clocks.ts';

/** One flash with the chirps that belong to it, in s on the hearing's line. */
export type Moment = Readonly<{ flashS: number; chirpS: Readonly<Record<MicrophoneName, number>> }>;

const shinesNs = 200_000_000n;

/** What really happened between two moments of the hearing, by the camera's log and the laboratory's rule. */
export function trueMoments(frameLog: string, zeroUs: number, fromS: number, toS: number): readonly Moment[] {
  const everyNs = BigInt(everyMs) * 1_000_000n;
  const firsts = new Map<bigint, bigint>();
  for (const line of readFileSync(frameLog, 'utf8').split('\n')) {
    const [, at] = line.split(' ');
    if (at === undefined) continue;
    const atNs = BigInt(at);
    if (atNs % everyNs < shinesNs && !firsts.has(atNs / everyNs)) firsts.set(atNs / everyNs, atNs);
  }
  const onLineS = (ns: bigint): number => (Number(ns) / 1000 - zeroUs) / 1e6;
  return [...firsts]
    .map(([period, atNs]) => {
      const chirp = (name: MicrophoneName): number => onLineS(period * everyNs) + phaseMs[name] / 1000;
      return { flashS: onLineS(atNs), chirpS: { first: chirp('first'), second: chirp('second') } };
    })
    .filter(({ flashS, chirpS }) => flashS > fromS && chirpS.second < toS);
}
