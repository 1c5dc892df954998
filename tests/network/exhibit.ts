/**
 * `npm run test:network -- --part exhibit`: two halls in a call across an emulated link of 5 Mbit/s, 20 ms each way. The path is
 * measured as the secretary does it before a call (`--unmeasured` leaves that out); then the hall that called sends an exhibit of 50 MB, and
 * after it the other hall one. Of each it is told how long it took, how the secretaries were told of its progress, and the fewest
 * pictures a second of the other hall that either hall decoded in any two seconds meanwhile.
 * `--mbytes N`, `--seed N`, `--from a` or `--from b` (one way only), `--kbps N`, `--delay MS`, `--fps N` of the cameras.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { HallState } from '#contract/papers.ts';
import { exhibitParts } from '#domain/exhibits/exhibit.ts';
import type { ExhibitId, HallPeerId } from '#domain/ids.ts';
import { startLab } from '../lab/start-lab.ts';
import { median, numberFlag, printVerdict, say, wordFlag } from '../measure/verdict.ts';
import { heavyPng } from '../stage/exhibit-files.ts';
import { onlyHearingFolder } from '../stage/record-files.ts';
import { wait } from '../stage/start-stage.ts';
import { startFarHall, type FarHall } from './far-hall.ts';
import { openEmulatedLink } from './link-emulator.ts';
import { network } from './namespaces.ts';
import { fewestPerSecond } from './media-seen.ts';
import { callAndAnswer, courtCamera, courtroomOfTwo, dialledHallEnv, openHearing, pair, setUp } from './two-halls.ts';

const limits = {
  leastPicturesPerSecond: 20,
  /** Of what remains by the secretary's screen, the middle of all tellings, as a share of the truth. */
  remainingOffShare: 0.25,
  longestUntoldMs: 3000,
} as const;
const windowMs = 2000;
const undisturbedMs = 15_000;
/** Congestion control finds the rate of the path. */
const settleMs = 10_000;
/** The whole command is to take ten minutes at most; where the path was not measured an exhibit goes at 1 Mbit/s. */
const sendLimitMs = process.argv.includes('--unmeasured') ? 600_000 : 270_000;

type Transfer = NonNullable<HallState['transfer']>;
type Told = Readonly<{ atMs: number; transfer: Transfer }>;
type Party = Readonly<{ name: 'a' | 'b'; hall: FarHall; ofOther: HallPeerId }>;

/** What one exhibit's way was like. Pictures are those that the hall of this name decoded. */
type Sent = Readonly<{
  from: 'a' | 'b';
  isCaller: boolean;
  state: Transfer['state'];
  isSame: boolean;
  tookMs: number;
  kbps: number;
  fewestPictures: Readonly<{ a: number; b: number }>;
  tellings: number;
  longestUntoldMs: number;
  remainingOffShare: number;
}>;

const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** How the sender's secretary was told of it. */
function progressOf(
  told: readonly Told[],
  beganMs: number,
  endedMs: number,
): Pick<Sent, 'tellings' | 'longestUntoldMs' | 'remainingOffShare'> {
  const going = told.filter(({ transfer }) => transfer.state === 'going');
  const distinct = going.filter(
    (each, at) => at === 0 || each.transfer.doneBytes !== going[at - 1]?.transfer.doneBytes,
  );
  const instants = [beganMs, ...distinct.map(({ atMs }) => atMs), endedMs];
  // Near the end a second's error is a large share of nothing.
  const offs = distinct.flatMap(({ atMs, transfer: { remainingMs } }) =>
    remainingMs === null || endedMs - atMs < 10_000 ? [] : [Math.abs(remainingMs / (endedMs - atMs) - 1)],
  );
  return {
    tellings: distinct.length,
    longestUntoldMs: Math.round(Math.max(...instants.slice(1).map((at, index) => at - (instants[index] ?? at)))),
    remainingOffShare: Math.round(median(offs) * 1000) / 1000,
  };
}

/** Sends a new exhibit and waits until the other hall has read it back, or it failed. */
async function send(from: Party, to: Party, file: string, lengthBytes: number): Promise<Sent> {
  const exhibitId: ExhibitId = await from.hall.bring(file);
  const told: Told[] = [];
  const unwatch = from.hall.watch(({ transfer }) => {
    if (transfer?.paper.exhibitId === exhibitId) told.push({ atMs: Date.now(), transfer });
  });
  const beganMs = Date.now();
  await from.hall.ask('exhibit.send', { exhibitId, peerId: from.ofOther });
  const isOver = ({ transfer }: HallState): boolean =>
    transfer?.paper.exhibitId === exhibitId && ['done', 'failed', 'cancelled'].includes(transfer.state);
  const { transfer } = await from.hall.until(isOver, sendLimitMs, 'the exhibit is there');
  const endedMs = Date.now();
  unwatch();
  const { state, paper } = transfer!;
  const copy = path.join(onlyHearingFolder(to.hall.homeFolder), ...exhibitParts(paper));
  const seen = { [from.name]: await from.hall.picturesNoted(), [to.name]: await to.hall.picturesNoted() };
  const fewest = (name: 'a' | 'b'): number => fewestPerSecond(seen[name] ?? [], beganMs, endedMs, windowMs);
  const sent: Sent = {
    ...{ from: from.name, isCaller: from.name === 'a', state },
    isSame: state === 'done' && hashOf(copy) === hashOf(file),
    tookMs: endedMs - beganMs,
    kbps: Math.round((lengthBytes * 8) / (endedMs - beganMs)),
    fewestPictures: { a: fewest('a'), b: fewest('b') },
    ...progressOf(told, beganMs, endedMs),
  };
  say(`exhibit from ${from.name}: ${JSON.stringify(sent)}`);
  return sent;
}

function isGood({ state, isSame, fewestPictures, longestUntoldMs, remainingOffShare }: Sent): boolean {
  return (
    state === 'done' &&
    isSame &&
    Math.min(fewestPictures.a, fewestPictures.b) >= limits.leastPicturesPerSecond &&
    longestUntoldMs <= limits.longestUntoldMs &&
    remainingOffShare <= limits.remainingOffShare
  );
}

export async function testExhibit(): Promise<void> {
  const home = mkdtempSync(path.join(tmpdir(), 'tarazy-exhibit-'));
  const camera = { ...courtCamera, framesPerSecond: numberFlag('fps', courtCamera.framesPerSecond) };
  const lab = await startLab(courtroomOfTwo(camera));
  const link = await openEmulatedLink();
  const started: FarHall[] = [];
  const start = async (side: 'a' | 'b', hallEnv: Readonly<Record<string, string>>): Promise<FarHall> => {
    const order = { env: lab.env, homeFolder: path.join(home, side), hallEnv, bench: null };
    const hall = await startFarHall(network[side].namespace, order);
    started.push(hall);
    return hall;
  };
  try {
    const condition = { delayMs: numberFlag('delay', 20), rateKbps: numberFlag('kbps', 5000) };
    const a = await start('a', dialledHallEnv);
    const b = await start('b', {});
    await setUp(a, 'First court', 'Microphone Judge', 'Camera Judge', camera);
    await setUp(b, 'Second court', 'Microphone Witness', 'Camera Hall', camera);
    const ofB = await pair(a, b);
    const ofA = (await b.until((state) => state.peers.length > 0, 1000, 'a peer is there')).peers[0]!.id;
    for (const way of ['ab', 'ba'] as const) await link.set(way, condition);
    const isMeasured = !process.argv.includes('--unmeasured');
    const measured = isMeasured ? (await a.ask('peer.measure', { peerId: ofB })).measured : null;
    for (const hall of [a, b]) await openHearing(hall);
    await callAndAnswer(a, b, ofB, 700);
    for (const hall of [a, b]) await hall.notePictures();
    await wait(settleMs);
    const restMs = Date.now();
    await wait(undisturbedMs);
    const undisturbed = {
      a: fewestPerSecond(await a.picturesNoted(), restMs, Date.now(), windowMs),
      b: fewestPerSecond(await b.picturesNoted(), restMs, Date.now(), windowMs),
    };
    say(`without an exhibit: ${JSON.stringify(undisturbed)} pictures a second at least`);

    const lengthBytes = Math.round(numberFlag('mbytes', 50) * 1_000_000);
    const seed = numberFlag('seed', 1);
    const parties: readonly [Party, Party] = [
      { name: 'a', hall: a, ofOther: ofB },
      { name: 'b', hall: b, ofOther: ofA },
    ];
    const only = wordFlag('from', 'both');
    const ways: Sent[] = [];
    for (const [at, from] of parties.entries()) {
      if (only !== 'both' && only !== from.name) continue;
      const file = path.join(home, `exhibit-${from.name}.png`);
      writeFileSync(file, heavyPng(lengthBytes, seed + at));
      ways.push(await send(from, parties[1 - at]!, file, lengthBytes));
    }
    printVerdict({
      name: 'network-exhibit',
      ok: ways.length > 0 && ways.every(isGood),
      figures: {
        lengthBytes,
        measuredKbps: measured === null ? null : { ab: measured.send.kbps, ba: measured.receive.kbps },
        undisturbed,
        ways,
      },
      limits,
    });
  } finally {
    for (const hall of started.reverse()) await hall.stop();
    await link.stop();
    await lab.stop();
    if (process.argv.includes('--keep')) say(`kept: ${home}`);
    else rmSync(home, { recursive: true, force: true });
  }
}
