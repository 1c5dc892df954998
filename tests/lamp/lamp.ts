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
import { inventedCard } from '../stage/hall-card.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { startStage, wait, type Stage } from '../stage/start-stage.ts';
import { cameras, gatedAt, hallCard, lampLab, speakers } from './full-court.ts';
import { AlarmLog, type SeenAlarm } from './alarm-log.ts';
import {
  gatedTrial,
  pictureTrial,
  soundTrial,
  soundTroubles,
  wayTrial,
  type wayTroubles,
  type Dice,
  type Trial,
  type Trouble,
} from './trials.ts';
import { watchLies } from './watch-lies.ts';
import { WrittenTruth } from './written-truth.ts';

const limits = { lieMs: 2000, late: 0, unnamed: 0, falseAlarms: 0, notCleared: 0, faults: 40, healthy: 40 } as const;
/** Longer than the silence that is a fault, so that a healthy pause is long enough to be taken for one. */
const healthyMs = 12_000;
/** Sound must be clean for five seconds before hum and clipping are believed to be over. */
const clearWithinMs = 9000;
/** Lost frames are counted for five seconds and shown for ten. */
const afterwardsMs = 16_000;
/** A hole in the record is told by then. */
const holeToldWithinUs = 20_000_000;
/** A hole that is shorter is no reason to say that a way stopped. */
const stoppedFromUs = 2_000_000;
/** After a fault is told it lasts a little longer, and must not be told by another name. */
const lastsMs = 1500;

/** How often each fault of a microphone is played. */
const soundShares = { silence: 4, faint: 2, hiss: 2, hum: 4, clipped: 4 } as const satisfies Record<
  keyof typeof soundTroubles,
  number
>;
const wayShares = { unplugged: 5, rerouted: 4, 'second way': 3 } as const satisfies Record<
  keyof typeof wayTroubles,
  number
>;

/** Each seat's trials: as many faults of each kind as the list says, dealt to seats by chance. */
function deal(stage: Stage, dice: Dice): readonly (readonly Trial[])[] {
  const shuffled = <Value>(values: readonly Value[]): readonly Value[] =>
    values
      .map((value) => ({ value, by: dice() }))
      .toSorted((a, b) => a.by - b.by)
      .map(({ value }) => value);
  const sounds = shuffled(
    Object.entries({ ...soundShares, ...wayShares }).flatMap(([name, count]) =>
      Array.from({ length: count }, () => name as keyof typeof soundShares | keyof typeof wayShares),
    ),
  );
  const pictures = shuffled([
    ...Array.from({ length: 6 }, () => 'black' as const),
    ...Array.from({ length: 6 }, () => 'frozen' as const),
    ...Array.from({ length: 2 }, () => 'stalled' as const),
    ...Array.from({ length: 2 }, () => 'hiccup' as const),
  ]);
  const microphones = speakers.map((_, at) => {
    const [id, device] = [`mic-${String(at + 1)}`, `m${String(at + 1)}`];
    if (at === gatedAt) return Array.from({ length: 4 }, () => gatedTrial(stage.lab, id, device));
    const mine = sounds.filter((_name, place) => place % gatedAt === at);
    // Its cable is never pulled out.
    const other = `mic-${String(gatedAt + 1)}`;
    return mine.map((name) =>
      name in soundTroubles
        ? soundTrial(stage.lab, id, device, name as keyof typeof soundTroubles, dice)
        : wayTrial(stage, id, other, name as keyof typeof wayTroubles),
    );
  });
  const eyes = cameras.map((name, at) =>
    pictures
      .filter((_name, place) => place % cameras.length === at)
      .map((trouble) => pictureTrial(stage.lab, `camera-${name}`, `c-${name}`, trouble, dice)),
  );
  return [...microphones, ...eyes];
}

type Finding = Readonly<{
  seat: string;
  trouble: string;
  toldAfterMs: number | null;
  clearedAfterMs: number | null;
  isLate: boolean;
}>;
type Window = Readonly<{ seat: string; keys: readonly string[]; fromMs: number; toMs: number }>;

async function untilTold(
  log: AlarmLog,
  place: string,
  { keys }: Trouble,
  sinceMs: number,
  limitMs: number,
): Promise<SeenAlarm | null> {
  while (performance.now() - sinceMs < limitMs) {
    const told = log.of(place).find((alarm) => keys.includes(alarm.key) && alarm.toMs >= sinceMs);
    if (told !== undefined) return told;
    await wait(50);
  }
  return null;
}

async function untilClear(log: AlarmLog, place: string, sinceMs: number): Promise<number | null> {
  while (performance.now() - sinceMs < clearWithinMs) {
    if (log.of(place).every((alarm) => alarm.toMs < Infinity)) return performance.now() - sinceMs;
    await wait(50);
  }
  return null;
}

/** Plays one seat's trials; tells each fault, its allowed alarms and each healthy stretch. */
async function playSeat(
  log: AlarmLog,
  trials: readonly Trial[],
  dice: Dice,
  told: { findings: Finding[]; windows: Window[]; healthy: number },
): Promise<void> {
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
      const clearedAfterMs = await untilClear(log, trial.seat, healedMs);
      const keys = [...trouble.keys, ...(trouble.also ?? [])];
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

/** A planned time that passed, and a break that ran over: told by the clock alone. */
async function forgetStart(
  stage: Stage,
  log: AlarmLog,
  told: { findings: Finding[]; windows: Window[] },
): Promise<string> {
  const fromMs = performance.now();
  const card = { ...inventedCard, plannedAtMs: Date.now() - 11 * 60_000 };
  const { hearingId } = await stage.ask('hearing.plan', { card });
  const alarm = await untilTold(
    log,
    '',
    { name: 'start', keys: ['hearing.start-forgotten'], withinMs: 3000 },
    fromMs,
    5000,
  );
  const toldAfterMs = alarm && Math.round(alarm.fromMs - fromMs);
  told.findings.push({
    seat: '',
    trouble: 'start forgotten',
    toldAfterMs,
    clearedAfterMs: null,
    isLate: toldAfterMs === null || toldAfterMs > 3000,
  });
  // The check learns how loud each seat's pauses are.
  const microphones = [...stage.lab.microphones.values()];
  await Promise.all(microphones.map((microphone) => microphone.sound('fan')));
  // Making and beginning them costs this machine, and nobody's sound is to be missed for it.
  await wait(5000);
  await stage.ask('hearing.check', { hearingId });
  await stage.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  await Promise.all(microphones.map((microphone) => microphone.sound('speech')));
  await wait(5000);
  await stage.ask('hearing.open', { hearingId, override: { reason: 'trial', person: 'trial' } });
  await stage.until((state) => state.lamp.state === 'recording', 30_000, 'everything is recorded');
  told.windows.push({ seat: '', keys: ['hearing.start-forgotten'], fromMs, toMs: performance.now() });
  return hearingId;
}

async function forgetResume(
  stage: Stage,
  log: AlarmLog,
  told: { findings: Finding[]; windows: Window[] },
): Promise<void> {
  const fromMs = performance.now();
  await stage.ask('hearing.pause', { pause: 'break', byOralOrder: false, note: '', announcedMin: 1 });
  const alarm = await untilTold(
    log,
    '',
    { name: 'resume', keys: ['hearing.resume-forgotten'], withinMs: 62_000 },
    fromMs,
    65_000,
  );
  const toldAfterMs = alarm && Math.round(alarm.fromMs - fromMs);
  const isLate = toldAfterMs === null || toldAfterMs > 62_000 || toldAfterMs < 60_000;
  const resumedMs = performance.now();
  await stage.ask('hearing.resume', { byOralOrder: false });
  const clearedAfterMs = await untilClear(log, '', resumedMs);
  told.findings.push({ seat: '', trouble: 'resume forgotten', toldAfterMs, clearedAfterMs, isLate });
  told.windows.push({ seat: '', keys: ['hearing.resume-forgotten'], fromMs, toMs: performance.now() });
  await stage.until((state) => state.lamp.state === 'recording', 30_000, 'everything is recorded again');
}

const dice = diceFrom(numberFlag('seed', 1));
const share = numberFlag('share', 1);
const stage = await startStage({
  windows: { console: null, bench: null },
  lab: lampLab,
});
try {
  const told = { findings: [] as Finding[], windows: [] as Window[], healthy: 0 };
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
  const wrong = log.all().filter((alarm) => !isRight(alarm) && !isHole(alarm));
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
