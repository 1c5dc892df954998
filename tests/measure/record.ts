/**
 * `npm run measure -- record`: what the record costs, each part against a bare program that does the same to the same bytes.
 *   cost     CPU of everything Tarazy runs while it records 2 × 720p25 and 8 microphones, console closed, ÷ bare programs
 *            that encode the same tracks, alternated in one run: a page with the same encoders and no sink, and eight
 *            bare ffmpegs that write the second tracks (ADR 0016), both counted in what a gauge beside them costs, the
 *            bare programs by the mean of before and after.
 *            `costToPage`: the same ÷ the page alone, `uncorrected`: in plain processor time; both without a limit
 *   start    time until the console is ready ÷ an empty Electron window
 *   read-back  from the press of «repeat 30 s» to its first picture ÷ that of an MP4 that lies ready, while recording
 *   archive  an hour's record: CPU of a bit-exact export ÷ bare `ffmpeg -c copy`, of a verification ÷ `openssl dgst`,
 *            and how long a clip of 60 s takes, once the hearing's mix was laid by as it is while a hearing is recorded
 * `--part NAME` runs one part; `--hours H` instead records for H hours (2 for a long hearing) and tells what grew after the
 * first quarter of an hour: memory and handles of every process, the record's lag behind the devices.
 */
import { fullCourtroom, startLab } from '../lab/start-lab.ts';
import { archiveCost } from './record/archive-cost.ts';
import { consoleReady, emptyReady } from './record/console-start.ts';
import { soak } from './record/memory.ts';
import { readBackRatio } from './record/read-back.ts';
import { recordingCost } from './record/recording-cost.ts';
import { median, numberFlag, printVerdict, say, wordFlag } from './verdict.ts';

const limits = {
  recordingCost: 1.25,
  consoleReady: 3,
  readBack: 3,
  exportCost: 1.2,
  verifyCost: 1.3,
  clipMs: 500,
} as const;
const readBackRuns = 15;
type Figures = Partial<Record<keyof typeof limits | 'costToPage' | 'uncorrected', number>>;

async function measureLive(parts: ReadonlySet<string>, runs: number, durationMs: number): Promise<Figures> {
  const lab = await startLab(fullCourtroom);
  const figures: Figures = {};
  try {
    if (parts.has('cost')) {
      const { cost, toPage, uncorrected } = await recordingCost({ lab, runs, durationMs, console: 'closed' });
      Object.assign(figures, { costToPage: toPage, uncorrected, recordingCost: cost } satisfies Figures);
    }
    if (parts.has('read-back')) figures.readBack = await readBackRatio(lab, readBackRuns);
    if (parts.has('start')) {
      const starts: number[] = [];
      for (let run = 0; run < runs; run += 1) {
        const emptyMs = await emptyReady(lab);
        const consoleMs = await consoleReady(lab);
        say(`ready: empty ${emptyMs.toFixed(0)} ms, console ${consoleMs.toFixed(0)} ms`);
        starts.push(consoleMs / emptyMs);
      }
      figures.consoleReady = median(starts);
    }
  } finally {
    await lab.stop();
  }
  return figures;
}

const soakLimits = {
  memoryMbPerH: 2,
  handlesPerH: 2,
  lagMsPerH: 20,
  replaced: 0,
  soundHoleMs: 0,
  lostPicturesShare: 0.005,
} as const;

async function measureSoak(hours: number): Promise<void> {
  const figures = await soak(hours);
  const isKept = Object.entries(soakLimits).every(([name, limit]) => figures[name as keyof typeof soakLimits] <= limit);
  printVerdict({ name: 'record', ok: isKept && figures.intact, figures, limits: soakLimits });
}

async function measureCosts(): Promise<void> {
  const all = ['cost', 'start', 'read-back', 'archive'] as const;
  const part = wordFlag('part', 'all');
  const parts = new Set<string>(part === 'all' ? all : [part]);
  if (![...parts].every((each) => (all as readonly string[]).includes(each)))
    throw new Error(`--part wants ${all.join(', ')}`);
  const runs = numberFlag('runs', 3);
  const rounds = numberFlag('rounds', 7);
  const isLive = all.some((each) => each !== 'archive' && parts.has(each));
  const figures: Figures = {
    ...(isLive ? await measureLive(parts, runs, numberFlag('seconds', 20) * 1000) : {}),
    ...(parts.has('archive') ? await archiveCost(rounds, numberFlag('seed', 1)) : {}),
  };
  // Only what was measured is judged, and only its bounds are told.
  const judged = Object.entries(limits).filter(([name]) => name in figures);
  printVerdict({
    name: 'record',
    ok: judged.every(([name, limit]) => (figures[name as keyof typeof limits] ?? Number.NaN) <= limit),
    figures,
    limits: Object.fromEntries(judged),
  });
}

const hours = numberFlag('hours', 0);
await (hours > 0 ? measureSoak(hours) : measureCosts());
