/**
 * `npm run test:closed -- --runs N`: P6. Two whole halls on the line, in network namespaces of their own; in one of them the
 * session is closed N times, each fourth time while its call window stands still. From the order until the last UDP datagram
 * that a socket of this hall sends or takes, and until the public's monitor, filmed on the X server, shows the card and
 * nothing else: 300 ms. It stays dark until an explicit order, dials nobody by itself, and the record has no hole.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { HallPeerId } from '#domain/ids.ts';
import { startLab } from '../lab/start-lab.ts';
import { numberFlag, printVerdict, say } from '../measure/verdict.ts';
import { startFarHall, type FarHall } from '../network/far-hall.ts';
import { filmMonitor, isCard, type MonitorFilm } from '../network/monitor-film.ts';
import { closeNetwork, network, openNetwork } from '../network/namespaces.ts';
import { localGaps } from '../network/read-record.ts';
import { callAndAnswer, dialledHallEnv, pairAndOpen, twoHallsCourtroom } from '../network/two-halls.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { wait } from '../stage/start-stage.ts';
import { watchDatagrams, type DatagramWatch } from './datagram-watch.ts';

const limits = { darkWithinMs: 300, lateRuns: 0, lightInside: 0, localGaps: 0 } as const;
const benchPlace = { x: 0, y: 0, width: 1280, height: 720 } as const;
const screenPlace = { x: 1920, y: 0, width: 640, height: 360 } as const;
/** Of a monitor so small the card's words take more than a tenth. */
const cardShare = 0.75;
const insideMs = 2000;
const standsStillEvery = 4;

/** The other hall is on the line and is seen on the public's monitor. */
async function callAndSee(a: FarHall, b: FarHall, peerId: HallPeerId, film: MonitorFilm): Promise<void> {
  await callAndAnswer(a, b, peerId);
  const endsAt = Date.now() + 15_000;
  while (film.shots.at(-1) === undefined || isCard(film.shots.at(-1)!, cardShare)) {
    if (Date.now() > endsAt) throw new Error('the other hall did not come onto the monitor');
    await wait(50);
  }
  await wait(1000);
}

type Run = Readonly<{
  isStill: boolean;
  datagramsMs: number;
  monitorMs: number;
  /** Datagrams and shots that were not dark, from the limit to the end of the closed session. */
  lightInside: number;
}>;

/** After the call window was ended the monitors come back, and the closed session is still closed. */
async function closeOnce(a: FarHall, watch: DatagramWatch, film: MonitorFilm, isStill: boolean): Promise<Run> {
  if (isStill) await a.stopCall();
  const orderedAtMs = Date.now();
  const answered = a.ask('session.close', { byOralOrder: true });
  await wait(limits.darkWithinMs + 20);
  const lastAtMs = watch.lastAtMs();
  watch.taken();
  await answered;
  await wait(insideMs);
  const since = film.shots.filter(({ atMs }) => atMs >= orderedAtMs);
  const lastLight = since.findLast((shot) => !isCard(shot, cardShare));
  const shotsInside = since.filter(
    (shot) => shot.atMs > orderedAtMs + limits.darkWithinMs && !isCard(shot, cardShare),
  ).length;
  return {
    isStill,
    datagramsMs: Math.max(0, lastAtMs - orderedAtMs),
    monitorMs: lastLight === undefined ? 0 : lastLight.atMs - orderedAtMs,
    lightInside: watch.taken() + shotsInside,
  };
}

const runs = numberFlag('runs', 20);
const home = mkdtempSync(path.join(tmpdir(), 'tarazy-closed-'));
const lab = await startLab(twoHallsCourtroom);
const halls: FarHall[] = [];
let datagrams: DatagramWatch | null = null;
const startHall = async (side: 'a' | 'b', hallEnv: Readonly<Record<string, string>>): Promise<FarHall> => {
  const shown = side === 'a' ? { bench: benchPlace, screen: screenPlace } : { bench: null };
  const order = { env: lab.env, homeFolder: path.join(home, side), hallEnv, ...shown };
  const hall = await startFarHall(network[side].namespace, order);
  halls.push(hall);
  return hall;
};
openNetwork();
try {
  const a = await startHall('a', dialledHallEnv);
  const b = await startHall('b', {});
  const peerId = await pairAndOpen(a, b);
  const watch = (datagrams = watchDatagrams(network.a.namespace));
  const done: Run[] = [];
  let dialledByItself = 0;
  for (let run = 1; run <= runs; run += 1) {
    const film = filmMonitor(lab.env, screenPlace);
    await callAndSee(a, b, peerId, film);
    const one = await closeOnce(a, watch, film, run % standsStillEvery === 0);
    done.push(one);
    say(`${String(run)} of ${String(runs)}: ${JSON.stringify(one)}`);
    await a.ask('session.reopen', { byOralOrder: true });
    await a.until((state) => state.benchConnected, 20_000, 'the monitors are there');
    await wait(1000);
    const { calls } = await a.until(() => true, 1000, 'a state');
    if (calls.some((call) => call.state !== 'ended')) dialledByItself += 1;
    await film.stop();
  }
  const { hearing } = await a.until((state) => state.hearing !== null, 1000, 'the hearing is held');
  await a.ask('hearing.end', { byOralOrder: false });
  const { intact } = await a.ask('record.verify', { hearingId: hearing!.hearingId });
  const journal = readJournal(onlyHearingFolder(a.homeFolder));
  const figures = {
    runs: done.length,
    stoodStill: done.filter(({ isStill }) => isStill).length,
    datagramsMs: Math.max(...done.map(({ datagramsMs }) => datagramsMs)),
    monitorMs: Math.max(...done.map(({ monitorMs }) => monitorMs)),
    lateRuns: done.filter((one) => Math.max(one.datagramsMs, one.monitorMs) > limits.darkWithinMs).length,
    lightInside: done.reduce((sum, one) => sum + one.lightInside, 0),
    callEnded: entriesOf(journal, 'session.darkened').filter(({ body }) => body.isCallEnded).length,
    dialledByItself,
    localGaps: localGaps(a.homeFolder),
    intact,
  };
  printVerdict({
    name: 'closed',
    ok:
      figures.lateRuns === limits.lateRuns &&
      figures.lightInside === limits.lightInside &&
      figures.localGaps === limits.localGaps &&
      figures.callEnded >= figures.stoodStill &&
      dialledByItself === 0 &&
      intact,
    figures,
    limits,
  });
} finally {
  datagrams?.stop();
  for (const hall of halls.reverse()) await hall.stop();
  closeNetwork();
  await lab.stop();
  if (process.exitCode === 0) rmSync(home, { recursive: true, force: true });
  else say(`kept: ${home}`);
}
