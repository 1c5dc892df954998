/**
 * `npm run test:network -- --part lines`: two halls across an emulated link. On a free one both consoles dial at the same
 * moment, ten times; with a round trip of 200 ms ten calls are timed until both halls see and hear the other; with one of 100 ms, 1 Mbit/s and a loss of 2 and
 * of 10 % it is counted what is seen and heard, by the halls' own figures.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { HallPeerId } from '#domain/ids.ts';
import { startLab } from '../lab/start-lab.ts';
import { numberFlag, printVerdict, say, wordFlag } from '../measure/verdict.ts';
import { wait } from '../stage/start-stage.ts';
import { startFarHall, type FarHall } from './far-hall.ts';
import { hear, type Heard } from './hear.ts';
import { openEmulatedLink, type EmulatedLink, type LinkCondition } from './link-emulator.ts';
import { network } from './namespaces.ts';
import { callFigures, timeCall, toldCall, type TimedCall } from './time-calls.ts';
import {
  callAndAnswer,
  courtCamera,
  courtroomOfTwo,
  dialledHallEnv,
  onLine,
  openHearing,
  pair,
  setUp,
} from './two-halls.ts';

const limits = {
  glareFailed: 0,
  farFromDialP95Ms: 1200,
  leastFramesPerSecond: 24,
  freezes: 1,
  concealedAt2Percent: 0.005,
  concealedAt10Percent: 0.02,
} as const;

type Halls = Readonly<{ a: FarHall; b: FarHall; ofB: HallPeerId; ofA: HallPeerId }>;

async function hangUp({ a, b }: Halls): Promise<void> {
  await a.ask('call.end', {});
  for (const hall of [a, b])
    await hall.until((state) => state.calls.every((call) => call.state === 'ended'), 5000, 'the call is over');
  await wait(500);
}

/** How many of the calls that both dialled at once did not come up in both halls. */
async function glare(halls: Halls, times: number): Promise<number> {
  const { a, b, ofA, ofB } = halls;
  let failed = 0;
  for (let time = 0; time < times; time += 1) {
    const dialled = await Promise.allSettled([
      a.ask('call.dial', { peerId: ofB }),
      b.ask('call.dial', { peerId: ofA }),
    ]);
    // One of them may have been rung at before it could dial.
    for (const hall of [a, b]) {
      const [ringing] = (await hall.until(() => true, 100, 'a state')).calls.filter(({ state }) => state === 'ringing');
      if (ringing !== undefined) await hall.ask('call.accept', { callId: ringing.callId });
    }
    const isUp = await onLine([a, b], 8000).then(
      () => true,
      () => false,
    );
    if (!isUp) failed += 1;
    say(`glare ${String(time + 1)}: ${isUp ? 'up' : 'not up'}, ${dialled.map(({ status }) => status).join(' and ')}`);
    await wait(500);
    await hangUp(halls);
  }
  return failed;
}

async function setBoth(link: EmulatedLink, condition: Partial<LinkCondition>): Promise<void> {
  for (const way of ['ab', 'ba'] as const) await link.set(way, condition);
}

async function farCalls(halls: Halls, times: number): Promise<readonly TimedCall[]> {
  const { a, b, ofB } = halls;
  const all: TimedCall[] = [];
  for (let time = 0; time < times; time += 1) {
    const timed = await timeCall(a, b, ofB);
    all.push(timed);
    say(`far call ${String(time + 1)}: ${toldCall(timed)}`);
    await wait(500);
    await hangUp(halls);
  }
  return all;
}

/** What each hall received of the other in a call. */
async function underLoss(halls: Halls, lengthMs: number): Promise<readonly Heard[]> {
  await callAndAnswer(halls.a, halls.b, halls.ofB, 700);
  const heard = await Promise.all([halls.a, halls.b].map((hall) => hear(hall, lengthMs)));
  await hangUp(halls);
  return heard;
}

export async function testLines(): Promise<void> {
  const home = mkdtempSync(path.join(tmpdir(), 'tarazy-lines-'));
  const lab = await startLab(courtroomOfTwo(courtCamera));
  const link = await openEmulatedLink();
  const started: FarHall[] = [];
  const start = async (side: 'a' | 'b', hallEnv: Readonly<Record<string, string>>): Promise<FarHall> => {
    const order = { env: lab.env, homeFolder: path.join(home, side), hallEnv, bench: null };
    const hall = await startFarHall(network[side].namespace, order);
    started.push(hall);
    return hall;
  };
  const only = wordFlag('only', 'all');
  const isAsked = (what: string): boolean => only === 'all' || only === what;
  try {
    const a = await start('a', dialledHallEnv);
    const b = await start('b', {});
    await setUp(a, 'First court', 'Microphone Judge', 'Camera Judge', courtCamera);
    await setUp(b, 'Second court', 'Microphone Witness', 'Camera Hall', courtCamera);
    const ofB = await pair(a, b);
    const ofA = (await b.until((state) => state.peers.length > 0, 1000, 'a peer is there')).peers[0]!.id;
    for (const hall of [a, b]) await openHearing(hall);
    const halls: Halls = { a, b, ofA, ofB };

    const glareCalls = isAsked('glare') ? numberFlag('glare', 10) : 0;
    const glareFailed = await glare(halls, glareCalls);
    await setBoth(link, { delayMs: 100 });
    const far = isAsked('far') ? callFigures(await farCalls(halls, numberFlag('calls', 10))) : null;
    const lossMs = numberFlag('seconds', 45) * 1000;
    const heard: Record<string, readonly Heard[]> = {};
    for (const lossPercent of isAsked('loss') ? [2, 10] : []) {
      await setBoth(link, { delayMs: 50, rateKbps: 1000, lossPercent });
      heard[`at${String(lossPercent)}Percent`] = await underLoss(halls, lossMs);
      say(`${String(lossPercent)} % lost: ${JSON.stringify(heard[`at${String(lossPercent)}Percent`])}`);
    }
    const isFluent = Object.values(heard)
      .flat()
      .every((one) => one.framesPerSecond >= limits.leastFramesPerSecond && one.freezes <= limits.freezes);
    const isConcealed = (what: string, limit: number): boolean =>
      (heard[what] ?? []).every(({ concealedShare }) => concealedShare <= limit);
    printVerdict({
      name: 'network-lines',
      ok:
        glareFailed <= limits.glareFailed &&
        (far === null || far.fromDial.p95 <= limits.farFromDialP95Ms) &&
        isFluent &&
        isConcealed('at2Percent', limits.concealedAt2Percent) &&
        isConcealed('at10Percent', limits.concealedAt10Percent),
      figures: { glareCalls, glareFailed, far, ...heard },
      limits,
    });
  } finally {
    for (const hall of started.reverse()) await hall.stop();
    await link.stop();
    await lab.stop();
    rmSync(home, { recursive: true, force: true });
  }
}
