import { expect, test } from '@playwright/test';
import type { HallState } from '#contract/papers.ts';
import type { SeatId } from '#domain/ids.ts';
import type { HallCard, SeatPlace } from '#domain/seats.ts';
import { decodeComplaints } from '../demo/decode.ts';
import { ordinaryCourtroom, startLab, type Lab } from '../lab/start-lab.ts';
import { notePictures, picturesNoted } from '../network/media-seen.ts';
import { inventedCard } from '../stage/hall-card.ts';
import { meanDbWhileMuted } from '../stage/muted-record.ts';
import { entriesOf, filesUnder, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { freePort, sideBySide, startStage, wait, type Stage } from '../stage/start-stage.ts';

/* Two whole halls in one laboratory, each with one camera and one microphone, on real WebRTC. */

test.describe.configure({ mode: 'serial' });
let lab: Lab | undefined;
let near: Stage;
let far: Stage;
const halls: Stage[] = [];

function smallHall(court: string, place: SeatPlace, microphone: string, camera: string): HallCard {
  const video = { width: 640, height: 360, frameRate: 15, bitrateBps: 600_000 };
  const device = (label: string) => ({ path: 'browser', label, deviceId: '' }) as const;
  const seat = { name: '', gated: false } as const;
  return {
    court,
    hall: '1',
    seats: [
      { ...seat, id: 'voice' as SeatId, kind: 'microphone', place, device: device(microphone) },
      { ...seat, id: 'view' as SeatId, kind: 'camera', place: 'hall', device: device(camera), video },
    ],
  };
}

async function openHearing(hall: Stage): Promise<void> {
  const { hearingId } = await hall.ask('hearing.plan', { card: inventedCard });
  await hall.ask('hearing.check', { hearingId });
  await hall.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  await hall.ask('hearing.open', { hearingId, override: { reason: 'trial', person: 'trial' } });
  await hall.until((state) => state.lamp.state === 'recording', 20_000, 'the lamp is lit');
}

const writesRemote = (state: HallState): boolean =>
  state.lamp.tracks.filter((track) => track.trackId.startsWith('remote-') && track.state === 'written').length === 2;

test.beforeAll(async () => {
  const [judge, hall] = ordinaryCourtroom.cameras;
  const small = { widthPx: 640, heightPx: 360, framesPerSecond: 15 };
  lab = await startLab({
    ...ordinaryCourtroom,
    screen: { widthPx: 3840, heightPx: 2160 },
    cameras: [
      { ...judge, ...small },
      { ...hall, ...small },
    ],
  });
  const port = await freePort();
  const screen = { x: 0, y: 1080, width: 1280, height: 800 };
  near = await startStage({
    openLab: lab,
    windows: { ...sideBySide, screen },
    env: { TARAZY_PEER_PORT: String(port), TARAZY_PEER_HOST: '127.0.0.1' },
  });
  halls.push(near);
  far = await startStage({ openLab: lab, windows: { console: null, bench: null, screen: null } });
  halls.push(far);
  await near.ask('hall.set-up', { card: smallHall('First court', 'judge', 'Microphone Judge', 'Camera Judge') });
  await far.ask('hall.set-up', { card: smallHall('Second court', 'witness', 'Microphone Witness', 'Camera Hall') });
  const { code } = await near.ask('peer.invite', {});
  await far.ask('peer.join', { host: '127.0.0.1', port, code });
  for (const hall of halls) {
    await hall.until((state) => state.peers.some((peer) => peer.link === 'up'), 10_000, 'the halls see each other');
  }
});
test.afterAll(async () => {
  for (const hall of halls.reverse()) await hall.stop();
  await lab?.stop();
});

/** Makes a call window keep the connections that it makes from now on. */
async function keepConnections(hall: Stage): Promise<void> {
  await (
    await hall.page('call')
  ).evaluate(() => {
    const Native = RTCPeerConnection;
    const kept: RTCPeerConnection[] = [];
    Object.assign(window, { kept });
    window.RTCPeerConnection = class extends Native {
      constructor(given?: RTCConfiguration) {
        super(given);
        kept.push(this);
      }
    };
  });
}
/** Whether the last of them stands, and what it has sent of sound and picture by now. */
async function sentBy(hall: Stage): Promise<Readonly<{ stands: boolean; packets: number }>> {
  return await (
    await hall.page('call')
  ).evaluate(async () => {
    const connection = (window as unknown as { kept: RTCPeerConnection[] }).kept.at(-1);
    const all = [...((await connection?.getStats())?.values() ?? [])] as { type: string; packetsSent?: number }[];
    const sent = all.filter(({ type }) => type === 'outbound-rtp');
    return {
      stands: connection?.connectionState === 'connected',
      packets: sent.reduce((sum, { packetsSent }) => sum + (packetsSent ?? 0), 0),
    };
  });
}

test('a hall is called, answers, is seen on both monitors and written in both records', async () => {
  await openHearing(near);
  await openHearing(far);
  const peerId = (await near.until((state) => state.peers.length > 0, 1000, 'a peer')).peers[0]!.id;
  for (const hall of halls) await keepConnections(hall);
  await near.ask('call.dial', { peerId });
  const {
    calls: [call],
  } = await far.until((state) => state.calls[0]?.state === 'ringing', 15_000, 'it rings');
  // The way is laid while it rings, and neither hall sends a word or a picture over it.
  for (const hall of halls) await expect.poll(async () => (await sentBy(hall)).stands).toBe(true);
  await wait(2000);
  for (const hall of halls) {
    expect((await sentBy(hall)).packets).toBe(0);
    const state = await hall.until(() => true, 1000, 'a state');
    expect(state.calls[0]?.state).toBe(hall === near ? 'calling' : 'ringing');
    expect(writesRemote(state)).toBe(false);
  }
  await far.ask('call.accept', { callId: call!.callId });
  for (const hall of halls) await hall.until((state) => state.calls[0]?.state === 'connected', 20_000, 'on the line');
  for (const hall of halls) await hall.until(writesRemote, 20_000, 'the other hall is written');
  for (const window of ['bench', 'screen'] as const) {
    const page = await near.page(window);
    // A sender short of processor sends a smaller picture (WebRTC's own way), which is a picture all the same.
    await page.waitForFunction(
      () => [...document.querySelectorAll('video')].some((video) => video.videoWidth > 0 && video.currentTime > 0.5),
      undefined,
      { timeout: 40_000 },
    );
    await page.screenshot({ path: test.info().outputPath(`${window}.png`) });
  }
  await (await near.page('console')).screenshot({ path: test.info().outputPath('console.png') });
});

test('a hall that is muted with everybody else is heard in the hall no more, and recorded all the same', async () => {
  await near.ask('line.mute-all', { isMuted: true });
  await wait(4000);
  await near.ask('line.mute-all', { isMuted: false });
});

test('a call window that dies comes back with its monitors and the other hall, and no local sound is lost', async () => {
  const before = await near.page('call');
  const session = await before.context().newCDPSession(before);
  void session.send('Page.crash').catch(() => undefined);
  await near.until((state) => state.calls[0]?.state !== 'connected', 10_000, 'the call window is gone');
  await near.until(
    (state) => state.calls[0]?.state === 'connected' && state.benchConnected,
    20_000,
    'back on the line',
  );
  await near.until(writesRemote, 20_000, 'the other hall is written again');
  expect((await near.page('bench')).isClosed()).toBe(false);
  await wait(1000);
  const gaps = entriesOf(readJournal(onlyHearingFolder(near.homeFolder)), 'gap.found');
  expect(gaps.filter(({ body }) => body.trackId === ('voice' as string))).toEqual([]);
});

test("a camera that is pulled out in a call is seen by the other hall again when it's back", async () => {
  const page = await near.page('call');
  await page.evaluate(notePictures);
  const since = async (): Promise<number> => {
    const seen = await page.evaluate<readonly number[]>(picturesNoted);
    return (await page.evaluate(() => performance.timeOrigin + performance.now())) - (seen.at(-1) ?? 0);
  };
  const camera = lab!.cameras.get('cam-hall')!;
  await expect.poll(since, { timeout: 20_000 }).toBeLessThan(1000);
  await camera.unplug();
  await expect.poll(since, { timeout: 20_000 }).toBeGreaterThan(2000);
  await camera.plug();
  await expect.poll(since, { timeout: 60_000 }).toBeLessThan(1000);
});

test('both records end whole, with the other hall as tracks of their own', async () => {
  await near.ask('call.end', {});
  for (const hall of halls) {
    await hall.until((state) => state.calls[0]?.state === 'ended', 10_000, 'the call is over');
    await hall.ask('hearing.end', { byOralOrder: false });
    const folder = onlyHearingFolder(hall.homeFolder);
    const journal = readJournal(folder);
    const planned = entriesOf(journal, 'hearing.planned')[0]!;
    expect(await hall.ask('record.verify', { hearingId: planned.body.hearingId })).toMatchObject({ intact: true });
    const remote = filesUnder(folder).filter((file) => /tracks\Wremote-.*\.mkv$/.test(file));
    expect(remote.length).toBeGreaterThanOrEqual(2);
    for (const file of remote) expect(await decodeComplaints(file)).toEqual([]);
    expect(entriesOf(journal, 'link.connected').length).toBeGreaterThanOrEqual(1);
    expect(entriesOf(journal, 'link.ended')).toHaveLength(1);
  }
  expect(await meanDbWhileMuted(onlyHearingFolder(near.homeFolder), 'remote-hall')).toBeGreaterThan(-50);
});
