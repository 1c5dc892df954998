/**
 * `npm run measure -- bandwidth`: whether what two halls measure of the path between them (P35–P38) is true. Two hall
 * services stand in network namespaces of their own with an emulated link between them, whose limits are known: each way
 * another one, so that a way that is taken for the other is seen, each limit in each way twice. Then the same with UDP
 * shut. A limit is counted on Ethernet frames, a figure on IP packets, so that a true figure is 1.1 % below its limit.
 * Needs root, `cc` and /dev/net/tun; no Electron.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LinkMeasured, WayFigure } from '#domain/peers/bandwidth.ts';
import { startFarHall, type FarHall } from '../network/far-hall.ts';
import { openEmulatedLink, type LinkCondition } from '../network/link-emulator.ts';
import { network, type NetworkSide } from '../network/namespaces.ts';
import { printVerdict, say } from './verdict.ts';

const limits = { offPercent: 5, figures: 24, longestMs: 12_500 } as const;
const trueKbps = [700, 900, 1100, 1500, 2000, 5000] as const;
const rounds: readonly Readonly<{ asker: NetworkSide; condition: Partial<LinkCondition> }>[] = [
  { asker: 'a', condition: { delayMs: 5, queueMs: 300 } },
  { asker: 'b', condition: { delayMs: 30, queueMs: 100 } },
];
const leastKbps = 1000;
const port = '7443';
/** A measurement that a busy machine disturbed gives no figure and says so; a person would repeat it. */
const mostTries = 4;

type Reading = Readonly<{
  way: 'ab' | 'ba';
  method: LinkMeasured['method'];
  limitKbps: number;
  kbps: number;
  offPercent: number;
  isRight: boolean;
}>;

function readingOf(way: Reading['way'], method: Reading['method'], limitKbps: number, figure: WayFigure): Reading {
  const { kbps, isAtLeast } = figure;
  const offPercent = Math.round(((kbps - limitKbps) / limitKbps) * 1000) / 10;
  // The link is the narrow place, so nothing may be called "at least".
  return {
    way,
    method,
    limitKbps,
    kbps,
    offPercent,
    isRight: !isAtLeast && kbps >= leastKbps === limitKbps >= leastKbps,
  };
}

const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-bandwidth-'));
const halls = new Map<NetworkSide, FarHall>();
const link = await openEmulatedLink();
let disturbed = 0;
let longestMs = 0;

async function startHall(side: NetworkSide): Promise<FarHall> {
  const { namespace, address } = network[side];
  const hallEnv = { TARAZY_PEER_PORT: port, TARAZY_PEER_HOST: address, TARAZY_TRAINING: '1' };
  const order = { env: {}, homeFolder: path.join(folder, side), hallEnv, bench: null };
  const hall = await startFarHall(namespace, order, 'service-in-namespace.ts');
  halls.set(side, hall);
  return hall;
}

/** Measures as often as a busy machine makes it necessary. */
async function measure(asker: FarHall): Promise<LinkMeasured> {
  for (let tries = 1; ; tries += 1) {
    const { peers } = await asker.until(
      (state) => state.peers[0]?.link === 'up' && state.peers[0].probe === null,
      20_000,
      'the halls are linked',
    );
    const beganMs = performance.now();
    try {
      const { measured } = await asker.ask('peer.measure', { peerId: peers[0]!.id });
      longestMs = Math.max(longestMs, Math.round(performance.now() - beganMs));
      return measured;
    } catch (error) {
      if (tries === mostTries || !String(error).includes('peer.measure-disturbed')) throw error;
      disturbed += 1;
      say('a busy machine disturbed it; again');
    }
  }
}

async function measureBehind(
  side: NetworkSide,
  abKbps: number,
  baKbps: number,
  condition: Partial<LinkCondition>,
): Promise<readonly Reading[]> {
  await link.set('ab', { ...condition, rateKbps: abKbps });
  await link.set('ba', { ...condition, rateKbps: baKbps });
  const { method, send, receive, verdict, roundTripMs } = await measure(halls.get(side)!);
  const [ab, ba] = side === 'a' ? [send, receive] : [receive, send];
  const readings = [readingOf('ab', method, abKbps, ab), readingOf('ba', method, baKbps, ba)];
  const isVerdictRight = (verdict === 'enough') === Math.min(abKbps, baKbps) >= leastKbps;
  for (const { way, limitKbps, kbps, offPercent, isRight } of readings)
    say(
      `${way} ${method} limit ${limitKbps} measured ${kbps} (${offPercent} %) ${isRight ? 'right' : 'WRONG'} ${verdict}, ${roundTripMs} ms`,
    );
  return readings.map((reading) => ({ ...reading, isRight: reading.isRight && isVerdictRight }));
}

try {
  const [a, b] = await Promise.all([startHall('a'), startHall('b')]);
  const { code } = await a.ask('peer.invite', {});
  await b.ask('peer.join', { host: network.a.address, port: Number(port), code });
  const readings: Reading[] = [];
  for (const { asker, condition } of rounds)
    for (const [at, abKbps] of trueKbps.entries())
      readings.push(...(await measureBehind(asker, abKbps, trueKbps.at(-1 - at)!, condition)));
  const shut = await measureBehind('a', 1100, 900, { delayMs: 5, queueMs: 300, carriesUdp: false });

  const offs = readings.map(({ offPercent }) => offPercent);
  const right = readings.filter(({ isRight }) => isRight).length;
  printVerdict({
    name: 'bandwidth',
    ok:
      readings.length === limits.figures &&
      right === limits.figures &&
      readings.every(({ method, offPercent }) => method === 'udp' && Math.abs(offPercent) <= limits.offPercent) &&
      shut.every(
        ({ method, isRight, offPercent }) => method === 'tcp' && isRight && Math.abs(offPercent) <= limits.offPercent,
      ) &&
      longestMs <= limits.longestMs,
    figures: {
      rightVerdicts: `${right}/${readings.length}`,
      lowestOffPercent: Math.min(...offs),
      highestOffPercent: Math.max(...offs),
      longestMs,
      disturbed,
      readings: readings.map(({ way, limitKbps, kbps }) => [way, limitKbps, kbps]),
      udpShut: shut,
    },
    limits,
  });
} finally {
  for (const hall of halls.values()) await hall.stop();
  await link.stop();
  rmSync(folder, { recursive: true, force: true });
}
