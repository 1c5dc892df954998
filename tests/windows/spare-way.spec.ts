import { expect, test } from '@playwright/test';
import type { HallState } from '#contract/papers.ts';
import type { SeatId } from '#domain/ids.ts';
import type { HallCard, SeatPlace } from '#domain/seats.ts';
import { startCable, type Cable } from '../flow/cable.ts';
import { ordinaryCourtroom, startLab, type Lab } from '../lab/start-lab.ts';
import { inventedCard } from '../stage/hall-card.ts';
import { freePort, startStage, type Stage } from '../stage/start-stage.ts';

/* Two whole halls on real WebRTC, joined by a cable that carries TCP and no datagram. */

test.describe.configure({ mode: 'serial' });
let lab: Lab | undefined;
let cable: Cable | undefined;
const halls: Stage[] = [];
/** The smallest console that must hold every word. */
const smallConsole = { x: 0, y: 0, width: 1280, height: 800 } as const;

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

const isSpare = ({ calls: [call] }: HallState): boolean => call?.state === 'connected' && call.way === 'spare';

test.beforeAll(async () => {
  const small = { widthPx: 640, heightPx: 360, framesPerSecond: 15 };
  lab = await startLab({
    ...ordinaryCourtroom,
    cameras: ordinaryCourtroom.cameras.map((camera) => ({ ...camera, ...small })),
  });
  const [port, cablePort] = [await freePort(), await freePort()];
  const env = { TARAZY_PEER_PORT: String(port), TARAZY_PEER_HOST: '127.0.0.1' };
  halls.push(await startStage({ openLab: lab, windows: { console: smallConsole, bench: null, screen: null }, env }));
  halls.push(await startStage({ openLab: lab, windows: { console: null, bench: null, screen: null } }));
  const [near, far] = halls as [Stage, Stage];
  cable = await startCable(cablePort, port);
  await near.ask('hall.set-up', {
    card: smallHall('Жамбыл облыстық соты', 'judge', 'Microphone Judge', 'Camera Judge'),
  });
  await far.ask('hall.set-up', {
    card: smallHall('Тараз қалалық соты', 'witness', 'Microphone Witness', 'Camera Hall'),
  });
  const { code } = await near.ask('peer.invite', {});
  await far.ask('peer.join', { host: '127.0.0.1', port: cablePort, code });
  for (const hall of halls)
    await hall.until((state) => state.peers.some((peer) => peer.link === 'up'), 10_000, 'the halls see each other');
});
test.afterAll(async () => {
  for (const hall of halls.reverse()) await hall.stop();
  cable?.close();
  await lab?.stop();
});

test('where UDP is shut a call stands by the spare way, seen and heard, and the console says so with a code', async () => {
  const [near, far] = halls as [Stage, Stage];
  const { hearingId } = await near.ask('hearing.plan', { card: inventedCard });
  await near.ask('hearing.check', { hearingId });
  await near.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  await near.ask('hearing.open', { hearingId, override: { reason: 'trial', person: 'trial' } });
  await near.until((state) => state.lamp.state === 'recording', 20_000, 'the lamp is lit');
  await near.ask('call.dial', {
    peerId: (await near.until((state) => state.peers.length > 0, 1000, 'a peer')).peers[0]!.id,
  });
  const { calls } = await far.until((state) => state.calls[0]?.state === 'ringing', 15_000, 'it rings');
  await far.ask('call.accept', { callId: calls[0]!.callId });
  for (const hall of halls) await hall.until(isSpare, 20_000, 'on the line by the spare way');
  const heard = await near.until(
    ({ calls: [call] }) => (call?.figures?.receive.framesPerSecond ?? 0) > 5,
    15_000,
    'pictures come',
  );
  expect(isSpare(heard)).toBe(true);
  const page = await near.page('console');
  for (const [language, words] of [
    ['ҚАЗ', 'қосалқы жолмен'],
    ['РУС', 'запасным путём'],
    ['ENG', 'by the spare way'],
  ] as const) {
    await near.until(isSpare, 20_000, 'it stands');
    await page.getByRole('button', { name: language }).click();
    const row = page.getByRole('status').filter({ hasText: words });
    await expect(row).toContainText('LNK-208');
    await page.screenshot({ path: test.info().outputPath(`spare-way-${language}.png`) });
  }
  await near.ask('call.end', {});
  await near.ask('hearing.end', { byOralOrder: false });
});
