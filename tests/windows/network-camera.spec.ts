import { expect, test, type Page } from '@playwright/test';
import type { SeatId } from '#domain/ids.ts';
import type { HallCard, SeatPlace } from '#domain/seats.ts';
import { startRtspCamera, type RtspCamera } from '../lab/cameras/rtsp-camera.ts';
import { ordinaryCourtroom, startLab, type Lab } from '../lab/start-lab.ts';
import { inventedCard } from '../stage/hall-card.ts';
import { lookOver } from '../stage/look-over.ts';
import { onlyHearingFolder } from '../stage/record-files.ts';
import { freePort, startStage, wait, type Stage, type StageWindow } from '../stage/start-stage.ts';

/* A network camera from its address in the set-up to the monitors, the public's screen and another hall. */

test.describe.configure({ mode: 'serial' });
let lab: Lab | undefined;
let camera: RtspCamera;
let near: Stage;
let far: Stage;
const halls: Stage[] = [];
let desk: Page;

function hallOf(court: string, place: SeatPlace, label: string): HallCard {
  const device = { path: 'browser', label, deviceId: '' } as const;
  return {
    court,
    hall: '1',
    seats: [{ id: 'voice' as SeatId, kind: 'microphone', place, name: '', gated: false, device }],
  };
}

test.beforeAll(async () => {
  camera = await startRtspCamera({ pattern: 'smpte', width: 1280, height: 720 });
  lab = await startLab({ ...ordinaryCourtroom, screen: { widthPx: 3840, heightPx: 2160 }, cameras: [] });
  const port = await freePort();
  near = await startStage({
    openLab: lab,
    windows: {
      console: { x: 0, y: 0, width: 1280, height: 800 },
      bench: { x: 1920, y: 0, width: 1280, height: 800 },
      screen: { x: 0, y: 1080, width: 1280, height: 800 },
    },
    env: { TARAZY_PEER_PORT: String(port), TARAZY_PEER_HOST: '127.0.0.1' },
  });
  halls.push(near);
  far = await startStage({
    openLab: lab,
    windows: { console: null, bench: { x: 1920, y: 1080, width: 1280, height: 800 }, screen: null },
  });
  halls.push(far);
  await near.ask('hall.set-up', { card: hallOf('Алматы қалалық соты', 'judge', 'Microphone Judge') });
  await far.ask('hall.set-up', { card: hallOf('Second court', 'witness', 'Microphone Witness') });
  const { code } = await near.ask('peer.invite', {});
  await far.ask('peer.join', { host: '127.0.0.1', port, code });
  for (const hall of halls)
    await hall.until((state) => state.peers.some((peer) => peer.link === 'up'), 10_000, 'the halls see each other');
  desk = await near.page('console');
  await desk.locator('button[lang="ru"]').click();
});
test.afterAll(async () => {
  for (const hall of halls.reverse()) await hall.stop();
  await lab?.stop();
  await camera.stop();
});

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: test.info().outputPath(`${name}.png`) });
}

/** What a window shows: the size of a picture that moves and is not black; null while there is none. */
async function seenOn(page: Page): Promise<Readonly<{ width: number; height: number }> | null> {
  return page.evaluate(async () => {
    for (const video of document.querySelectorAll('video')) {
      if (video.videoWidth === 0 || !video.checkVisibility()) continue;
      const from = video.currentTime;
      await new Promise((resolve) => setTimeout(resolve, 400));
      const pen = new OffscreenCanvas(32, 18).getContext('2d');
      pen?.drawImage(video, 0, 0, 32, 18);
      const luma = pen?.getImageData(0, 0, 32, 18).data ?? new Uint8ClampedArray();
      if (video.currentTime > from && Math.max(...luma.filter((_, at) => at % 4 === 1)) > 100)
        return { width: video.videoWidth, height: video.videoHeight };
    }
    return null;
  });
}
/** How many pictures of network cameras a window decodes. */
const decodersOf = (page: Page): number =>
  page.workers().filter((worker) => worker.url().includes('network-worker')).length;
/** Waits until it shows one. */
async function sizeSeen(page: Page): Promise<Readonly<{ width: number; height: number }>> {
  for (const endsAt = performance.now() + 60_000; performance.now() < endsAt;) {
    const size = await seenOn(page);
    if (size !== null) return size;
  }
  throw new Error(`no picture was seen on ${page.url()}`);
}

test('a technician adds it by its address, which holds no password, and is told in three languages what is wrong with one that does', async () => {
  await desk.getByRole('button', { name: 'Настройка зала' }).click();
  // The screen of a hall that was not set up yet left its draft behind.
  await desk.getByRole('button', { name: 'Не менять' }).click();
  await desk.getByRole('button', { name: 'Настройка зала' }).click();
  const next = desk.getByRole('button', { name: 'ДАЛЕЕ' });
  await next.click();
  await next.click();
  const address = desk.getByLabel('Сетевая камера: адрес RTSP');
  await address.fill(camera.url.replace('rtsp://', 'rtsp://admin:secret@'));
  await address.press('Enter');
  await expect(desk.getByRole('alert').filter({ hasText: 'SET-106' })).toBeVisible();
  expect(await desk.getByRole('alert').innerText()).not.toContain('secret');
  for (const language of ['kk', 'en', 'ru']) {
    await desk.locator(`button[lang="${language}"]`).click();
    await wait(200);
    await shoot(desk, `set-up-refused-${language}`);
    expect(await lookOver(desk), language).toEqual([]);
  }
  await address.fill(camera.url);
  await desk.getByRole('button', { name: 'Добавить камеру' }).click();
  await expect(desk.getByText('Изображение появится после сохранения.')).toBeVisible();
  await desk.getByLabel('Место').selectOption('witness-view');
  await shoot(desk, 'set-up-added');
  expect(await lookOver(desk)).toEqual([]);
  await next.click();
  await next.click();
  await desk.getByRole('button', { name: 'СОХРАНИТЬ' }).click();
  const { hall } = await near.until((state) => state.hall.seats.length === 2, 10_000, 'it is in the card');
  expect(hall.seats[1]).toMatchObject({ id: 'witness-view', device: { path: 'network', url: camera.url } });
});

test('once it is in the hall the set-up shows it before any hearing, and only while its step is looked at', async () => {
  await desk.getByRole('button', { name: 'Настройка зала' }).click();
  const next = desk.getByRole('button', { name: 'ДАЛЕЕ' });
  await next.click();
  await wait(2000);
  expect(decodersOf(desk)).toBe(0);
  await next.click();
  await sizeSeen(desk);
  await shoot(desk, 'set-up-seen');
  await desk.getByRole('button', { name: 'Управление камерами' }).click();
  await expect(desk.getByLabel('Адрес камеры')).toHaveValue('127.0.0.1');
  await sizeSeen(desk);
  await shoot(desk, 'camera-control');
  expect(await lookOver(desk)).toEqual([]);
  await desk.getByRole('button', { name: 'Назад' }).click();
  await desk.getByRole('button', { name: 'Не менять' }).click();
  await expect.poll(() => decodersOf(desk)).toBe(0);
});

test('after the check and in the hearing it is seen on the console, the bench and the screen of the hall, and recorded', async () => {
  const { hearingId } = await near.ask('hearing.plan', { card: inventedCard });
  await near.ask('hearing.check', { hearingId });
  await near.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  await sizeSeen(desk);
  await shoot(desk, 'check');
  await near.ask('hearing.open', { hearingId, override: { reason: 'trial', person: 'trial' } });
  await near.until((state) => state.lamp.state === 'recording', 30_000, 'the lamp is lit');
  await near.ask('monitors.arrange', { choice: 'overview' });
  for (const window of ['console', 'bench', 'screen'] as const satisfies readonly StageWindow[]) {
    const page = await near.page(window);
    await sizeSeen(page);
    await shoot(page, `hearing-${window}`);
  }
  const { lamp } = await near.until(() => true, 1000, 'a state');
  expect(lamp.tracks.find(({ trackId }) => (trackId as string) === 'witness-view')).toMatchObject({ state: 'written' });
});

test('it is sent to another hall, small as every picture of a call', async () => {
  const { hearingId } = await far.ask('hearing.plan', { card: inventedCard });
  await far.ask('hearing.check', { hearingId });
  await far.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  await far.ask('hearing.open', { hearingId, override: { reason: 'trial', person: 'trial' } });
  await far.until((state) => state.lamp.state === 'recording', 20_000, 'the lamp is lit');
  const { peers } = await near.until((state) => state.peers.length > 0, 1000, 'a peer');
  await near.ask('call.dial', { peerId: peers[0]!.id });
  const ringing = await far.until((state) => state.calls[0]?.state === 'ringing', 15_000, 'it rings');
  await far.ask('call.accept', { callId: ringing.calls[0]!.callId });
  for (const hall of halls) await hall.until((state) => state.calls[0]?.state === 'connected', 20_000, 'on the line');
  const bench = await far.page('bench');
  expect((await sizeSeen(bench)).width).toBeLessThanOrEqual(640);
  await shoot(bench, 'other-hall');
});

test('P6: in a closed session console and bench keep it, and the call decodes nothing more of it', async () => {
  const line = await near.page('call');
  expect(decodersOf(line)).toBeGreaterThan(0);
  await near.ask('session.close', { byOralOrder: false });
  await expect.poll(async () => decodersOf(await near.page('call'))).toBe(0);
  await sizeSeen(desk);
  await sizeSeen(await near.page('bench'));
  await near.ask('session.reopen', { byOralOrder: false });
});

test('L5: in deliberation it is gone everywhere, and it is back when the hearing goes on', async () => {
  await near.ask('hearing.pause', { pause: 'deliberation', byOralOrder: true, note: '' });
  for (const window of ['console', 'bench', 'screen'] as const) {
    const page = await near.page(window);
    expect(await seenOn(page)).toBeNull();
    await expect.poll(() => decodersOf(page)).toBe(0);
    await shoot(page, `deliberation-${window}`);
  }
  expect(decodersOf(await near.page('call'))).toBe(0);
  const { alarms } = await near.until(() => true, 1000, 'a state');
  expect(alarms.map(({ fault }) => fault.key)).not.toContain('recorder.still-open');
  await near.ask('hearing.resume', { byOralOrder: true });
  await near.until((state) => state.lamp.state === 'recording', 30_000, 'the lamp is lit');
  await sizeSeen(desk);
  await sizeSeen(await near.page('bench'));
});

test('one that is switched off is told and shown as not there, not as a picture that stands still, and comes back by itself', async () => {
  await camera.kill();
  await near.until((state) => state.alarms.some(({ fault }) => fault.key === 'camera.no-picture'), 10_000, 'an alarm');
  await expect(desk.getByText('устройство не открывается')).toBeVisible();
  await shoot(desk, 'switched-off');
  await camera.startAgain();
  await sizeSeen(desk);
  await sizeSeen(await near.page('bench'));
  await near.ask('hearing.end', { byOralOrder: false });
  const { hearing } = await near.until((state) => state.hearing?.phase === 'ended', 20_000, 'the end');
  expect(onlyHearingFolder(near.homeFolder)).not.toBe('');
  expect(await near.ask('record.verify', { hearingId: hearing!.hearingId })).toMatchObject({ intact: true });
});
