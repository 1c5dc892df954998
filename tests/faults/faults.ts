/**
 * `npm run test:faults`: what goes wrong in a courtroom, made to happen while a hearing is recorded on a disk of its own:
 * the disk stands still, refuses, is full; the second copy's place is full; devices go and come; senseless messages at
 * every socket; two consoles at once; the clock set back an hour; wrong files in the archive. Of each: was it told in
 * time with a code and words in three languages, was anything lost (read from the bytes), did anything crash.
 * The kernel, the disks, the sockets and the service are real; devices are played by script, but for a last round in which
 * real windows record two cameras and four microphones over a disk that stands still (`--windows 0` leaves it out). Its
 * pictures are counted one by one, so it wants a machine on which little else works.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FaultKey } from '#domain/faults.ts';
import { holesOf, type Hole } from '../chaos/record-holes.ts';
import { openScriptedHearing, type ScriptedHall } from '../flow/scripted-hall.ts';
import { numberFlag, printVerdict } from '../measure/verdict.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { makeDisk, mayMakeDisks, type TestDisk } from '../stage/test-disk.ts';
import { AlarmEar } from './alarm-ear.ts';
import { fuzzSockets } from './fuzzed-sockets.ts';
import { makeSettableClock, type SettableClock } from './set-clock.ts';
import { spoilArchive } from './spoiled-archive.ts';
import { recordOverStillDisk } from './still-disk.ts';

const limits = {
  toldWithinMs: 5000,
  /** A start of the service and a pass of the copier lie between. */
  spoiledToldMs: 15_000,
  lampLieMs: 3000,
  backWithinMs: 10_000,
  holes: 0,
  wordless: 0,
  crashes: 0,
  refusedOfTwo: 1,
} as const;
const microphones = 4;
/** How long the disk is full or refuses. */
const refusedMs = 10_000;
const deviceLosses = 20;
/** Each of two consoles sets three. */
const marksOfTwo = 6;
const diskBytes = 3 * 1024 ** 3;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Told = { what: string; toldAfterMs: number; lampOutAfterMs: number | null; backAfterMs: number };

type Shown = Readonly<{ ok: boolean; figures: Readonly<Record<string, unknown>> }>;

class Round {
  readonly hall: ScriptedHall;
  readonly ear: AlarmEar;
  readonly told: Told[] = [];

  constructor(hall: ScriptedHall) {
    this.hall = hall;
    this.ear = new AlarmEar(hall.secretary);
  }

  async untilRecorded(limitMs: number): Promise<void> {
    // Asked for, so that it is the answer of a living service.
    const endsMs = performance.now() + limitMs;
    for (;;) {
      const answer = await this.hall.secretary.ask('state.get', {});
      if (answer.ok && answer.value.lamp.state === 'recording') return;
      if (performance.now() > endsMs)
        throw new Error(`not everything is recorded: ${JSON.stringify(answer)} ${this.hall.service().stderr()}`);
      await wait(100);
    }
  }

  /** Something is wrong from now until `over` resolves: when was `key` told, how long did the lamp lie, how soon was all well again. */
  async under(what: string, key: FaultKey, stopsRecord: boolean, over: () => Promise<void>): Promise<void> {
    process.stderr.write(`${what}\n`);
    await this.untilRecorded(20_000);
    const beganMs = performance.now();
    const lampOut: number[] = [];
    const looking = setInterval(() => {
      if (this.ear.state?.lamp.state === 'trouble') lampOut.push(performance.now() - beganMs);
    }, 50);
    await over();
    clearInterval(looking);
    const endedMs = performance.now();
    await this.hall.secretary.until(
      ({ lamp, alarms }) => lamp.state === 'recording' && alarms.every((alarm) => alarm.fault.key !== key),
      30_000,
      `${what} is over`,
    );
    this.told.push({
      what,
      toldAfterMs: Math.round(this.ear.toldAfterMs(key, beganMs)),
      lampOutAfterMs: stopsRecord ? Math.round(lampOut[0] ?? Number.POSITIVE_INFINITY) : null,
      backAfterMs: Math.round(performance.now() - endedMs),
    });
  }
}

const stallS = numberFlag('stall', 60);
const messages = numberFlag('messages', 10_000);
const seed = numberFlag('seed', 1);

type Queue = { unanswered: number; waitingMs: number; limitMs: number };

/** Whether the service answers while its disk does not, and what it shows of the queue. */
async function watchQueue(round: Round, forMs: number): Promise<Queue> {
  const endsMs = performance.now() + forMs;
  let [unanswered, waitingMs, limitMs] = [0, 0, 0];
  while (performance.now() < endsMs) {
    const answer = await Promise.race([round.hall.secretary.ask('state.get', {}), wait(1000).then(() => null)]);
    if (answer?.ok !== true) unanswered += 1;
    else if ((answer.value.disk.queue?.waitingMs ?? 0) > waitingMs) ({ waitingMs, limitMs } = answer.value.disk.queue!);
    await wait(500);
  }
  return { unanswered, waitingMs, limitMs };
}

async function twoConsoles(round: Round): Promise<number> {
  process.stderr.write('two consoles\n');
  const other = await round.hall.service().connect('console');
  const mark = (text: string) => ({ template: '', text, kind: 'mark', atUs: null }) as never;
  const both = [round.hall.secretary, other];
  await Promise.all(
    both.flatMap((line, who) => [1, 2, 3].map((n) => line.ask('mark.set', mark(`${String(who)} ${String(n)}`)))),
  );
  const paused = await Promise.all(
    both.map((line) => line.ask('hearing.pause', { pause: 'break', byOralOrder: false, note: '' })),
  );
  const refused = paused.filter((outcome) => !outcome.ok).length;
  await round.hall.secretary.must('hearing.resume', { byOralOrder: false });
  await round.untilRecorded(20_000);
  other.close();
  return refused;
}

/** Everything that a disk can do to the record and its copy, one after another. */
async function troubleDisks(round: Round, home: string, disk: TestDisk, copyDisk: TestDisk): Promise<Queue> {
  let queue: Queue = { unanswered: 0, waitingMs: 0, limitMs: 0 };
  await round.under('the disk stands still', 'disk.slow', true, async () => {
    const still = disk.standStill(stallS * 1000);
    queue = await watchQueue(round, stallS * 1000 - 1000);
    await still;
  });
  const refusedFor = async (make: () => () => void): Promise<void> => {
    const end = make();
    await wait(refusedMs);
    end();
  };
  const tracks = path.join(onlyHearingFolder(home), 'tracks');
  await round.under('the disk refuses', 'recorder.write-failed', true, () => refusedFor(() => disk.refuse(tracks)));
  await round.under('the disk is full', 'recorder.disk-full', true, () => refusedFor(() => disk.fill()));
  await round.under("the copy's disk is full", 'copy.full', false, () => refusedFor(() => copyDisk.fill()));
  return queue;
}

async function loseDevices(round: Round): Promise<void> {
  process.stderr.write('devices go and come\n');
  for (let loss = 0; loss < deviceLosses; loss += 1) {
    round.hall.loseDevice(`seat-${String(1 + (loss % microphones))}`);
    await wait(400);
    await round.untilRecorded(10_000);
  }
}

async function setClockBack(round: Round, clock: SettableClock): Promise<number> {
  process.stderr.write('the clock\n');
  const beganMs = performance.now();
  clock.setBackBy(3600);
  await wait(4000);
  await round.untilRecorded(5000);
  await wait(4000);
  return round.ear.toldAfterMs('system.clock-jumped', beganMs);
}

/** What lacks in the record outside its breaks: holes that a lost device made, which are true and told, and others. */
function holesIn(folder: string): Readonly<{ byDevice: number; others: readonly Hole[] }> {
  const journal = readJournal(folder);
  const breaks = entriesOf(journal, 'hearing.paused').map(({ body }) => body.atUs);
  const epochEnds = entriesOf(journal, 'track.closed')
    .filter(({ body }) => body.cause === 'device-lost')
    .map(({ body }) => body);
  const holes = holesOf(folder).filter(
    ({ fromUs, toUs }) => !breaks.some((atUs) => fromUs <= atUs + 1e6 && toUs >= atUs),
  );
  const others = holes.filter(
    (hole) => !epochEnds.some(({ trackId, toUs }) => trackId === hole.trackId && Math.abs(toUs - hole.fromUs) < 1000),
  );
  return { byDevice: holes.length - others.length, others };
}

async function showScripted(work: string): Promise<Shown> {
  const disk = makeDisk(diskBytes);
  const copyDisk = makeDisk(64 * 1024 ** 2);
  const home = path.join(disk.folder, 'home');
  const clock = makeSettableClock(work);
  const hall = await openScriptedHearing(home, microphones, { ...clock.env, TARAZY_SECOND_COPY: copyDisk.folder });
  const { pid } = hall.service();
  const round = new Round(hall);
  const { ear } = round;
  try {
    await hall.secretary.until(({ secondCopy }) => secondCopy?.lagMs != null, 20_000, 'the copy is there');
    const queue = await troubleDisks(round, home, disk, copyDisk);
    await loseDevices(round);
    process.stderr.write('senseless messages\n');
    const fuzzed = await fuzzSockets(hall.service(), messages, seed);
    await round.untilRecorded(10_000);
    const refusedOfTwo = await twoConsoles(round);
    const clockToldMs = await setClockBack(round, clock);
    const crashes = hall.service().pid === pid && existsSync(`/proc/${String(pid)}`) ? 0 : 1;
    await hall.end();
    const folder = onlyHearingFolder(home);
    const { intact } = await hall.secretary.must('record.verify', { hearingId: hall.hearingId });
    const { byDevice, others } = holesIn(folder);
    const journal = readJournal(folder);
    const marks = entriesOf(journal, 'mark.set').length;
    const deviceAlarms = entriesOf(journal, 'alarm.raised').filter(
      ({ body }) => body.fault.key === 'recorder.device-missing',
    ).length;
    const spoiled = await spoilArchive(hall, ear, { home, copy: copyDisk.folder });
    const { secondCopy } = await hall.secretary.until(
      (state) => (state.secondCopy?.lagMs ?? Infinity) < 5000,
      20_000,
      'the copy is whole',
    );
    const slowest = (of: (told: Told) => number): number => Math.max(...round.told.map(of));
    const sent = Object.values(fuzzed).reduce((sum, each) => sum + each.sent, 0);
    return {
      ok:
        slowest(({ toldAfterMs }) => toldAfterMs) <= limits.toldWithinMs &&
        slowest(({ lampOutAfterMs }) => lampOutAfterMs ?? 0) <= limits.lampLieMs &&
        slowest(({ backAfterMs }) => backAfterMs) <= limits.backWithinMs &&
        queue.unanswered === 0 &&
        queue.limitMs > stallS * 1000 &&
        deviceAlarms === deviceLosses &&
        others.length <= limits.holes &&
        byDevice <= deviceLosses &&
        sent >= messages &&
        refusedOfTwo === limits.refusedOfTwo &&
        marks === marksOfTwo &&
        clockToldMs <= limits.toldWithinMs &&
        crashes <= limits.crashes &&
        intact &&
        spoiled.unnamed.length === 0 &&
        spoiled.isCopyKept &&
        spoiled.copyToldMs <= limits.spoiledToldMs &&
        secondCopy?.isBroken === false &&
        ear.wordless.length <= limits.wordless,
      figures: {
        told: round.told,
        queue,
        deviceAlarms,
        holesByDevice: byDevice,
        otherHoles: others,
        fuzzed,
        refusedOfTwo,
        marks,
        clockToldMs: Math.round(clockToldMs),
        crashes,
        intact,
        spoiled,
        copyLagMs: secondCopy?.lagMs,
        wordless: ear.wordless,
      },
    };
  } finally {
    await hall.stop();
    await wait(500);
    execFileSync('cp', ['-r', path.join(home, 'logs'), work]);
    disk.remove();
    copyDisk.remove();
  }
}

async function showWindows(): Promise<Shown> {
  process.stderr.write('real windows over a disk that stands still\n');
  const disk = makeDisk(diskBytes);
  try {
    const stood = await recordOverStillDisk(disk, stallS);
    const { toldAfterMs, backAfterMs, holes, gaps, intact, wordless, queue } = stood;
    return {
      ok:
        toldAfterMs <= limits.toldWithinMs &&
        backAfterMs <= limits.backWithinMs &&
        holes.length <= limits.holes &&
        gaps === 0 &&
        intact &&
        wordless.length <= limits.wordless &&
        (queue?.limitMs ?? 0) > stallS * 1000,
      figures: stood,
    };
  } finally {
    disk.remove();
  }
}

if (!mayMakeDisks) {
  process.stderr.write('test:faults makes disks of its own and needs root on Linux; nothing was tested\n');
  printVerdict({ name: 'faults', ok: false, figures: { tested: 0 }, limits });
} else {
  const work = mkdtempSync(path.join(tmpdir(), 'tarazy-faults-'));
  const scripted = numberFlag('scripted', 1) === 1 ? await showScripted(work) : null;
  const windows = numberFlag('windows', 1) === 1 ? await showWindows() : null;
  const ok = scripted?.ok !== false && windows?.ok !== false;
  printVerdict({
    name: 'faults',
    ok,
    figures: { stallS, ...(scripted?.figures ?? {}), windows: windows?.figures ?? 'left out' },
    limits,
  });
  if (ok) rmSync(work, { recursive: true, force: true });
  else process.stderr.write(`the hall's log: ${work}\n`);
}
