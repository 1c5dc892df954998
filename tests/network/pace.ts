/**
 * `npm run test:network -- --part pace`: the pace of an exhibit alone, through the kernels' own queues: two programs without a hall in
 * namespaces of their own, an emulated link, an exhibit as a service sends it, and beside it packets of the rate of a call both
 * ways. Told is how much longer than on the empty path these were on their way, at worst one of twenty, and how many were lost;
 * on a path of which the truth was measured and on one that carries much less than was measured, each after three seconds in
 * which it may find its pace. No Electron.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { numberFlag, printVerdict, say } from '../measure/verdict.ts';
import { openEmulatedLink } from './link-emulator.ts';
import { network } from './namespaces.ts';
import type { PaceOrder, PaceSeen } from './pace-end.ts';

const limits = { laterMs: 60, laterNarrowMs: 120, lostShare: 0.005, leastKbps: 2000, leastNarrowKbps: 100 } as const;
const oneWayMs = 20;
/** A call at its limit: 600 kbit/s of picture, redundant sound and all headers. */
const callKbps = 800;
/** What was begun with on a path that carries less is given back by then. */
const uncountedMs = 3000;
const paths = [
  { name: 'measured', carriesKbps: 5000, measuredKbps: 4900 },
  { name: 'narrow', carriesKbps: 1500, measuredKbps: 4900 },
] as const;

type End = Readonly<{ ready: Promise<void>; seen: Promise<PaceSeen> }>;

function startEnd(namespace: string, order: PaceOrder): End {
  const script = path.join(import.meta.dirname, 'pace-end.ts');
  const inside = ['ip', 'netns', 'exec', namespace, process.execPath, script, JSON.stringify(order)];
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', ...inside], { stdio: ['ignore', 'pipe', 'inherit'] });
  let tellReady: () => void = () => {};
  const ready = new Promise<void>((resolve) => {
    tellReady = resolve;
  });
  const seen = new Promise<PaceSeen>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === 'ready') tellReady();
      else resolve(JSON.parse(line) as PaceSeen);
    });
    child.once('exit', () => reject(new Error('an end of the path is gone')));
  });
  return { ready, seen };
}

export async function testPace(): Promise<void> {
  const link = await openEmulatedLink();
  try {
    const lengthMs = numberFlag('seconds', 30) * 1000;
    const figures: Record<string, Readonly<{ kbps: number; laterMs: number; lostShare: number }>> = {};
    for (const { name, carriesKbps, measuredKbps } of paths) {
      for (const way of ['ab', 'ba'] as const) await link.set(way, { delayMs: oneWayMs, rateKbps: carriesKbps });
      const shared = { measuredKbps, callKbps, uncountedMs, lengthMs };
      const [a, b] = [network.a, network.b];
      const receiver = startEnd(b.namespace, { ...shared, side: 'receive', own: b.address, other: a.address });
      await receiver.ready;
      const sender = startEnd(a.namespace, { ...shared, side: 'send', own: a.address, other: b.address });
      const [got] = await Promise.all([receiver.seen, sender.seen]);
      const { waysMs, lost, takenBytes } = got;
      const laterMs = (waysMs[Math.floor(waysMs.length * 0.95)] ?? Number.NaN) - (waysMs[0] ?? Number.NaN);
      figures[name] = {
        kbps: Math.round((takenBytes * 8) / lengthMs),
        laterMs: Math.round(laterMs),
        lostShare: lost / (lost + waysMs.length),
      };
      say(`${name}: ${JSON.stringify(figures[name])}`);
    }
    const { measured, narrow } = figures;
    printVerdict({
      name: 'network-pace',
      ok:
        measured !== undefined &&
        narrow !== undefined &&
        measured.laterMs <= limits.laterMs &&
        narrow.laterMs <= limits.laterNarrowMs &&
        Math.max(measured.lostShare, narrow.lostShare) <= limits.lostShare &&
        measured.kbps >= limits.leastKbps &&
        narrow.kbps >= limits.leastNarrowKbps,
      figures,
      limits,
    });
  } finally {
    await link.stop();
  }
}
