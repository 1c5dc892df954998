/**
 * `npm run measure -- call`: what a call costs and how soon it stands, against two bare pages that do the same. Both stand on one
 * machine all the time and call in turns, so that what others make of its speed meets both alike:
 *   halls  two whole halls, paired over the loopback, in no hearing, so that nothing is recorded; their consoles and monitors are
 *          closed. Counted is everything that runs of both: services with their threads, Electron with all its pages
 *   bare   two Electrons with one page each: an RTCPeerConnection, the same devices and constraints, the same codecs, redundant sound
 *          and limit of the picture, the other's sound played
 *   callCost    what the call adds: CPU of both halls in a call less their CPU while the bare pages are in one ÷ the same of both
 *               bare pages (which open and close their devices with the call, as halls do); each call of the halls by the mean of
 *               the bare ones before and after it, and of these the median
 *   wholeCost   without a limit: everything of both halls in a call, also what a hall that waits costs, ÷ everything of both
 *               bare Electrons in a call
 *   firstPicture  from `call.dial` on a link that stands until it rings over there, and from the answer of a person, which comes
 *               0.7 s later, until both halls have decoded a picture of the other ÷ from `createOffer` until both bare pages
 *               have. The bare pages open their devices before it, the halls while it rings.
 * `--runs N` calls of the halls that are measured (5), `--seconds S` of each (20), `--calls N` short ones before each (2).
 */
import { startLab } from '../lab/start-lab.ts';
import { courtroomOfTwo, courtCamera } from '../network/two-halls.ts';
import { wait } from '../stage/start-stage.ts';
import { startBareEnds } from './call/bare-ends.ts';
import type { Received, TwoEnds } from './call/ends.ts';
import { startHallEnds } from './call/hall-ends.ts';
import { treeCpuPercent } from './tree-cpu.ts';
import { median, numberFlag, printVerdict, say } from './verdict.ts';

/** `pictures`: whoever sends less is no cheaper: of those that the bare pages receive a second the halls receive at least this share. */
const limits = { callCost: 1.15, firstPicture: 1.5, pictures: 0.95 } as const;
/** Engines compile what runs often in their first seconds, and congestion control finds the link's rate. */
const settleMs = 10_000;
const betweenCallsMs = 700;

/** CPU in percent of a core of both ends in a call, and of the others, who wait meanwhile; how soon each call stood. */
type Turn = Readonly<{ inCall: number; others: number; timesMs: readonly number[]; received: readonly Received[] }>;

/** Of both ends, in percent of a core. */
async function cpuOf(what: string, { pids }: TwoEnds, during: () => Promise<void>): Promise<number> {
  const trees = await Promise.all(pids.map((pid) => treeCpuPercent(pid, during)));
  if (trees.some(({ percent }) => percent === 0)) throw new Error(`an end of ${what} is gone`);
  const percent = trees.reduce((sum, each) => sum + each.percent, 0);
  say(`${what}: ${percent.toFixed(1)} % of a core`);
  for (const { byCommand } of trees) say(`  ${JSON.stringify(byCommand)}`);
  return percent;
}

async function turnOf(what: 'halls' | 'bare', ends: TwoEnds, waiting: TwoEnds): Promise<Turn> {
  const timesMs: number[] = [];
  for (let call = 0; call < shortCalls; call += 1) {
    await wait(betweenCallsMs);
    timesMs.push(Math.round(await ends.call()));
    await wait(betweenCallsMs);
    await ends.hangUp();
  }
  await wait(betweenCallsMs);
  timesMs.push(Math.round(await ends.call()));
  say(`${what}: first picture on both sides after ${timesMs.join(', ')} ms`);
  await wait(settleMs);
  const during = (): Promise<void> => wait(durationMs);
  const [inCall, others] = await Promise.all([
    cpuOf(`${what}, in a call`, ends, during),
    cpuOf('  the others, in none', waiting, during),
  ]);
  const received = await ends.received();
  say(`  received: ${JSON.stringify(received)}`);
  await ends.hangUp();
  return { inCall, others, timesMs, received };
}

const runs = numberFlag('runs', 5);
const durationMs = numberFlag('seconds', 20) * 1000;
const shortCalls = numberFlag('calls', 2);
const lab = await startLab(courtroomOfTwo(courtCamera));
const standing: TwoEnds[] = [];
try {
  const bare = await startBareEnds(lab);
  standing.push(bare);
  const halls = await startHallEnds(lab);
  standing.push(halls);
  // The first call of a page loads codecs and encoders; a hall that was on is asked for, and so is a page.
  for (const ends of standing) {
    await ends.call();
    await ends.hangUp();
  }
  const bareTurns: Turn[] = [await turnOf('bare', bare, halls)];
  const hallTurns: Turn[] = [];
  const ratios: Readonly<Record<'callCost' | 'wholeCost' | 'firstPicture' | 'pictures', number>>[] = [];
  for (let run = 0; run < runs; run += 1) {
    const [before, hall, after] = [
      bareTurns.at(-1)!,
      await turnOf('halls', halls, bare),
      await turnOf('bare', bare, halls),
    ];
    hallTurns.push(hall);
    bareTurns.push(after);
    const mean = (of: (turn: Turn) => number): number => (of(before) + of(after)) / 2;
    const picturesOf = ({ received }: Turn): number => Math.min(...received.map((each) => each.framesPerSecond));
    ratios.push({
      callCost: (hall.inCall - mean(({ others }) => others)) / (mean(({ inCall }) => inCall) - hall.others),
      wholeCost: hall.inCall / mean(({ inCall }) => inCall),
      firstPicture: median(hall.timesMs) / mean(({ timesMs }) => median(timesMs)),
      pictures: picturesOf(hall) / mean(picturesOf),
    });
    say(JSON.stringify(ratios.at(-1)));
  }
  const medianOf = (name: keyof (typeof ratios)[number]): number => median(ratios.map((each) => each[name]));
  const figures = {
    ...{ callCost: medianOf('callCost'), firstPicture: medianOf('firstPicture'), pictures: medianOf('pictures') },
    wholeCost: medianOf('wholeCost'),
  };
  const told = (turns: readonly Turn[]) => ({
    inCallPercent: turns.map(({ inCall }) => Math.round(inCall * 10) / 10),
    othersPercent: turns.map(({ others }) => Math.round(others * 10) / 10),
    firstPictureMs: turns.map(({ timesMs }) => median(timesMs)),
    received: turns.map(({ received }) => received.map((each) => [each.framesPerSecond, each.kbps].map(Math.round))),
  });
  printVerdict({
    name: 'call',
    ok:
      figures.callCost <= limits.callCost &&
      figures.firstPicture <= limits.firstPicture &&
      figures.pictures >= limits.pictures,
    figures: {
      ...figures,
      callCosts: ratios.map(({ callCost }) => Math.round(callCost * 1000) / 1000),
      halls: told(hallTurns),
      bare: told(bareTurns),
    },
    limits,
  });
} finally {
  for (const ends of [...standing].reverse()) await ends.stop();
  await lab.stop();
}
