/**
 * `npm run test:chaos -- --runs N --seed S`: while a hearing is recorded, a process chosen by chance is killed at an
 * instant chosen by chance, again and again. Then the record is read: what was lost before each kill, how soon it was
 * recorded again, and whether the journal names every hole.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ordinaryCourtroom, startLab } from '../lab/start-lab.ts';
import { numberFlag, printVerdict } from '../measure/verdict.ts';
import { inventedCard, ordinaryHall } from '../stage/hall-card.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { wait } from '../stage/start-stage.ts';
import { startKeptHall, type KeptHall } from './kept-hall.ts';
import { holesOf, type Hole } from './record-holes.ts';
import { pidsOf, victims, type Victim } from './victims.ts';

const limits = {
  lostFromOthersMs: 0,
  lostBeforeMs: 300,
  recorderBackP95Ms: 1000,
  electronBackP95Ms: 2500,
  gapOffMs: 100,
  otherHoles: 0,
  unnamedHoles: 0,
} as const;
/** Between a kill and the next: long enough for everything to be back, and never the same. */
const calmMs = { least: 6000, more: 3000 } as const;
/** What the journal calls a gap; shorter holes are told by nobody. */
const gapFromUs = 250_000;

/** The hole that a death makes begins within this of it. */
const beganWithinUs = 1_000_000;

type Kill = Readonly<{ victim: Victim; atUs: number }>;

/** mulberry32: small, and the same on every machine. */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const isWhole = ({ lamp }: Parameters<Parameters<KeptHall['until']>[0]>[0]): boolean =>
  lamp.state === 'recording' && lamp.tracks.every(({ state }) => state === 'written');

async function openHearing(hall: KeptHall): Promise<void> {
  await hall.ask('hall.set-up', { card: ordinaryHall });
  const { hearingId } = await hall.ask('hearing.plan', { card: inventedCard });
  await hall.ask('hearing.check', { hearingId });
  await hall.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  await hall.ask('hearing.open', { hearingId, override: { reason: 'chaos', person: 'chaos' } });
  await hall.until(isWhole, 20_000, 'everything is recorded');
}

/** Kills all of the victim's processes; null when it was not there. */
function kill(homeFolder: string, victim: Victim): number | null {
  const pids = pidsOf(homeFolder, victim);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  return pids.length === 0 ? null : Number(process.hrtime.bigint() / 1000n);
}

const p95 = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.ceil(values.length * 0.95) - 1] ?? 0;

const runs = numberFlag('runs', 20);
const random = dice(numberFlag('seed', 1));
const homeFolder = mkdtempSync(path.join(tmpdir(), 'tarazy-chaos-'));
const lab = await startLab(ordinaryCourtroom);
const hall = await startKeptHall(lab, homeFolder);
try {
  await openHearing(hall);
  const names = Object.keys(victims) as Victim[];
  const killed: { victim: Victim; monotonicUs: number }[] = [];
  // Each victim equally often, in an order of chance.
  let waiting: Victim[] = [];
  while (killed.length < runs) {
    if (waiting.length === 0) waiting = [...names];
    await wait(calmMs.least + random() * calmMs.more);
    await hall.until(isWhole, 30_000, 'everything is recorded again');
    const [victim] = waiting.splice(Math.floor(random() * waiting.length), 1);
    const monotonicUs = victim === undefined ? null : kill(homeFolder, victim);
    if (victim === undefined || monotonicUs === null) throw new Error(`there is no ${String(victim)} to kill`);
    killed.push({ victim, monotonicUs });
    process.stderr.write(`${String(killed.length)} of ${String(runs)}: ${victim}\n`);
  }
  await wait(calmMs.least);
  await hall.until(isWhole, 30_000, 'everything is recorded again');
  await hall.ask('hearing.end', { byOralOrder: false });
  const { hearingId } = await hall
    .until((state) => state.hearing?.phase === 'ended', 20_000, 'the end')
    .then((state) => state.hearing!);
  const { intact } = await hall.ask('record.verify', { hearingId });

  const folder = onlyHearingFolder(homeFolder);
  const journal = readJournal(folder);
  const zeroUs = entriesOf(journal, 'hearing.opened')[0]!.body.zero.monotonicUs;
  const holes = holesOf(folder);
  const gaps = entriesOf(journal, 'gap.found').map(({ body }) => body);
  const kills: Kill[] = killed.map(({ victim, monotonicUs }) => ({ victim, atUs: monotonicUs - zeroUs }));
  const others = new Set(holes);
  const costs = kills.map(({ victim, atUs }) => {
    // What began with the kill; other holes are told by themselves.
    const mine = holes.filter(({ fromUs, toUs }) => toUs >= atUs && fromUs <= atUs + beganWithinUs);
    for (const hole of mine) others.delete(hole);
    const figures = {
      victim,
      atS: Math.round(atUs / 1e5) / 10,
      lostBeforeMs: Math.max(0, ...mine.map(({ fromUs }) => (atUs - fromUs) / 1000)),
      backAfterMs: Math.max(0, ...mine.map(({ toUs }) => (toUs - atUs) / 1000)),
      lostMs: Math.max(0, ...mine.map(({ fromUs, toUs }) => (toUs - fromUs) / 1000)),
      tracks: new Set(mine.map(({ trackId }) => trackId)).size,
    };
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    return figures;
  });
  const named = ({ trackId, fromUs, toUs }: Hole): number =>
    Math.min(
      ...gaps
        .filter((gap) => gap.trackId === trackId)
        .map((gap) => Math.max(Math.abs(gap.fromUs - fromUs), Math.abs(gap.toUs - toUs)) / 1000),
    );
  const offs = holes.filter(({ fromUs, toUs }) => toUs - fromUs > gapFromUs).map(named);
  const of = (victim: Victim): typeof costs => costs.filter((each) => each.victim === victim);
  const backP95 = (victim: Victim): number => p95(of(victim).map((each) => each.backAfterMs));
  const figures = {
    runs,
    intact,
    lostFromOthersMs: Math.max(
      0,
      ...costs.filter(({ victim }) => victims[victim] === 'nothing').map((each) => each.lostMs),
    ),
    lostBeforeMs: Math.max(
      0,
      ...costs.filter(({ victim }) => victims[victim] !== 'nothing').map((each) => each.lostBeforeMs),
    ),
    recorderBackP95Ms: backP95('recorder'),
    electronBackP95Ms: backP95('electron'),
    gapOffMs: Math.max(0, ...offs.filter(Number.isFinite)),
    otherHoles: others.size,
    otherHolesLargestMs: Math.max(0, ...[...others].map(({ fromUs, toUs }) => (toUs - fromUs) / 1000)),
    unnamedHoles: offs.filter((off) => off > limits.gapOffMs).length,
  };
  const isKept = Object.entries(limits).every(
    ([name, limit]) => ((figures as Record<string, unknown>)[name] as number) <= limit,
  );
  printVerdict({ name: 'chaos', ok: intact && isKept, figures, limits });
} finally {
  await hall.stop();
  await lab.stop();
  if (process.exitCode === 0) rmSync(homeFolder, { recursive: true, force: true });
  else process.stderr.write(`the hall's folder: ${homeFolder}\n`);
}
