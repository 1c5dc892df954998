/**
 * `npm run measure -- watch`: what the watch during a hearing costs: hearing and seeing in what was re-read from disk (`src/hall/signal`) and
 * looking at raw pictures (`renderer/capture/still-watch`). CPU of everything Tarazy runs while it records with the watch less the
 * same without it (`TARAZY_WATCH`), the two alternated in one run and each counted in what a gauge beside it costs; in percent of a
 * core, at what the gauge cost on the whole.
 *   perCamera      a hall of two cameras of 720p25 and a microphone, halved; the microphone's part is taken away
 *   perMicrophone  a hall of eight microphones, an eighth
 * What else hears the decoded sound, the mix of the hearing and who speaks, hears nothing in both. Below nothing is the noise of the machine.
 * `--runs N` pairs of each hall (2), `--seconds S` that each is measured (20).
 */
import { fullHall, inventedCard } from '../stage/hall-card.ts';
import { startStage, wait } from '../stage/start-stage.ts';
import { fullCourtroom, startLab, type Lab } from '../lab/start-lab.ts';
import type { HallCard } from '#domain/seats.ts';
import { startGauge } from './gauge.ts';
import { treeCpuPercent } from './tree-cpu.ts';
import { median, numberFlag, printVerdict, say } from './verdict.ts';

const limits = { perCamera: 5, perMicrophone: 1 } as const;
/** Engines compile what runs often in their first seconds. */
const settleMs = 8000;
const microphones = fullHall.seats.filter(({ kind }) => kind === 'microphone');
const cameras = fullHall.seats.filter(({ kind }) => kind === 'camera');
const halls = {
  cameras: { ...fullHall, seats: [...cameras, ...microphones.slice(0, 1)] },
  microphones: { ...fullHall, seats: microphones },
} as const satisfies Record<string, HallCard>;

/** In percent of a core. */
type Cpu = Readonly<{ percent: number; gauge: number }>;
/** What a pair of recordings differs by: in the gauge's worth, in plain processor time, and all of the one without. */
type Pair = Readonly<{ percent: number; plain: number; whole: number }>;

async function recordingCpu(lab: Lab, card: HallCard, watch: 'only' | 'off', durationMs: number): Promise<Cpu> {
  const env = { TARAZY_WATCH: watch };
  const stage = await startStage({ openLab: lab, windows: { console: null, bench: null }, env });
  const gauge = await startGauge();
  try {
    await stage.ask('hall.set-up', { card });
    const { hearingId } = await stage.ask('hearing.plan', { card: inventedCard });
    await stage.ask('hearing.check', { hearingId });
    await stage.until((state) => state.check?.state === 'done', 180_000, 'the check is done');
    await stage.ask('hearing.open', { hearingId, override: { reason: 'measurement', person: 'measurement' } });
    await stage.until((state) => state.lamp.state === 'recording', 15_000, 'the lamp is lit');
    await wait(settleMs);
    const during = (): Promise<void> => wait(durationMs);
    const [gaugePercent, { percent, byCommand }] = await Promise.all([
      gauge.percentWhile(during),
      treeCpuPercent(stage.hallPid(), during),
    ]);
    const shares = JSON.stringify(byCommand);
    say(`${watch}: ${percent.toFixed(1)} % of a core beside a gauge of ${gaugePercent.toFixed(1)} % ${shares}`);
    await stage.ask('hearing.end', { byOralOrder: false });
    return { percent, gauge: gaugePercent };
  } finally {
    await gauge.stop();
    await stage.stop();
  }
}

/** What the watch adds in each pair of recordings. */
async function added(lab: Lab, card: HallCard, runs: number, durationMs: number): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (let run = 0; run < runs; run += 1) {
    // Every other pair the other way round: a machine that grows slower must not speak for either.
    const order = run % 2 === 0 ? (['off', 'only'] as const) : (['only', 'off'] as const);
    const cpu = new Map<string, Cpu>();
    for (const watch of order) cpu.set(watch, await recordingCpu(lab, card, watch, durationMs));
    const [off, only] = [cpu.get('off')!, cpu.get('only')!];
    const gauge = (off.gauge + only.gauge) / 2;
    const worth = (each: Cpu): number => (each.percent / each.gauge) * gauge;
    pairs.push({ percent: worth(only) - worth(off), plain: only.percent - off.percent, whole: worth(off) });
  }
  return pairs;
}

const runs = numberFlag('runs', 2);
const durationMs = numberFlag('seconds', 20) * 1000;
const lab = await startLab(fullCourtroom);
try {
  const ofMicrophones = await added(lab, halls.microphones, runs, durationMs);
  const perMicrophone = median(ofMicrophones.map(({ percent }) => percent)) / microphones.length;
  const ofCameras = await added(lab, halls.cameras, runs, durationMs);
  const perCamera = (median(ofCameras.map(({ percent }) => percent)) - Math.max(0, perMicrophone)) / cameras.length;
  const rounded = (values: readonly number[]): readonly number[] => values.map((each) => Math.round(each * 100) / 100);
  printVerdict({
    name: 'watch',
    ok: perCamera <= limits.perCamera && perMicrophone <= limits.perMicrophone,
    figures: {
      perCamera,
      perMicrophone,
      cameraPairs: rounded(ofCameras.map(({ percent }) => percent)),
      cameraPairsPlain: rounded(ofCameras.map(({ plain }) => plain)),
      microphonePairs: rounded(ofMicrophones.map(({ percent }) => percent)),
      microphonePairsPlain: rounded(ofMicrophones.map(({ plain }) => plain)),
      unwatched: rounded([...ofCameras, ...ofMicrophones].map(({ whole }) => whole)),
    },
    limits,
  });
} finally {
  await lab.stop();
}
