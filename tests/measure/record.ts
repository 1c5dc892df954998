/**
 * `npm run measure -- record`: what recording costs. CPU of everything Tarazy runs (hall service, shell, recorder,
 * ffmpeg children) while it records 2 × 720p25 and 4 microphones with the console closed, divided by a bare page with
 * the same encoders and no sink, alternated in one run; and the time until the console is ready divided by an empty Electron window.
 */
import { numberFlag, median, printVerdict } from './verdict.ts';
import { treeCpuPercent } from './tree-cpu.ts';
import { pageBecomes, startBareElectron } from './bare-electron.ts';
import { startLab, ordinaryCourtroom, type Lab } from '../lab/start-lab.ts';
import { inventedCard, ordinaryHall } from '../stage/hall-card.ts';
import { freePort, sideBySide, startStage, wait } from '../stage/start-stage.ts';

const limits = { recordingCost: 1.5, consoleReady: 3 } as const;
const settleMs = 5000;

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function bareCpu(lab: Lab, durationMs: number): Promise<number> {
  const debugPort = await freePort();
  const bare = startBareElectron('encoders', lab.env, debugPort);
  try {
    const tracks = ordinaryHall.seats.length;
    const isEncoding = `window.packets?.filter((count) => count > 0).length === ${String(tracks)}`;
    await pageBecomes(debugPort, 'encoders.html', isEncoding, 30_000);
    await wait(settleMs);
    const { percent, byCommand } = await treeCpuPercent(bare.process.pid ?? -1, () => wait(durationMs));
    say(`bare page: ${percent.toFixed(1)} % of a core ${JSON.stringify(byCommand)}`);
    return percent;
  } finally {
    await bare.stop();
  }
}

async function recordingCpu(lab: Lab, durationMs: number): Promise<number> {
  const stage = await startStage({ openLab: lab, windows: { console: null, bench: null } });
  try {
    await stage.ask('hall.set-up', { card: ordinaryHall });
    const { hearingId } = await stage.ask('hearing.plan', { card: inventedCard });
    await stage.ask('hearing.check', { hearingId });
    await stage.until((state) => state.check?.state === 'done', 40_000, 'the check is done');
    await stage.ask('hearing.open', { hearingId, override: { reason: 'measurement', person: 'measurement' } });
    await stage.until((state) => state.lamp.state === 'recording', 15_000, 'the lamp is lit');
    await wait(settleMs);
    const { percent, byCommand } = await treeCpuPercent(stage.hallPid(), () => wait(durationMs));
    say(`recording: ${percent.toFixed(1)} % of a core ${JSON.stringify(byCommand)}`);
    await stage.ask('hearing.end', { byOralOrder: false });
    return percent;
  } finally {
    await stage.stop();
  }
}

/** ms from the start of Electron until an empty window has loaded. */
async function emptyReady(lab: Lab): Promise<number> {
  const debugPort = await freePort();
  const startedAt = performance.now();
  const bare = startBareElectron('empty', lab.env, debugPort);
  try {
    return (await pageBecomes(debugPort, 'empty.html', `document.body?.dataset.ready === '1'`, 30_000)) - startedAt;
  } finally {
    await bare.stop();
  }
}

/** ms from the start of Electron by the running hall service until the console shows the day's list. */
async function consoleReady(lab: Lab): Promise<number> {
  const stage = await startStage({ openLab: lab, windows: { console: sideBySide.console, bench: null } });
  try {
    const readyAt = await pageBecomes(
      stage.debugPort,
      'tarazy://app/console/',
      `document.body?.dataset.ready === '1'`,
      30_000,
    );
    return readyAt - (await stage.shellStartedAt());
  } finally {
    await stage.stop();
  }
}

async function measure(): Promise<void> {
  const runs = numberFlag('runs', 3);
  const durationMs = numberFlag('seconds', 20) * 1000;
  const lab = await startLab(ordinaryCourtroom);
  try {
    const costs: { bare: number; recording: number }[] = [];
    for (let run = 0; run < runs; run += 1) {
      costs.push({ bare: await bareCpu(lab, durationMs), recording: await recordingCpu(lab, durationMs) });
    }
    const starts: { empty: number; console: number }[] = [];
    for (let run = 0; run < runs + 2; run += 1) {
      starts.push({ empty: await emptyReady(lab), console: await consoleReady(lab) });
      say(
        `ready: empty ${String(Math.round(starts.at(-1)?.empty ?? 0))} ms, console ${String(Math.round(starts.at(-1)?.console ?? 0))} ms`,
      );
    }
    const recordingCost = median(costs.map((each) => each.recording / each.bare));
    const readyRatio = median(starts.map((each) => each.console / each.empty));
    printVerdict({
      name: 'record',
      ok: recordingCost <= limits.recordingCost && readyRatio <= limits.consoleReady,
      figures: {
        recordingCost,
        consoleReady: readyRatio,
        barePercent: costs.map((each) => each.bare),
        recordingPercent: costs.map((each) => each.recording),
        emptyReadyMs: starts.map((each) => each.empty),
        consoleReadyMs: starts.map((each) => each.console),
      },
      limits,
    });
  } finally {
    await lab.stop();
  }
}

await measure();
