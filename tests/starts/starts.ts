/**
 * `npm run test:starts -- --runs N --seed S`: one hearing is begun to be recorded again and again at awkward instants: at
 * once and after a while, twice at the same moment, right after its service or a window was killed, with a microphone
 * unplugged. After each start every track has new bytes on disk within the stated time, or somebody was told why not.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { HallState } from '#contract/papers.ts';
import { startKeptHall, type KeptHall } from '../chaos/kept-hall.ts';
import { pidsOf, type Victim } from '../chaos/victims.ts';
import { ordinaryCourtroom, startLab, type Lab } from '../lab/start-lab.ts';
import { numberFlag, printVerdict } from '../measure/verdict.ts';
import { dice } from '../stage/dice.ts';
import { inventedCard, ordinaryHall } from '../stage/hall-card.ts';
import { onlyHearingFolder } from '../stage/record-files.ts';
import { wait } from '../stage/start-stage.ts';

const limits = { unnoticed: 0 } as const;
/** Every track is on disk by then, or an alarm stands: the lamp calls a track stopped after 3 s. */
const noticedWithinMs = 4000;
/** What was killed is brought back first. */
const noticedAfterKillMs = 8000;

const kinds = [
  'at once',
  'after a while',
  'twice',
  'stopped at once',
  'microphone missing',
  'recorder killed',
  'service killed',
  'electron killed',
] as const;
type Kind = (typeof kinds)[number];
const killed: Partial<Record<Kind, Victim>> = {
  'recorder killed': 'recorder',
  'service killed': 'service',
  'electron killed': 'electron',
};
const seatIds = ordinaryHall.seats.map(({ id }) => id as string);

function bytesOf(hearingFolder: string): ReadonlyMap<string, number> {
  const size = (trackId: string): number => {
    const folder = path.join(hearingFolder, 'tracks', trackId);
    try {
      return readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
    } catch {
      return 0;
    }
  };
  return new Map(seatIds.map((id) => [id, size(id)]));
}

/** A person presses again when the hall does not answer; a refusal is an answer. */
async function resume(hall: KeptHall, limitMs: number): Promise<string | null> {
  const endsAt = performance.now() + limitMs;
  for (;;) {
    const said = await hall.ask('hearing.resume', { byOralOrder: true }).then(
      () => null,
      (error: unknown) => String(error),
    );
    const isUnanswered = said !== null && /unreachable|timed-out/.test(said);
    if (!isUnanswered || performance.now() > endsAt) return said;
    await wait(100);
  }
}

const pause = (hall: KeptHall): Promise<unknown> =>
  hall.ask('hearing.pause', { pause: 'deliberation', byOralOrder: true, note: '' });
const isPaused = ({ hearing, lamp }: HallState): boolean =>
  hearing?.phase !== 'open' && (lamp.state === 'closed' || lamp.state === 'off');

type Start = Readonly<{
  kind: Kind;
  /** When the last track had new bytes; null when one never had. */
  allMs: number | null;
  without: readonly string[];
  told: readonly string[];
  refusal: string | null;
}>;

async function startOnce(
  hall: KeptHall,
  lab: Lab,
  homeFolder: string,
  kind: Kind,
  random: () => number,
): Promise<Start> {
  const folder = onlyHearingFolder(homeFolder);
  const victim = killed[kind];
  const microphone = kind === 'microphone missing' ? lab.microphones.get('witness') : undefined;
  if (kind === 'after a while') await wait(1000 + random() * 1500);
  await microphone?.unplug();
  if (victim !== undefined) {
    for (const pid of pidsOf(homeFolder, victim)) process.kill(pid, 'SIGKILL');
    await wait(random() * 400);
  }
  const before = bytesOf(folder);
  const limitMs = victim === undefined ? noticedWithinMs : noticedAfterKillMs;
  const beganMs = performance.now();
  const asked = [resume(hall, limitMs)];
  if (kind === 'twice') asked.push(resume(hall, limitMs));
  if (kind === 'stopped at once') {
    await Promise.all(asked);
    await pause(hall);
    await hall.until(isPaused, 10_000, 'the pause');
    asked.push(resume(hall, limitMs));
  }
  let allMs: number | null = null;
  let without: string[] = [];
  while (allMs === null && performance.now() - beganMs < limitMs) {
    await wait(50);
    const now = bytesOf(folder);
    without = seatIds.filter((id) => (now.get(id) ?? 0) <= (before.get(id) ?? 0));
    if (without.length === 0) allMs = Math.round(performance.now() - beganMs);
  }
  const refusals = (await Promise.all(asked)).filter((said) => said !== null);
  const told =
    without.length === 0
      ? []
      : await hall
          .until(({ alarms }) => alarms.length > 0, 300, 'an alarm')
          .then(
            ({ alarms }) => alarms.map(({ fault }) => `${fault.key} ${Object.values(fault.args).join(' ')}`),
            () => [],
          );
  await microphone?.plug();
  return { kind, allMs, without, told, refusal: refusals.length === asked.length ? (refusals[0] ?? null) : null };
}

const runs = numberFlag('runs', 100);
const random = dice(numberFlag('seed', 1));
const homeFolder = mkdtempSync(path.join(tmpdir(), 'tarazy-starts-'));
const lab = await startLab(ordinaryCourtroom);
const hall = await startKeptHall(lab, homeFolder);
try {
  await hall.ask('hall.set-up', { card: ordinaryHall });
  const { hearingId } = await hall.ask('hearing.plan', { card: inventedCard });
  await hall.ask('hearing.check', { hearingId });
  await hall.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  await hall.ask('hearing.open', { hearingId, override: { reason: 'test', person: 'test' } });
  await hall.until(({ lamp }) => lamp.state === 'recording', 20_000, 'everything is recorded');
  const starts: Start[] = [];
  let waiting: Kind[] = [];
  while (starts.length < runs) {
    if (waiting.length === 0) waiting = [...kinds];
    const [kind] = waiting.splice(Math.floor(random() * waiting.length), 1);
    if (kind === undefined) break;
    await pause(hall);
    await hall.until(isPaused, 10_000, 'the pause');
    const start = await startOnce(hall, lab, homeFolder, kind, random);
    starts.push(start);
    process.stdout.write(`${JSON.stringify(start)}\n`);
    await hall.until(({ hearing }) => hearing?.phase === 'open', 15_000, 'the hearing goes on');
  }
  await hall.until(({ lamp }) => lamp.state === 'recording', 20_000, 'everything is recorded');
  await hall.ask('hearing.end', { byOralOrder: false });
  await hall.until((state) => state.hearing?.phase === 'ended', 20_000, 'the end');
  const { intact } = await hall.ask('record.verify', { hearingId });
  const whole = starts.flatMap(({ allMs }) => (allMs === null ? [] : [allMs])).toSorted((a, b) => a - b);
  const silent = starts.filter(
    ({ without, told, refusal }) => without.length > 0 && told.length === 0 && refusal === null,
  );
  const figures = {
    runs: starts.length,
    intact,
    whole: whole.length,
    told: starts.filter(({ told }) => told.length > 0).length,
    refused: starts.filter(({ refusal }) => refusal !== null).length,
    unnoticed: silent.length,
    wholeMedianMs: whole[Math.floor(whole.length / 2)] ?? null,
    wholeWorstMs: whole.at(-1) ?? null,
  };
  printVerdict({
    name: 'starts',
    ok: intact && figures.unnoticed <= limits.unnoticed && starts.length === runs,
    figures,
    limits,
  });
} finally {
  await hall.stop();
  await lab.stop();
  if (process.exitCode === 0) rmSync(homeFolder, { recursive: true, force: true });
  else process.stderr.write(`the hall's folder: ${homeFolder}\n`);
}
