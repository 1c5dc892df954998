/**
 * `npm run measure -- call`: what a call costs and how soon it stands, against two bare pages that do the same. On one machine, in turns:
 *   halls  two whole halls, paired over the loopback, in no hearing, so that nothing is recorded; their consoles and monitors are
 *          closed. Counted is everything that runs of both: services with their threads, Electron with all its pages
 *   bare   two Electrons with one page each: an RTCPeerConnection, the same devices and constraints, the same codecs, redundant sound
 *          and limit of the picture, the other's sound played
 *   callCost    what the call adds: CPU of both halls in a call less their CPU without one ÷ the same of both bare pages (which
 *               open and close their devices with the call, as halls do), in what a gauge beside them costs, the bare pages by the
 *               mean of before and after
 *   wholeCost   without a limit: everything of both halls in a call, also what a hall that waits costs, ÷ everything of both
 *               bare Electrons in a call; uncorrected: callCost in plain processor time
 *   firstPicture  from `call.dial` on a link that stands until it rings over there, and from the answer of a person, which comes
 *               0.7 s later, until both halls have decoded a picture of the other ÷ from `createOffer` until both bare pages
 *               have. The bare pages open their devices before it, the halls while it rings.
 * `--runs N` turns (3), `--seconds S` of each (20), `--calls N` in each turn (5).
 */
import { startLab } from '../lab/start-lab.ts';
import { courtroomOfTwo, courtCamera } from '../network/two-halls.ts';
import { wait } from '../stage/start-stage.ts';
import { startBareEnds } from './call/bare-ends.ts';
import type { Received, TwoEnds } from './call/ends.ts';
import { startHallEnds } from './call/hall-ends.ts';
import { startGauge } from './gauge.ts';
import { treeCpuPercent } from './tree-cpu.ts';
import { median, numberFlag, printVerdict, say } from './verdict.ts';

/** `pictures`: whoever sends less is no cheaper: of those that the bare pages receive a second the halls receive at least this share. */
const limits = { callCost: 1.15, firstPicture: 1.5, pictures: 0.95 } as const;
/** Engines compile what runs often in their first seconds, and congestion control finds the link's rate. */
const settleMs = 10_000;
const betweenCallsMs = 700;

/** CPU in percent of a core, in a call and without one, what the gauge cost meanwhile, and how soon each call stood. */
type Turn = Readonly<{
  inCall: number;
  gauge: number;
  idle: number;
  idleGauge: number;
  timesMs: readonly number[];
  received: readonly Received[];
}>;

async function cpuOf(
  ends: TwoEnds,
  durationMs: number,
  what: string,
): Promise<Readonly<{ cpu: number; gauge: number }>> {
  const gauge = await startGauge();
  try {
    const during = (): Promise<void> => wait(durationMs);
    const [gaugePercent, ...trees] = await Promise.all([
      gauge.percentWhile(during),
      ...ends.pids.map((pid) => treeCpuPercent(pid, during)),
    ]);
    const cpu = trees.reduce((sum, { percent }) => sum + percent, 0);
    if (trees.some(({ percent }) => percent === 0)) throw new Error('an end of the call is gone');
    say(`${what}: ${cpu.toFixed(1)} % of a core, the gauge ${gaugePercent.toFixed(1)} %`);
    for (const { byCommand } of trees) say(`  ${JSON.stringify(byCommand)}`);
    return { cpu, gauge: gaugePercent };
  } finally {
    await gauge.stop();
  }
}

async function turnOf(
  what: 'halls' | 'bare',
  start: () => Promise<TwoEnds>,
  calls: number,
  durationMs: number,
): Promise<Turn> {
  const ends = await start();
  try {
    const timesMs: number[] = [];
    // The first call of a page loads codecs and encoders; a hall that was on is asked for, and so is a page.
    await ends.call();
    await ends.hangUp();
    for (let call = 0; call < calls; call += 1) {
      await wait(betweenCallsMs);
      timesMs.push(Math.round(await ends.call()));
      await wait(betweenCallsMs);
      await ends.hangUp();
    }
    say(`${what}: first picture on both sides after ${timesMs.join(', ')} ms`);
    await wait(betweenCallsMs);
    const idle = await cpuOf(ends, durationMs, `${what}, no call`);
    await ends.call();
    await wait(settleMs);
    const inCall = await cpuOf(ends, durationMs, `${what}, in a call`);
    const received = await ends.received();
    say(`  received: ${JSON.stringify(received)}`);
    return { inCall: inCall.cpu, gauge: inCall.gauge, idle: idle.cpu, idleGauge: idle.gauge, timesMs, received };
  } finally {
    await ends.stop();
  }
}

const lab = await startLab(courtroomOfTwo(courtCamera));
try {
  const runs = numberFlag('runs', 3);
  const durationMs = numberFlag('seconds', 20) * 1000;
  const calls = numberFlag('calls', 5);
  const bareTurn = (): Promise<Turn> => turnOf('bare', () => startBareEnds(lab), calls, durationMs);
  const costs: number[] = [];
  const whole: number[] = [];
  const uncorrected: number[] = [];
  const soonness: number[] = [];
  const pictures: number[] = [];
  const halls: Turn[] = [];
  const bares: Turn[] = [await bareTurn()];
  for (let run = 0; run < runs; run += 1) {
    const hall = await turnOf('halls', () => startHallEnds(lab), calls, durationMs);
    const [before, after] = [bares.at(-1)!, await bareTurn()];
    halls.push(hall);
    bares.push(after);
    const mean = (of: (turn: Turn) => number): number => (of(before) + of(after)) / 2;
    const inGauges = ({ inCall, gauge, idle, idleGauge }: Turn): number => inCall / gauge - idle / idleGauge;
    costs.push(inGauges(hall) / mean(inGauges));
    whole.push(hall.inCall / hall.gauge / mean(({ inCall, gauge }) => inCall / gauge));
    uncorrected.push((hall.inCall - hall.idle) / mean(({ inCall, idle }) => inCall - idle));
    const picturesOf = ({ received }: Turn): number => Math.min(...received.map((each) => each.framesPerSecond));
    pictures.push(picturesOf(hall) / mean(picturesOf));
    soonness.push(median(hall.timesMs) / mean(({ timesMs }) => median(timesMs)));
  }
  const figures = {
    ...{ callCost: median(costs), firstPicture: median(soonness), pictures: median(pictures) },
    ...{ wholeCost: median(whole), uncorrected: median(uncorrected) },
  };
  const told = (turns: readonly Turn[]) => ({
    inCallPercent: turns.map(({ inCall }) => Math.round(inCall * 10) / 10),
    idlePercent: turns.map(({ idle }) => Math.round(idle * 10) / 10),
    firstPictureMs: turns.map(({ timesMs }) => median(timesMs)),
    received: turns.map(({ received }) => received.map((each) => [each.framesPerSecond, each.kbps].map(Math.round))),
  });
  printVerdict({
    name: 'call',
    ok:
      figures.callCost <= limits.callCost &&
      figures.firstPicture <= limits.firstPicture &&
      figures.pictures >= limits.pictures,
    figures: { ...figures, halls: told(halls), bare: told(bares) },
    limits,
  });
} finally {
  await lab.stop();
}
