import { fullHall, inventedCard } from '../../stage/hall-card.ts';
import { freePort, sideBySide, startStage, wait } from '../../stage/start-stage.ts';
import type { Lab } from '../../lab/start-lab.ts';
import { pageBecomes, startBareElectron } from '../bare-electron.ts';
import { startGauge } from '../gauge.ts';
import { treeCpuPercent } from '../tree-cpu.ts';
import { median, say } from '../verdict.ts';
import { startSecondWays } from './second-ways.ts';

/** Engines compile what runs often in their first seconds; a hearing lasts hours. */
const settleMs = 15_000;

/** In percent of a core; `gauge`: what the gauge cost meanwhile. */
type BareCpu = Readonly<{ page: number; secondWays: number; gauge: number }>;
type RecordingCpu = Readonly<{ percent: number; gauge: number }>;

/** Whether the console is open, on a display of its own, and beside the bare encoders a page with equal previews and meters. */
export type Console = 'closed' | 'open';

export type CostOrder = Readonly<{ lab: Lab; runs: number; durationMs: number; console: Console }>;
/** Tarazy's CPU ÷ that of bare programs: in gauges, in gauges to the page alone, and in plain processor time. */
export type RecordingCost = Readonly<{ cost: number; toPage: number; uncorrected: number }>;

/** The medians of runs that are alternated with the bare programs, each held against the mean of before and after. */
export async function recordingCost({ lab, runs, durationMs, console }: CostOrder): Promise<RecordingCost> {
  const costs: RecordingCost[] = [];
  let before = await bareCpu(lab, durationMs, console);
  for (let run = 0; run < runs; run += 1) {
    const recording = await recordingCpu(lab, durationMs, console);
    const after = await bareCpu(lab, durationMs, console);
    const bare = meanOf(before, after);
    before = after;
    const worth = bare.gauge / recording.gauge;
    const uncorrected = recording.percent / (bare.page + bare.secondWays);
    costs.push({ cost: uncorrected * worth, toPage: (recording.percent / bare.page) * worth, uncorrected });
  }
  const middle = (name: keyof RecordingCost): number => median(costs.map((each) => each[name]));
  return { cost: middle('cost'), toPage: middle('toPage'), uncorrected: middle('uncorrected') };
}

function meanOf(one: BareCpu, other: BareCpu): BareCpu {
  const mean = (name: keyof BareCpu): number => (one[name] + other[name]) / 2;
  return { page: mean('page'), secondWays: mean('secondWays'), gauge: mean('gauge') };
}

/**
 * CPU of bare programs that do the same and nothing else: a page that encodes the hall's tracks as
 * the recorder does and throws them away, and beside it one ffmpeg a microphone that writes the second track.
 */
async function bareCpu(lab: Lab, durationMs: number, console: Console): Promise<BareCpu> {
  const debugPort = await freePort();
  const bare = startBareElectron(console === 'open' ? 'previews' : 'encoders', lab.env, debugPort);
  const second = await startSecondWays(lab);
  const gauge = await startGauge();
  try {
    const microphones = fullHall.seats.filter(({ kind }) => kind === 'microphone').length;
    if (second.pids.length !== microphones) throw new Error(`${String(second.pids.length)} second ways were opened`);
    const tracks = fullHall.seats.length;
    const isEncoding = `window.packets?.filter((count) => count > 0).length === ${String(tracks)}`;
    await pageBecomes(debugPort, 'encoders.html', isEncoding, 30_000);
    if (console === 'open')
      await pageBecomes(debugPort, 'previews.html', `window.meters === ${String(microphones)}`, 30_000);
    await wait(settleMs);
    const during = (): Promise<void> => wait(durationMs);
    const [gaugePercent, page, ...ways] = await Promise.all([
      gauge.percentWhile(during),
      ...[bare.process.pid ?? -1, ...second.pids].map((root) => treeCpuPercent(root, during)),
    ]);
    if (page === undefined || ways.some(({ percent }) => percent === 0)) throw new Error('a bare program ended');
    const secondWays = ways.reduce((sum, { percent }) => sum + percent, 0);
    const shares = JSON.stringify({ ...page.byCommand, ffmpeg: Math.round(secondWays * 10) / 10 });
    say(`bare programs: ${told(page.percent + secondWays, gaugePercent)} ${shares}`);
    return { page: page.percent, secondWays, gauge: gaugePercent };
  } finally {
    await gauge.stop();
    await second.stop();
    await bare.stop();
  }
}

/** CPU of everything Tarazy runs while it records the hall. */
async function recordingCpu(lab: Lab, durationMs: number, console: Console): Promise<RecordingCpu> {
  const windows = { console: console === 'open' ? sideBySide.console : null, bench: null };
  const stage = await startStage({ openLab: lab, windows });
  const gauge = await startGauge();
  try {
    await stage.ask('hall.set-up', { card: fullHall });
    const { hearingId } = await stage.ask('hearing.plan', { card: inventedCard });
    await stage.ask('hearing.check', { hearingId });
    await stage.until((state) => state.check?.state === 'done', 40_000, 'the check is done');
    await stage.ask('hearing.open', { hearingId, override: { reason: 'measurement', person: 'measurement' } });
    await stage.until((state) => state.lamp.state === 'recording', 15_000, 'the lamp is lit');
    await wait(settleMs);
    const during = (): Promise<void> => wait(durationMs);
    const [gaugePercent, { percent, byCommand }] = await Promise.all([
      gauge.percentWhile(during),
      treeCpuPercent(stage.hallPid(), during),
    ]);
    say(`recording: ${told(percent, gaugePercent)} ${JSON.stringify(byCommand)}`);
    await stage.ask('hearing.end', { byOralOrder: false });
    return { percent, gauge: gaugePercent };
  } finally {
    await gauge.stop();
    await stage.stop();
  }
}

const told = (percent: number, gauge: number): string =>
  `${percent.toFixed(1)} % of a core, ${(percent / gauge).toFixed(2)} gauges of ${gauge.toFixed(1)} %`;
