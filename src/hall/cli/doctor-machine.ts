import os from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { askNetworkClock, type NetworkClock } from '../../../native/network-clock/index.ts';
import type { Words } from '../plumbing/index.ts';
import type { Desk } from './command.ts';
import type { DoctorItem } from './doctor-item.ts';

/** A second of what the record says is a second of a hearing: more is a wrong time in the protocol. */
const offMs = 1000;
/** So wrong, a hearing is found under another day or before its own notice. */
const wrongMs = 60_000;
const busyShare = 0.7;
const lookForMs = 1000;

/**
 * This PC's clock against the first server of `TARAZY_NTP_SERVERS` (with commas) that knows the time. Without any nothing is
 * asked: a hall may be closed off from every network.
 */
export async function checkClock({ env, say }: Desk): Promise<DoctorItem> {
  const servers = (env['TARAZY_NTP_SERVERS'] ?? '').split(/[\s,]+/).filter((server) => server !== '');
  const tell = (verdict: DoctorItem['verdict'], words: string, figures: DoctorItem['figures']): DoctorItem => ({
    ...{ item: 'clock', verdict, words, figures },
  });
  if (servers.length === 0) return tell('look', say('cli.doctor.clock.none'), { servers });
  let clock: NetworkClock | null = null;
  for (const server of servers) {
    const answer = await askNetworkClock(server);
    if (typeof answer === 'string') continue;
    clock = answer;
    break;
  }
  if (clock === null) return tell('look', say('cli.doctor.clock.silent', { servers: servers.join(', ') }), { servers });
  const { behindMs, roundTripMs, stratum } = clock;
  const figures = { servers, behindMs: Math.round(behindMs), roundTripMs: Math.round(roundTripMs), stratum };
  // What the way there and back leaves open is no fault of the clock.
  const surelyMs = Math.max(0, Math.abs(behindMs) - roundTripMs / 2);
  const seconds = (Math.abs(behindMs) / 1000).toFixed(Math.abs(behindMs) < 10_000 ? 2 : 0);
  if (surelyMs <= offMs) return tell('good', say('cli.doctor.clock.good', { seconds }), figures);
  const words = say(behindMs > 0 ? 'cli.doctor.clock.behind' : 'cli.doctor.clock.ahead', { seconds });
  return tell(surelyMs > wrongMs ? 'bad' : 'look', words, figures);
}

/** How much of the processor is left for a hearing, over a second. Temperatures are not read: few PCs tell them without a driver. */
export async function checkProcessor(say: Words): Promise<DoctorItem> {
  const ticks = (): Readonly<{ busy: number; all: number }> => {
    const sum = (of: (times: os.CpuInfo['times']) => number): number =>
      os.cpus().reduce((total, { times }) => total + of(times), 0);
    const busy = sum(({ user, nice, sys, irq }) => user + nice + sys + irq);
    return { busy, all: busy + sum(({ idle }) => idle) };
  };
  const before = ticks();
  await wait(lookForMs);
  const after = ticks();
  const busy = (after.busy - before.busy) / Math.max(1, after.all - before.all);
  const figures = { cores: os.availableParallelism(), busyPercent: Math.round(busy * 100) };
  return {
    item: 'processor',
    verdict: busy > busyShare ? 'look' : 'good',
    words: say(busy > busyShare ? 'cli.doctor.processor.busy' : 'cli.doctor.processor.good', {
      cores: figures.cores,
      percent: figures.busyPercent,
    }),
    figures,
  };
}
