/**
 * `npm run test:network -- --quick`: two whole halls, each in a network namespace of its own with a cable between them,
 * both recording. Ten calls are timed from the answer to the first decoded picture of the other hall; the call window's
 * process is killed while its monitor is filmed; the cable is pulled for ten seconds. Both records are then read.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { HallPeerId, SeatId } from '#domain/ids.ts';
import type { HallCard } from '#domain/seats.ts';
import type { HallState } from '#contract/papers.ts';
import { ordinaryCourtroom, startLab } from '../lab/start-lab.ts';
import { numberFlag, printVerdict } from '../measure/verdict.ts';
import { inventedCard } from '../stage/hall-card.ts';
import { wait } from '../stage/start-stage.ts';
import { startFarHall, type FarHall } from './far-hall.ts';
import { coverFigures, filmMonitor } from './monitor-film.ts';
import { closeNetwork, network, openNetwork, plugIn, pullOut } from './namespaces.ts';
import { gapMatching, localGaps, localFramesMissing } from './read-record.ts';

const limits = {
  firstPictureP95Ms: 500,
  coveredWithinMs: 200,
  monitorBackWithinMs: 2000,
  flashMs: 0,
  bareMs: 200,
  localGaps: 0,
  localFramesMissing: 0,
  remoteGapOffMs: 200,
  backWithinMs: 5000,
} as const;
const peerPort = 7443;
const cutMs = 10_000;
/** Nobody answers faster than a person can press. */
const answerAfterMs = 700;
const benchPlace = { x: 0, y: 0, width: 1280, height: 720 } as const;
/** The bench's upper right quarter: its column of words, and a piece of the picture. */
const filmedPlace = { x: 640, y: 0, width: 640, height: 360 } as const;
const say = (text: string): void => void process.stderr.write(`${text}\n`);

function hallOf(court: string, microphone: string, camera: string): HallCard {
  const video = { width: 640, height: 360, frameRate: 15, bitrateBps: 600_000 };
  const seat = { name: '', gated: false } as const;
  const device = (label: string) => ({ path: 'browser', label, deviceId: '' }) as const;
  return {
    court,
    hall: '1',
    seats: [
      { ...seat, id: 'voice' as SeatId, kind: 'microphone', place: 'judge', device: device(microphone) },
      { ...seat, id: 'view' as SeatId, kind: 'camera', place: 'hall', device: device(camera), video },
    ],
  };
}

const isOnLine = (state: HallState): boolean => state.call?.state === 'connected';
const onLine = (halls: readonly FarHall[], limitMs: number): Promise<unknown> =>
  Promise.all(halls.map((hall) => hall.until(isOnLine, limitMs, 'on the line')));

async function pairAndOpen(a: FarHall, b: FarHall): Promise<HallPeerId> {
  await a.ask('hall.set-up', { card: hallOf('First court', 'Microphone Judge', 'Camera Judge') });
  await b.ask('hall.set-up', { card: hallOf('Second court', 'Microphone Witness', 'Camera Hall') });
  const { code } = await a.ask('peer.invite', {});
  await b.ask('peer.join', { host: network.a.address, port: peerPort, code });
  for (const hall of [a, b]) {
    await hall.until((state) => state.peers[0]?.link === 'up', 10_000, 'the halls are linked');
    const { hearingId } = await hall.ask('hearing.plan', { card: inventedCard });
    await hall.ask('hearing.check', { hearingId });
    await hall.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
    await hall.ask('hearing.open', { hearingId, override: { reason: 'trial', person: 'trial' } });
    await hall.until((state) => state.lamp.state === 'recording', 20_000, 'the lamp is lit');
  }
  await wait(3000);
  return (await a.until((state) => state.peers.length > 0, 1000, 'a peer is there')).peers[0]!.id;
}

/** Ms from the answer to the first decoded picture, of the hall that saw it later. */
async function callOnce(from: FarHall, to: FarHall, peerId: HallPeerId): Promise<number> {
  const seen = Promise.all([from.seePicture(), to.seePicture()]);
  await from.ask('call.dial', { peerId });
  const { call } = await to.until((state) => state.call?.state === 'ringing', 10_000, 'it rings');
  await wait(answerAfterMs);
  const answeredAt = Date.now();
  await to.ask('call.accept', { callId: call!.callId });
  await onLine([from, to], 15_000);
  return Math.max(...(await seen)) - answeredAt;
}

async function timeCalls(a: FarHall, b: FarHall, peerId: HallPeerId, count: number): Promise<readonly number[]> {
  const timesMs: number[] = [];
  for (let call = 0; call < count; call += 1) {
    timesMs.push(await callOnce(a, b, peerId));
    say(`call ${String(call + 1)}: first picture on both sides after ${timesMs.at(-1)!.toFixed()} ms`);
    await wait(1000);
    await a.ask('call.end', {});
    await b.until((state) => state.call?.state === 'ended', 5000, 'the call is over');
    await wait(700);
  }
  return timesMs;
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
  const small = { widthPx: 640, heightPx: 360, framesPerSecond: 15 };
  const cameras = ordinaryCourtroom.cameras.map((camera) => ({ ...camera, ...small }));
  const lab = await startLab({ ...ordinaryCourtroom, cameras });
  const halls: FarHall[] = [];
  const startHall = async (side: 'a' | 'b', hallEnv: Readonly<Record<string, string>>): Promise<FarHall> => {
    const order = { env: lab.env, homeFolder: path.join(home, side), hallEnv };
    const hall = await startFarHall(network[side].namespace, { ...order, bench: side === 'a' ? benchPlace : null });
    halls.push(hall);
    return hall;
  };
  openNetwork();
  try {
    const a = await startHall('a', { TARAZY_PEER_PORT: String(peerPort), TARAZY_PEER_HOST: network.a.address });
    const b = await startHall('b', {});
    const peerId = await pairAndOpen(a, b);
    const timesMs = await timeCalls(a, b, peerId, numberFlag('calls', 10));
    await callOnce(a, b, peerId);
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
    const sorted = timesMs.toSorted((one, other) => one - other);
    const firstPictureP95Ms = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.95) - 1)] ?? Number.NaN;
    const { coveredAfterMs, monitorBackMs, flashMs, bareMs, lineBackMs } = killed;
    const worstGapOffMs = Math.max(...remoteGapOffMs.flat().map(Math.abs));
    const ok =
      firstPictureP95Ms <= limits.firstPictureP95Ms &&
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
        timesMs,
        firstPictureP95Ms,
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

process.exitCode = (await test()) ? 0 : 1;
