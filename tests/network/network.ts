/**
 * `npm run test:network -- --quick`: two whole halls, each in a network namespace of its own with a cable between them. Ten
 * calls are timed from the answer to the first decoded picture on both sides; a call window is killed; the cable is pulled
 * for ten seconds: the local record must have no gap, the other hall's gap must be told as long as the cut, and the link must come back by itself.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SeatId } from '#domain/ids.ts';
import type { JournalEntry } from '#domain/journal/entries.ts';
import type { HallCard } from '#domain/seats.ts';
import type { HallState } from '#contract/papers.ts';
import { ordinaryCourtroom, startLab } from '../lab/start-lab.ts';
import { numberFlag, printVerdict } from '../measure/verdict.ts';
import { inventedCard } from '../stage/hall-card.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { wait } from '../stage/start-stage.ts';
import { startFarHall, type FarHall } from './far-hall.ts';
import { closeNetwork, network, openNetwork, plugIn, pullOut } from './namespaces.ts';

const limits = { firstPictureP95Ms: 500, localGaps: 0, remoteGapOffMs: 200, backWithinMs: 5000 } as const;
const peerPort = 7443;
const cutMs = 10_000;
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

async function callOnce(from: FarHall, to: FarHall, peerId: never): Promise<number> {
  await from.ask('call.dial', { peerId });
  const { call } = await to.until((state) => state.call?.state === 'ringing', 10_000, 'it rings');
  const answeredAt = performance.now();
  await to.ask('call.accept', { callId: call!.callId });
  await Promise.all([from, to].map((hall) => hall.until(isOnLine, 15_000, 'on the line')));
  return performance.now() - answeredAt;
}

function gapsOf(journal: readonly JournalEntry[], isRemote: boolean, afterUs: number): readonly number[] {
  return entriesOf(journal, 'gap.found')
    .filter(({ body }) => body.trackId.startsWith('remote-') === isRemote && body.toUs > afterUs)
    .map(({ body }) => (body.toUs - body.fromUs) / 1000);
}

async function test(): Promise<boolean> {
  const home = mkdtempSync(path.join(tmpdir(), 'tarazy-network-'));
  const small = { widthPx: 640, heightPx: 360, framesPerSecond: 15 };
  const cameras = ordinaryCourtroom.cameras.map((camera) => ({ ...camera, ...small }));
  const lab = await startLab({ ...ordinaryCourtroom, cameras });
  const halls: FarHall[] = [];
  openNetwork();
  try {
    const listening = { TARAZY_PEER_PORT: String(peerPort), TARAZY_PEER_HOST: network.a.address };
    const a = await startFarHall(network.a.namespace, {
      env: lab.env,
      homeFolder: path.join(home, 'a'),
      hallEnv: listening,
    });
    halls.push(a);
    const b = await startFarHall(network.b.namespace, { env: lab.env, homeFolder: path.join(home, 'b'), hallEnv: {} });
    halls.push(b);
    await a.ask('hall.set-up', { card: hallOf('First court', 'Microphone Judge', 'Camera Judge') });
    await b.ask('hall.set-up', { card: hallOf('Second court', 'Microphone Witness', 'Camera Hall') });
    const { code } = await a.ask('peer.invite', {});
    await b.ask('peer.join', { host: network.a.address, port: peerPort, code });
    for (const hall of halls)
      await hall.until((state) => state.peers[0]?.link === 'up', 10_000, 'the halls are linked');
    for (const hall of halls) {
      const { hearingId } = await hall.ask('hearing.plan', { card: inventedCard });
      await hall.ask('hearing.check', { hearingId });
      await hall.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
      await hall.ask('hearing.open', { hearingId, override: { reason: 'trial', person: 'trial' } });
      await hall.until((state) => state.lamp.state === 'recording', 20_000, 'the lamp is lit');
    }
    await wait(3000);
    const { peers } = await a.until((state) => state.peers.length > 0, 1000, 'a peer is there');
    const timesMs: number[] = [];
    for (let call = 0; call < numberFlag('calls', 10); call += 1) {
      timesMs.push(await callOnce(a, b, peers[0]!.id as never));
      say(`call ${String(call + 1)}: first picture on both sides after ${timesMs.at(-1)!.toFixed()} ms`);
      await wait(1000);
      await a.ask('call.end', {});
      await b.until((state) => state.call?.state === 'ended', 5000, 'the call is over');
      await wait(700);
    }
    await callOnce(a, b, peers[0]!.id as never);
    await wait(3000);
    const cutAt = await a.until((state) => state.hearing !== null, 1000, 'the hearing is held');
    pullOut('a');
    say('cable pulled');
    await wait(cutMs);
    plugIn('a');
    const pluggedAt = performance.now();
    await wait(500);
    await Promise.all(halls.map((hall) => hall.until(isOnLine, 30_000, 'back on the line')));
    const backMs = performance.now() - pluggedAt;
    say(`back on the line ${backMs.toFixed()} ms after the cable`);
    await wait(3000);
    const intact: boolean[] = [];
    const localGaps: number[] = [];
    const remoteGapsMs: number[] = [];
    await a.ask('call.end', {});
    for (const [index, hall] of halls.entries()) {
      await hall.ask('hearing.end', { byOralOrder: false });
      const journal = readJournal(onlyHearingFolder(path.join(home, index === 0 ? 'a' : 'b')));
      const { hearingId } = entriesOf(journal, 'hearing.planned')[0]!.body;
      intact.push((await hall.ask('record.verify', { hearingId })).intact);
      localGaps.push(gapsOf(journal, false, 0).length);
      remoteGapsMs.push(Math.max(0, ...gapsOf(journal, true, cutAt.hearing!.nowUs)));
    }
    const sorted = timesMs.toSorted((one, other) => one - other);
    const firstPictureP95Ms = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.95) - 1)] ?? Number.NaN;
    const remoteGapOffMs = Math.max(...remoteGapsMs.map((gapMs) => Math.abs(gapMs - cutMs - backMs)));
    const ok =
      firstPictureP95Ms <= limits.firstPictureP95Ms &&
      localGaps.every((count) => count === limits.localGaps) &&
      remoteGapOffMs <= limits.remoteGapOffMs &&
      backMs <= limits.backWithinMs &&
      intact.every((each) => each);
    const figures = { timesMs, firstPictureP95Ms, localGaps, remoteGapsMs, remoteGapOffMs, backMs, intact };
    printVerdict({ name: 'network', ok, figures, limits });
    return ok;
  } finally {
    for (const hall of halls.reverse()) await hall.stop();
    closeNetwork();
    await lab.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

process.exitCode = (await test()) ? 0 : 1;
