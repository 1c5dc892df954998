/**
 * `npm run measure -- call`: what a call costs and how soon it stands, against two bare pages that do the same. Both are in a call on
 * one machine at the same time and their processor time is read over the same seconds, because the machine's own speed changes
 * by a fifth from one half minute to the next (measured), which meets both alike:
 *   halls  two whole halls, paired over the loopback, in no hearing, so that nothing is recorded; their consoles and monitors are
 *          closed. Counted is everything that runs of both: services with their threads, Electron with all its pages
 *   bare   two Electrons with one page each: an RTCPeerConnection, the same devices and constraints, the same codecs, redundant sound
 *          and limit of the picture, the other's sound played
 *   callCost    what the call adds: CPU of both halls in a call less what they cost in none ÷ the same of both bare pages, which
 *               open and close their devices with the call, as halls do; the median of the calls
 *   wholeCost   without a limit: everything of both halls in a call, also what a hall that waits costs, ÷ everything of both
 *               bare Electrons in a call
 *   firstPicture  from `call.dial` on a link that stands until it rings over there, and from the answer of a person, which comes
 *               0.7 s later, until both halls have decoded a picture of the other ÷ from `createOffer` until both bare pages
 *               have, the one after the other. The bare pages open their devices before it, the halls while it rings.
 * `--runs N` calls that are measured (6), `--seconds S` of each (20), `--calls N` short ones of each before (2).
 */
import { startLab } from '../lab/start-lab.ts';
import { courtroomOfTwo, courtCamera } from '../network/two-halls.ts';
import { wait } from '../stage/start-stage.ts';
import { startBareEnds } from './call/bare-ends.ts';
import type { Received, TwoEnds } from './call/ends.ts';
import { startHallEnds } from './call/hall-ends.ts';
import { treeCpuPercent } from './tree-cpu.ts';
import { median, numberFlag, printVerdict, say } from './verdict.ts';

/** `pictures`: whoever sends less is no cheaper: of those that the bare pages receive a second the halls receive at least this share. */
const limits = { callCost: 1.15, firstPicture: 1.5, pictures: 0.95 } as const;
/** Engines compile what runs often in their first seconds, and congestion control finds the link's rate. */
const settleMs = 10_000;
const betweenCallsMs = 700;

/** CPU in percent of a core of both ends. */
async function cpuOf(what: string, { pids }: TwoEnds): Promise<number> {
  const trees = await Promise.all(pids.map((pid) => treeCpuPercent(pid, () => wait(durationMs))));
  if (trees.some(({ percent }) => percent === 0)) throw new Error(`an end of ${what} is gone`);
  const percent = trees.reduce((sum, each) => sum + each.percent, 0);
  say(
    `${what}: ${percent.toFixed(1)} % of a core\n${trees.map(({ byCommand }) => `  ${JSON.stringify(byCommand)}`).join('\n')}`,
  );
  return percent;
}

/** Ms until each of some calls stood that nobody else makes meanwhile. */
async function timesOf(what: string, ends: TwoEnds): Promise<readonly number[]> {
  const timesMs: number[] = [];
  for (let call = 0; call < shortCalls; call += 1) {
    await wait(betweenCallsMs);
    timesMs.push(Math.round(await ends.call()));
    await wait(betweenCallsMs);
    await ends.hangUp();
  }
  await wait(betweenCallsMs);
  say(`${what}: first picture on both sides after ${timesMs.join(', ')} ms`);
  return timesMs;
}

const leastPictures = (received: readonly Received[]): number =>
  Math.min(...received.map(({ framesPerSecond }) => framesPerSecond));
const rounded = (values: readonly number[], to = 1): readonly number[] =>
  values.map((value) => Math.round(value * to) / to);

const runs = numberFlag('runs', 6);
const durationMs = numberFlag('seconds', 20) * 1000;
const shortCalls = numberFlag('calls', 2);
const lab = await startLab(courtroomOfTwo(courtCamera));
const standing: TwoEnds[] = [];
try {
  const bare = await startBareEnds(lab);
  standing.push(bare);
  const halls = await startHallEnds(lab);
  standing.push(halls);
  // The first call of a page loads codecs and encoders; a hall that was on is asked for, and so is a page.
  for (const ends of standing) {
    await ends.call();
    await ends.hangUp();
  }
  const [hallsIdle, bareIdle] = await Promise.all([cpuOf('halls, no call', halls), cpuOf('bare, no call', bare)]);
  const turns: Readonly<{ halls: number; bare: number; callCost: number; wholeCost: number; pictures: number }>[] = [];
  const [hallTimes, bareTimes]: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run += 1) {
    hallTimes.push(...(await timesOf('halls', halls)));
    bareTimes.push(...(await timesOf('bare', bare)));
    for (const ends of standing) await ends.call();
    await wait(settleMs);
    const [ofHalls, ofBare] = await Promise.all([cpuOf('halls, in a call', halls), cpuOf('bare, in a call', bare)]);
    const [byHalls, byBare] = await Promise.all([halls.received(), bare.received()]);
    for (const ends of standing) await ends.hangUp();
    turns.push({
      ...{ halls: ofHalls, bare: ofBare },
      callCost: (ofHalls - hallsIdle) / (ofBare - bareIdle),
      wholeCost: ofHalls / ofBare,
      pictures: leastPictures(byHalls) / leastPictures(byBare),
    });
    say(JSON.stringify(turns.at(-1)));
  }
  const all = (name: keyof (typeof turns)[number]): readonly number[] => turns.map((turn) => turn[name]);
  const figures = {
    ...{ callCost: median(all('callCost')), firstPicture: median(hallTimes) / median(bareTimes) },
    ...{ pictures: median(all('pictures')), wholeCost: median(all('wholeCost')) },
  };
  printVerdict({
    name: 'call',
    ok:
      figures.callCost <= limits.callCost &&
      figures.firstPicture <= limits.firstPicture &&
      figures.pictures >= limits.pictures,
    figures: {
      ...figures,
      callCosts: rounded(all('callCost'), 1000),
      halls: { inCallPercent: rounded(all('halls'), 10), idlePercent: hallsIdle, firstPictureMs: median(hallTimes) },
      bare: { inCallPercent: rounded(all('bare'), 10), idlePercent: bareIdle, firstPictureMs: median(bareTimes) },
    },
    limits,
  });
} finally {
  for (const ends of [...standing].reverse()) await ends.stop();
  await lab.stop();
}
