/**
 * `npm run measure -- page-bandwidth`: whether what is measured of the line of a participant's page (P38) is true. A hall
 * service and a page, the latter by its own code without a browser, stand in network namespaces with an emulated link
 * between them, whose limits are known: each way another one. A limit is counted on Ethernet frames, a figure on IP packets,
 * so that a true figure is 1 % below its limit. Needs root, `cc` and /dev/net/tun; no Electron.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { ParticipantShown } from '#contract/participants.ts';
import { authorityOf } from '../flow/join-page.ts';
import { startFarHall, type FarHall } from '../network/far-hall.ts';
import { openEmulatedLink, type LinkCondition } from '../network/link-emulator.ts';
import { network } from '../network/namespaces.ts';
import type { PageOrder } from '../network/measuring-page.ts';
import { inventedCard } from '../stage/hall-card.ts';
import { printVerdict, say } from './verdict.ts';

const limits = { offPercent: 5, figures: 16, longestMs: 14_000 } as const;
const trueKbps = [700, 900, 1100, 2000] as const;
const rounds: readonly Partial<LinkCondition>[] = [
  { delayMs: 5, queueMs: 300 },
  { delayMs: 30, queueMs: 100 },
];
const leastKbps = 1000;
const port = '8443';
const mostTries = 3;

type Told = Readonly<{ isUp?: true; end?: string; lastedMs?: number; line?: ParticipantShown['line'] }>;
type Reading = Readonly<{
  way: 'send' | 'receive';
  limitKbps: number;
  kbps: number;
  offPercent: number;
  isRight: boolean;
}>;

const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-page-bandwidth-'));
const link = await openEmulatedLink();
let hall: FarHall | undefined;
let page: ReturnType<typeof spawn> | undefined;
let [broken, longestMs] = [0, 0];

async function openPage(): Promise<AsyncIterator<string>> {
  const env = {
    ...{ TARAZY_ROOM_PORT: port, TARAZY_ROOM_HOST: network.a.address, TARAZY_TRAINING: '1' },
    TARAZY_ROOM_PAGE: path.join(import.meta.dirname, '..', '..', 'renderer', 'join'),
  };
  const order = { env: {}, homeFolder: path.join(folder, 'a'), hallEnv: env, bench: null };
  hall = await startFarHall(network.a.namespace, order, 'service-in-namespace.ts');
  const { hearingId } = await hall.ask('hearing.plan', { card: inventedCard });
  const invited = await hall.ask('participant.invite', {
    ...{ hearingId, participantId: null, name: 'P. Sample', role: 'party', word: null },
  });
  const told: PageOrder = {
    ...{ host: network.a.address, port, ca: authorityOf(path.join(folder, 'a', 'keys')) },
    ...{ link: invited.link.split('#')[1] ?? '', word: invited.word },
  };
  const script = path.join(import.meta.dirname, '..', 'network', 'measuring-page.ts');
  const inside = ['ip', 'netns', 'exec', network.b.namespace, process.execPath, script, JSON.stringify(told)];
  page = spawn('setpriv', ['--pdeathsig', 'TERM', ...inside], { stdio: ['pipe', 'pipe', 'inherit'] });
  return createInterface({ input: page.stdout! })[Symbol.asyncIterator]();
}
const next = async (lines: AsyncIterator<string>): Promise<Told> =>
  JSON.parse(((await lines.next()) as { value: string | undefined }).value ?? '{}') as Told;

/** Measures as often as a busy machine makes it necessary. */
async function measure(lines: AsyncIterator<string>): Promise<NonNullable<NonNullable<Told['line']>['measured']>> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    page?.stdin?.write('measure\n');
    const { end, lastedMs = 0, line } = await next(lines);
    longestMs = Math.max(longestMs, lastedMs);
    if (end === 'counted' && line?.measured) return line.measured;
    broken += 1;
    say(`it broke off (${String(end)}); again`);
  }
  throw new Error('no figure in three tries');
}

try {
  const lines = await openPage();
  if ((await next(lines)).isUp !== true) throw new Error('the page did not come in');
  const readings: Reading[] = [];
  for (const condition of rounds)
    for (const [at, sendKbps] of trueKbps.entries()) {
      const receiveKbps = trueKbps.at(-1 - at)!;
      await link.set('ba', { ...condition, rateKbps: sendKbps });
      await link.set('ab', { ...condition, rateKbps: receiveKbps });
      const { send, receive, verdict, roundTripMs } = await measure(lines);
      const isVerdictRight = (verdict === 'enough') === Math.min(sendKbps, receiveKbps) >= leastKbps;
      for (const [way, limitKbps, figure] of [
        ['send', sendKbps, send],
        ['receive', receiveKbps, receive],
      ] as const) {
        const { kbps, isAtLeast } = figure;
        const offPercent = Math.round(((kbps - limitKbps) / limitKbps) * 1000) / 10;
        const isRight = isVerdictRight && !isAtLeast && kbps >= leastKbps === limitKbps >= leastKbps;
        readings.push({ way, limitKbps, kbps, offPercent, isRight });
        say(
          `${way} limit ${limitKbps} measured ${kbps} (${offPercent} %) ${isRight ? 'right' : 'WRONG'} ${verdict}, ${roundTripMs} ms`,
        );
      }
    }
  const offs = readings.map(({ offPercent }) => offPercent);
  const right = readings.filter(({ isRight }) => isRight).length;
  printVerdict({
    name: 'page-bandwidth',
    ok:
      right === limits.figures &&
      offs.every((offPercent) => Math.abs(offPercent) <= limits.offPercent) &&
      longestMs <= limits.longestMs,
    figures: {
      rightVerdicts: `${right}/${readings.length}`,
      lowestOffPercent: Math.min(...offs),
      highestOffPercent: Math.max(...offs),
      ...{ longestMs, broken },
      readings: readings.map(({ way, limitKbps, kbps }) => [way, limitKbps, kbps]),
    },
    limits,
  });
} finally {
  if (page !== undefined && page.exitCode === null) {
    page.stdin?.write('stop\n');
    await once(page, 'exit');
  }
  await hall?.stop();
  await link.stop();
  rmSync(folder, { recursive: true, force: true });
}
