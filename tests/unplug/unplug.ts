/**
 * `npm run test:unplug -- --runs N --seed S`: microphones are plugged out and in again while others live, each with a
 * tone of its own; then ports are swapped, names changed, the default moved, and a camera plugged out. What the record
 * gives out for each seat is decoded: not one sample of another seat's tone may be in it.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TrackId } from '#domain/ids.ts';
import { seatOfTrack } from '#domain/seats.ts';
import { scanChunks } from '#domain/record/chunk.ts';
import type { HallState } from '#contract/papers.ts';
import { startLab, type Lab } from '../lab/start-lab.ts';
import { swapPorts, type LabMicrophone } from '../lab/sound-room.ts';
import { numberFlag, printVerdict } from '../measure/verdict.ts';
import { dice } from '../stage/dice.ts';
import { inventedCard } from '../stage/hall-card.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { startStage, wait, type Stage } from '../stage/start-stage.ts';
import { courtroomOfTones, hallOfTones, toneSeats, type ToneSeat } from './hall-of-tones.ts';
import { tonesOf } from './tones.ts';

const limits = { foreignSamples: 0, alarmMs: 1000, backMs: 2000, unseen: 0, falseAlarms: 0 } as const;

type Round = Readonly<{
  what: string;
  seat: string;
  path: string;
  alarmMs: number | null;
  /** Monotonic µs; null when nothing was plugged in again. */
  pluggedUs: number | null;
  lampMs: number | null;
}>;

const nowUs = (): number => Number(process.hrtime.bigint() / 1000n);
const isWhole = ({ lamp }: HallState): boolean =>
  lamp.state === 'recording' && lamp.tracks.every(({ state }) => state === 'written');
const alarmFor =
  ({ id, microphone }: Pick<ToneSeat, 'id' | 'microphone'>) =>
  ({ alarms }: HallState): boolean =>
    alarms.some(
      ({ fault: { key, args } }) =>
        // That the second way is gone tells nothing of the seat.
        key !== 'recorder.second-way-failed' && (args['seat'] === id || args['device'] === `mic_${microphone}`),
    );

/** How long until it was so, in ms; null when it never was. */
async function msUntil(
  stage: Stage,
  sinceMs: number,
  isSo: (state: HallState) => boolean,
  limitMs: number,
): Promise<number | null> {
  const seen = await stage.until(isSo, limitMs, '').then(
    () => true,
    () => false,
  );
  return seen ? Math.round(performance.now() - sinceMs) : null;
}

async function unplugOne(
  stage: Stage,
  device: Pick<LabMicrophone, 'unplug' | 'plug'>,
  seat: Pick<ToneSeat, 'id' | 'microphone' | 'path'>,
  downMs: number,
  what = 'unplug',
): Promise<Round> {
  const outMs = performance.now();
  await device.unplug();
  const alarmMs = await msUntil(stage, outMs, alarmFor(seat), 5000);
  await wait(Math.max(0, downMs - (performance.now() - outMs)));
  const pluggedUs = nowUs();
  const inMs = performance.now();
  await device.plug();
  const lampMs = await msUntil(stage, inMs, isWhole, 15_000);
  return { what, seat: seat.id, path: seat.path, alarmMs, pluggedUs, lampMs };
}

/** When the track was written again after a moment of the hearing, in ms; null when it never was. */
function backMs(hearingFolder: string, trackId: string, atUs: number): number | null {
  const folder = path.join(hearingFolder, 'tracks', trackId);
  const firsts = readdirSync(folder)
    .filter((name) => name.endsWith('.mkv'))
    .flatMap((name) => [...scanChunks(readFileSync(path.join(folder, name)))])
    .flatMap((chunk) => (chunk.state === 'whole' && chunk.header.kind === 'media' ? [chunk.header.firstAtUs] : []))
    .filter((firstAtUs) => firstAtUs >= atUs);
  return firsts.length === 0 ? null : Math.round((Math.min(...firsts) - atUs) / 1000);
}

async function open(stage: Stage): Promise<void> {
  await stage.ask('hall.set-up', { card: hallOfTones });
  const { hearingId } = await stage.ask('hearing.plan', { card: inventedCard });
  await stage.ask('hearing.check', { hearingId });
  await stage.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  await stage.ask('hearing.open', { hearingId, override: { reason: 'test', person: 'test' } });
  await stage.until(isWhole, 20_000, 'everything is recorded');
}

function microphoneOf(lab: Lab, { microphone }: ToneSeat): LabMicrophone {
  const found = lab.microphones.get(microphone);
  if (found === undefined) throw new Error(`there is no microphone ${microphone}`);
  return found;
}

const runs = numberFlag('runs', 20);
const cameraRuns = numberFlag('cameras', 3);
const random = dice(numberFlag('seed', 1));
const homeFolder = mkdtempSync(path.join(tmpdir(), 'tarazy-unplug-'));
const lab = await startLab(courtroomOfTones);
const stage = await startStage({ openLab: lab, homeFolder, windows: { console: null, bench: null } });
const rounds: Round[] = [];
const others: { what: string; falseAlarms: number }[] = [];
const tell = (round: object): void => {
  process.stdout.write(`${JSON.stringify(round)}\n`);
};
const add = (round: Round): void => {
  rounds.push(round);
  tell(round);
};
/** Does something that is nobody's loss and counts the alarms that it raised. */
async function undisturbed(what: string, act: () => Promise<unknown>): Promise<void> {
  let falseAlarms = 0;
  const endsAt = performance.now() + 2500;
  await act();
  while (performance.now() < endsAt) {
    const loud = await stage
      .until(({ alarms }) => alarms.length > 0, 100, '')
      .then(
        () => true,
        () => false,
      );
    if (loud) falseAlarms = 1;
    await wait(50);
  }
  others.push({ what, falseAlarms });
  tell({ what, falseAlarms });
}

async function settle(what: string): Promise<void> {
  await wait(300);
  await stage.until(isWhole, 15_000, what);
  await wait(1500);
  tell({ what });
}

try {
  await open(stage);
  let waiting: ToneSeat[] = [];
  for (let run = 0; run < runs; run += 1) {
    if (waiting.length === 0) waiting = [...toneSeats];
    const [seat] = waiting.splice(Math.floor(random() * waiting.length), 1);
    if (seat === undefined) break;
    // Half of the time what is plugged out is given another seat's microphone by the sound server.
    const heir = toneSeats.filter((each) => each !== seat)[Math.floor(random() * (toneSeats.length - 1))];
    const isGiven = random() < 0.5;
    if (isGiven && heir !== undefined) await lab.pactl('set-default-source', `mic_${heir.microphone}`);
    await wait(500 + random() * 1500);
    add(
      await unplugOne(
        stage,
        microphoneOf(lab, seat),
        seat,
        300 + random() * 2500,
        isGiven ? 'unplug, other given' : 'unplug',
      ),
    );
    if (!isGiven) continue;
    await lab.pactl('set-default-source', 'tarazy_nowhere.monitor');
    await wait(500);
    await stage.until(isWhole, 15_000, 'everything is recorded again');
  }
  const [judge, witness, left, right] = ['judge', 'witness', 'left', 'right'].map((id) =>
    microphoneOf(
      lab,
      toneSeats.find((seat) => seat.id === id)!,
    ),
  ) as [LabMicrophone, LabMicrophone, LabMicrophone, LabMicrophone];
  await swapPorts(judge, witness);
  await settle('two that bear a number changed ports');
  // Each into its own port, but the system finds them in the other order.
  await Promise.all([left.unplug(), right.unplug()]);
  await right.plug();
  await left.plug();
  await settle('two equal ones came back in the other order');
  await judge.unplug();
  await wait(500);
  await judge.plug({ label: 'Renamed', rateHz: 44_100 });
  await settle('one came back under another name and rate');
  await undisturbed('default switched', () => lab.pactl('set-default-source', 'mic_left'));
  await lab.pactl('set-default-source', 'tarazy_nowhere.monitor');
  await wait(500);
  await stage.until(isWhole, 15_000, 'everything is recorded again');
  const camera = lab.cameras.get('cam-hall')!;
  for (let run = 0; run < cameraRuns; run += 1) {
    await wait(1000 + random() * 1000);
    const seat = { id: 'camera', microphone: 'camera', path: 'browser' } as const;
    add(await unplugOne(stage, camera, seat, 1000 + random() * 1500, 'camera'));
  }
  await wait(1000);
  await stage.ask('hearing.end', { byOralOrder: false });
  const { hearingId } = (await stage.until((state) => state.hearing?.phase === 'ended', 20_000, 'the end')).hearing!;
  const { intact } = await stage.ask('record.verify', { hearingId });

  const folder = onlyHearingFolder(homeFolder);
  const zeroUs = entriesOf(readJournal(folder), 'hearing.opened')[0]!.body.zero.monotonicUs;
  const heard = [];
  // A seat may be written over two paths: each track of it is judged by itself.
  for (const trackId of readdirSync(path.join(folder, 'tracks'))) {
    const seat = toneSeats.find(({ id }) => id === (seatOfTrack(trackId as TrackId) as string));
    if (seat === undefined) continue;
    const { samples, byHz } = await tonesOf(
      folder,
      trackId,
      toneSeats.map(({ hz }) => hz),
    );
    const foreign = [...byHz].filter(([hz, count]) => hz !== seat.hz && count > 0);
    heard.push({
      trackId,
      seconds: Math.round(samples / 4800) / 10,
      ownShare: (byHz.get(seat.hz) ?? 0) / samples,
      foreign,
    });
  }
  for (const each of heard) tell(each);
  const backs = rounds.map(({ seat, pluggedUs }) =>
    pluggedUs === null ? null : backMs(folder, seat, pluggedUs - zeroUs),
  );
  const microphones = rounds.filter(({ what }) => what !== 'camera');
  const worst = (values: readonly (number | null)[]): number => Math.max(0, ...values.map((value) => value ?? 99_999));
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  const figures = {
    runs: microphones.length,
    cameraRuns: rounds.length - microphones.length,
    intact,
    tracks: heard.length,
    foreignSamples: sum(heard.flatMap(({ foreign }) => foreign.map(([, count]) => count))),
    leastOwnShare: Math.min(...heard.map(({ ownShare }) => ownShare)),
    unseen: rounds.filter(({ alarmMs }) => alarmMs === null).length,
    alarmMs: worst(rounds.map(({ alarmMs }) => alarmMs)),
    backMs: worst(backs),
    backMsEach: backs,
    lampMs: worst(rounds.map(({ lampMs }) => lampMs)),
    falseAlarms: sum(others.map(({ falseAlarms }) => falseAlarms)),
  };
  const isKept = Object.entries(limits).every(
    ([name, limit]) => ((figures as Record<string, unknown>)[name] as number) <= limit,
  );
  const isHeard = heard.length >= toneSeats.length && figures.leastOwnShare > 0.9;
  printVerdict({ name: 'unplug', ok: intact && isKept && isHeard && microphones.length === runs, figures, limits });
} finally {
  await stage.stop();
  await lab.stop();
  if (process.exitCode === 0) rmSync(homeFolder, { recursive: true, force: true });
  else process.stderr.write(`the hall's folder: ${homeFolder}\n`);
}
