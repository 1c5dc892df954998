/**
 * `npm run test:network`: two whole halls, each in a network namespace of its own with a cable between them, both recording. Thirty
 * calls (`--calls N`; ten by `--quick`) on a link that stands are timed from the dialling until both halls see and hear the
 * other, without the person who answers; the call window's process is killed while its monitor is filmed; the cable is pulled
 * for ten seconds. Both records are then read. About five minutes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { HallPeerId } from '#domain/ids.ts';
import { startLab } from '../lab/start-lab.ts';
import { numberFlag, printVerdict, wordFlag } from '../measure/verdict.ts';
import { wait } from '../stage/start-stage.ts';
import { testCuts } from './cuts.ts';
import { testExhibit } from './exhibit.ts';
import { startFarHall, type FarHall } from './far-hall.ts';
import { coverFigures, filmMonitor } from './monitor-film.ts';
import { closeNetwork, network, openNetwork, plugIn, pullOut } from './namespaces.ts';
import { testPace } from './pace.ts';
import { gapMatching, localGaps, localFramesMissing } from './read-record.ts';
import { testLines } from './lines.ts';
import { testShutUdp } from './shut-udp.ts';
import { testSites } from './sites.ts';
import { callFigures, timeCall, toldCall, type TimedCall } from './time-calls.ts';
import { dialledHallEnv, isOnLine, onLine, pairAndOpen, twoHallsCourtroom } from './two-halls.ts';

const limits = {
  fromDialP95Ms: 300,
  coveredWithinMs: 200,
  monitorBackWithinMs: 2000,
  flashMs: 0,
  bareMs: 200,
  localGaps: 0,
  localFramesMissing: 0,
  remoteGapOffMs: 200,
  backWithinMs: 5000,
} as const;
const cutMs = 10_000;
const benchPlace = { x: 0, y: 0, width: 1280, height: 720 } as const;
/** The bench's upper right quarter: its column of words, and a piece of the picture. */
const filmedPlace = { x: 640, y: 0, width: 640, height: 360 } as const;
const say = (text: string): void => void process.stderr.write(`${text}\n`);

async function timeCalls(a: FarHall, b: FarHall, peerId: HallPeerId, count: number): Promise<readonly TimedCall[]> {
  const calls: TimedCall[] = [];
  for (let call = 0; call < count; call += 1) {
    const timed = await timeCall(a, b, peerId);
    calls.push(timed);
    say(`call ${String(call + 1)}: ${toldCall(timed)}`);
    await wait(500);
    await a.ask('call.end', {});
    await b.until((state) => state.calls[0]?.state === 'ended', 5000, 'the call is over');
    await wait(500);
  }
  return calls;
}

async function killCall(a: FarHall, b: FarHall, env: Readonly<Record<string, string>>) {
  const film = filmMonitor(env, filmedPlace);
  await wait(2000);
  const killedAtUs = { a: a.hearingUs(), b: b.hearingUs() };
  const killedAt = await a.killCall();
  say('call window killed');
  await a.until((state) => !isOnLine(state), 10_000, 'the service sees it');
  await a.until((state) => state.benchConnected, 20_000, 'the bench is back');
  await onLine([a, b], 20_000);
  const lineBackMs = Date.now() - killedAt;
  await wait(2000);
  await film.stop();
  return { killedAtUs, lineBackMs, ...coverFigures(film.shots, killedAt) };
}

async function cutCable(a: FarHall, b: FarHall) {
  const cutAtUs = { a: a.hearingUs(), b: b.hearingUs() };
  pullOut('a');
  const cutTookUs = (a.hearingUs() - cutAtUs.a) / 2;
  say('cable pulled');
  await wait(cutMs);
  const [seenByA, seenByB] = [a.seePicture(), b.seePicture()];
  plugIn('a');
  const pluggedAt = Date.now();
  await wait(500);
  const back = async (hall: FarHall, seen: Promise<number>): Promise<{ sound: number; picture: number }> => {
    await hall.until(isOnLine, 30_000, 'back on the line');
    const [sound, soundAt] = [hall.hearingUs(), Date.now()];
    return { sound, picture: sound + ((await seen) - soundAt) * 1000 };
  };
  const [backA, backB] = await Promise.all([back(a, seenByA), back(b, seenByB)]);
  const backMs = Date.now() - pluggedAt;
  say(`back on the line ${backMs.toFixed()} ms after the cable`);
  await wait(3000);
  return { backMs, cutAtUs: { a: cutAtUs.a + cutTookUs, b: cutAtUs.b + cutTookUs }, backAtUs: { a: backA, b: backB } };
}

async function test(): Promise<boolean> {
  const home = mkdtempSync(path.join(tmpdir(), 'tarazy-network-'));
  const lab = await startLab(twoHallsCourtroom);
  const halls: FarHall[] = [];
  const startHall = async (side: 'a' | 'b', hallEnv: Readonly<Record<string, string>>): Promise<FarHall> => {
    const order = { env: lab.env, homeFolder: path.join(home, side), hallEnv };
    const hall = await startFarHall(network[side].namespace, { ...order, bench: side === 'a' ? benchPlace : null });
    halls.push(hall);
    return hall;
  };
  openNetwork();
  try {
    const a = await startHall('a', dialledHallEnv);
    const b = await startHall('b', {});
    const peerId = await pairAndOpen(a, b);
    await wait(3000);
    const isQuick = process.argv.includes('--quick');
    // The first one after the start loads codecs, and Chromium tells the window the names of its devices.
    await timeCalls(a, b, peerId, 1);
    const timed = await timeCalls(a, b, peerId, numberFlag('calls', isQuick ? 10 : 30));
    await timeCall(a, b, peerId);
    await wait(3000);
    const killed = await killCall(a, b, lab.env);
    const cut = await cutCable(a, b);
    await a.ask('call.end', {});
    const gaps: number[] = [];
    const framesMissing: number[] = [];
    const remoteGapOffMs: (readonly [number, number])[] = [];
    const intact: boolean[] = [];
    for (const [side, hall] of [
      ['a', a],
      ['b', b],
    ] as const) {
      const { hearing } = await hall.until((state) => state.hearing !== null, 1000, 'the hearing is held');
      await hall.ask('hearing.end', { byOralOrder: false });
      intact.push((await hall.ask('record.verify', { hearingId: hearing!.hearingId })).intact);
      gaps.push(localGaps(hall.homeFolder));
      remoteGapOffMs.push(...gapMatching(hall.homeFolder, cut.cutAtUs[side], cut.backAtUs[side]));
      framesMissing.push(await localFramesMissing(hall.homeFolder, killed.killedAtUs[side]));
    }
    const calls = callFigures(timed);
    const { coveredAfterMs, monitorBackMs, flashMs, bareMs, lineBackMs } = killed;
    const worstGapOffMs = Math.max(...remoteGapOffMs.flat().map(Math.abs));
    const ok =
      calls.fromDial.p95 <= limits.fromDialP95Ms &&
      coveredAfterMs <= limits.coveredWithinMs &&
      monitorBackMs <= limits.monitorBackWithinMs &&
      flashMs <= limits.flashMs &&
      bareMs <= limits.bareMs &&
      gaps.every((count) => count === limits.localGaps) &&
      framesMissing.every((count) => count === limits.localFramesMissing) &&
      worstGapOffMs <= limits.remoteGapOffMs &&
      cut.backMs <= limits.backWithinMs &&
      intact.every((each) => each);
    const figures = {
      ...{
        calls,
        coveredAfterMs,
        monitorBackMs,
        flashMs,
        bareMs,
        lineBackMs,
        localGaps: gaps,
        framesMissing,
      },
      ...{ remoteGapOffMs, backMs: cut.backMs, intact },
    };
    printVerdict({ name: 'network', ok, figures, limits });
    return ok;
  } finally {
    for (const hall of halls.reverse()) await hall.stop();
    closeNetwork();
    await lab.stop();
    if (process.argv.includes('--keep')) say(`kept: ${home}`);
    else rmSync(home, { recursive: true, force: true });
  }
}

const part = wordFlag('part', 'calls');
if (part === 'cuts') await testCuts();
else if (part === 'sites') await testSites();
else if (part === 'lines') await testLines();
else if (part === 'shut-udp') await testShutUdp();
else if (part === 'exhibit') await testExhibit();
else if (part === 'pace') await testPace();
else process.exitCode = (await test()) ? 0 : 1;
