/**
 * `npm run test:lamp -- --seed S`: one hall of four microphones and two cameras is recorded while faults of sound and
 * picture, chosen by chance, come and go at its seats, each followed by a healthy stretch. Every fault must be told in
 * time and by its name, no healthy stretch at all; and the lamp of a track may never say "written" longer than two seconds
 * after the newest frame that this test itself finds on the disk.
 */
import { rmSync } from 'node:fs';
import type { TrackId } from '#domain/ids.ts';
import { isSecondTrack, seatOfTrack } from '#domain/seats.ts';
import { holesOf, type Hole } from '../chaos/record-holes.ts';
import { numberFlag, printVerdict } from '../measure/verdict.ts';
import { dice as diceFrom } from '../stage/dice.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { startStage, wait } from '../stage/start-stage.ts';
import { deal } from './deal.ts';
import { forgetResume, forgetStart } from './forgotten.ts';
import { hallCard, lampLab } from './full-court.ts';
import { AlarmLog, type SeenAlarm } from './alarm-log.ts';
import { crashedCaptureTimes, tellsOf } from './crashed-capture.ts';
import { untilClear, untilTold, type Told } from './told.ts';
import type { Trial } from './trials.ts';
import { watchLies } from './watch-lies.ts';
import { WrittenTruth } from './written-truth.ts';

const limits = { lieMs: 2000, late: 0, unnamed: 0, falseAlarms: 0, notCleared: 0, faults: 40, healthy: 40 } as const;
/** Longer than the silence that is a fault, so that a healthy pause is long enough to be taken for one. */
const healthyMs = 12_000;
/** Lost frames are counted for five seconds and shown for ten. */
const afterwardsMs = 16_000;
/** A hole in the record is told by then. */
const holeToldWithinUs = 20_000_000;
/** A hole that is shorter is no reason to say that a way stopped. */
const stoppedFromUs = 2_000_000;
/** After a fault is told it lasts a little longer, and must not be told by another name. */
const lastsMs = 1500;

/** Plays one seat's trials; tells each fault, its allowed alarms and each healthy stretch. */
async function playSeat(log: AlarmLog, trials: readonly Trial[], dice: () => number, told: Told): Promise<void> {
  await wait(dice() * 3000);
  for (const trial of trials) {
    const { trouble } = trial;
    const fromMs = performance.now();
    await trial.begin();
    if (trouble === null) await wait(healthyMs / 2);
    else {
      const alarm = await untilTold(log, trial.seat, trouble, fromMs, trouble.withinMs + 5000);
      const toldAfterMs = alarm && Math.max(0, Math.round(alarm.fromMs - fromMs));
      await wait(lastsMs);
      const healedMs = performance.now();
      await trial.heal();
      const keys = [...trouble.keys, ...(trouble.also ?? [])];
      const clearedAfterMs = await untilClear(log, trial.seat, keys, healedMs);
      told.windows.push({ seat: trial.seat, keys, fromMs, toMs: performance.now() });
      if (trouble.afterwards !== undefined) {
        // What was lost is told when it is counted, and shown for a while.
        await wait(afterwardsMs);
        told.windows.push({ seat: trial.seat, keys: trouble.afterwards, fromMs: healedMs, toMs: performance.now() });
      }
      const isLate = toldAfterMs === null || toldAfterMs > trouble.withinMs;
      told.findings.push({
        seat: trial.seat,
        trouble: trouble.name,
        toldAfterMs,
        clearedAfterMs: clearedAfterMs && Math.round(clearedAfterMs),
        isLate,
      });
      process.stderr.write(
        `${trial.seat} ${trouble.name}: told after ${String(toldAfterMs)} ms, then ${trial.healthyAs}\n`,
      );
    }
    if (trouble === null) await trial.heal();
    await wait(healthyMs);
    told.healthy += 1;
  }
}

const dice = diceFrom(numberFlag('seed', 1));
const share = numberFlag('share', 1);
const stage = await startStage({
  windows: { console: null, bench: null },
  lab: lampLab,
});
try {
  const told: Told = { findings: [], windows: [], healthy: 0 };
  await stage.ask('hall.set-up', { card: hallCard });
  const log = new AlarmLog(stage.hall);
  await forgetStart(stage, log, told);
  const folder = onlyHearingFolder(stage.homeFolder);
  const [opened] = entriesOf(readJournal(folder), 'hearing.opened');
  const lies = watchLies(log, new WrittenTruth(folder), opened!.body.zero.monotonicUs);
  await wait(3000);
  const seats = deal(stage, dice).map((trials) => trials.slice(0, Math.ceil(trials.length * share)));
  await Promise.all(seats.map((trials) => playSeat(log, trials, diceFrom(Math.floor(dice() * 2 ** 32)), told)));
  const { lieMs, looks, at } = await lies.stop();
  if (share === 1) await forgetResume(stage, log, told);
  await stage.ask('hearing.end', { byOralOrder: false });
  await wait(1000);

  const zeroMs = opened!.body.zero.monotonicUs / 1000;
  const sinceHrMs = Number(process.hrtime.bigint() / 1_000_000n) - performance.now();
  const holes = holesOf(folder);
  // Frames that the machine lost and a second way that stood still are told rightly when the record has that hole.
  const isHole = ({ key, seat: of, fromMs }: SeenAlarm): boolean => {
    const atUs = (fromMs + sinceHrMs - zeroMs) * 1000;
    const isOfIt = ({ trackId, fromUs, toUs }: Hole): boolean =>
      seatOfTrack(trackId as TrackId) === of &&
      (key === 'recorder.frames-lost' ||
        (key === 'recorder.second-way-failed' && isSecondTrack(trackId as TrackId) && toUs - fromUs > stoppedFromUs)) &&
      fromUs < atUs &&
      fromUs > atUs - holeToldWithinUs;
    return holes.some(isOfIt);
  };
  // An alarm is right when it stands while its own fault lasts, at its own seat, and by that fault's name.
  const isRight = (alarm: SeenAlarm): boolean =>
    told.windows.some(
      (window) =>
        window.seat === alarm.seat &&
        window.keys.includes(alarm.key) &&
        alarm.fromMs >= window.fromMs &&
        alarm.fromMs <= window.toMs,
    );
  const crashes = crashedCaptureTimes(stage.homeFolder);
  const isCrash = (alarm: SeenAlarm): boolean => tellsOf(crashes, alarm);
  const wrong = log.all().filter((alarm) => !isRight(alarm) && !isHole(alarm) && !isCrash(alarm));
  const isUnnamed = (alarm: SeenAlarm): boolean =>
    told.windows.some(
      (window) => window.seat === alarm.seat && alarm.fromMs >= window.fromMs && alarm.fromMs <= window.toMs,
    );
  for (const alarm of wrong)
    process.stdout.write(`${JSON.stringify({ wrong: alarm.key, seat: alarm.seat, atMs: Math.round(alarm.fromMs) })}\n`);
  const journal = readJournal(folder);
  const slowest = (name: string): number =>
    Math.max(
      0,
      ...told.findings.filter((finding) => finding.trouble === name).map((finding) => finding.toldAfterMs ?? Infinity),
    );
  const figures = {
    faults: told.findings.length,
    healthy: told.healthy,
    lieMs,
    lieAt: at,
    looks,
    late: told.findings.filter((finding) => finding.isLate).length,
    unnamed: wrong.filter(isUnnamed).length,
    falseAlarms: wrong.filter((alarm) => !isUnnamed(alarm)).length,
    notCleared: told.findings.filter(
      (finding) => finding.clearedAfterMs === null && finding.trouble !== 'start forgotten',
    ).length,
    slowestMs: Object.fromEntries(
      [...new Set(told.findings.map((finding) => finding.trouble))].map((name) => [name, slowest(name)]),
    ),
    toldHoles: log.all().filter((alarm) => !isRight(alarm) && isHole(alarm)).length,
    toldCrashes: log.all().filter((alarm) => !isRight(alarm) && isCrash(alarm)).length,
    journaled: entriesOf(journal, 'alarm.raised').length,
    journaledCleared: entriesOf(journal, 'alarm.cleared').length,
  };
  const isKept =
    figures.lieMs <= limits.lieMs &&
    figures.late + figures.unnamed + figures.falseAlarms + figures.notCleared === 0 &&
    figures.faults >= limits.faults &&
    figures.healthy >= limits.healthy;
  printVerdict({ name: 'lamp', ok: isKept, figures, limits });
} finally {
  await stage.stop();
  if (process.exitCode === 0) rmSync(stage.homeFolder, { recursive: true, force: true });
  else process.stderr.write(`the hall's folder: ${stage.homeFolder}\n`);
}
