import { expect, test } from '@playwright/test';
import { defaultVideo } from '#domain/seats.ts';
import { arrivals } from '../lab/acoustic-room.ts';
import { hallOf } from '../stage/hall-card.ts';
import { startStage, type Stage } from '../stage/start-stage.ts';

/* P16.1, P36: whether sound and picture belong together, by monitors that flash to a loudspeaker's beeps, in the recorded file; and what a call sends back of its own voice. */

const lateMs = 160;
const video = { ...defaultVideo, width: 640, height: 360 };
const cameras = ['prompt', 'slow', 'away'] as const;
const card = hallOf({ cameras, microphones: ['judge'], loudspeakers: ['front'] }, video);
const bench = { x: 1280, y: 0, width: 1280, height: 720 };
let stage: Stage;
test.beforeAll(async () => {
  stage = await startStage({
    lab: {
      screen: { widthPx: 2560, heightPx: 800 },
      cameras: cameras.map((name) => ({
        ...{ name: `cam-${name}`, label: `Camera ${name}`, widthPx: video.width, heightPx: video.height },
        ...{ framesPerSecond: video.frameRate, sight: { noise: 1, ...(name === 'slow' ? { delay: lateMs } : {}) } },
      })),
      acoustics: {
        loudspeakers: [{ name: 'front', label: 'Loudspeaker front' }],
        microphones: [{ name: 'judge', label: 'Microphone judge' }],
      },
    },
    windows: { console: { x: 0, y: 0, width: 1280, height: 800 }, bench, screen: null },
  });
  await stage.lab.acoustics!.way('front', 'judge', arrivals([10, 0.5]));
  for (const name of ['cam-prompt', 'cam-slow']) {
    const spot = { x: bench.x + bench.width / 2, y: bench.y + bench.height / 2 };
    await stage.lab.cameras.get(name)!.watch({ display: stage.lab.env['DISPLAY']!, ...spot });
  }
  await stage.ask('hall.set-up', { card });
});
test.afterAll(async () => {
  await stage.stop();
});

test('a camera whose picture comes late is told by how much, one that sees no monitor is left alone', async ({}, info) => {
  await stage.ask('hall.check', { only: [{ kind: 'lip-sync', subject: null }] });
  await stage.until(({ check }) => check?.flashes != null, 60_000, 'the monitors flash');
  const page = await stage.page('bench');
  await expect(page.getByText('Проверка звука и изображения')).toBeVisible();
  await page.screenshot({ path: info.outputPath('bench-flashes.png') });
  const { check } = await stage.until((state) => state.check?.state === 'done', 90_000, 'the check is done');
  await expect(page.getByText('Проверка звука и изображения')).toBeHidden();
  const synced = check!.items.filter(({ kind }) => kind === 'lip-sync');
  expect(synced.map(({ subject, findings }) => [subject, ...findings])).toEqual([
    ['camera-prompt'],
    ['camera-slow', 'sound-early'],
  ]);
  const [prompt, slow] = synced.map(({ figures }) => figures['soundLateMs']!);
  info.annotations.push({ type: 'sound late, ms', description: `${String(prompt)} ${String(slow)}` });
  expect(prompt! - slow!).toBeGreaterThan(lateMs - 40);
  expect(prompt! - slow!).toBeLessThan(lateMs + 40);
});

test('what a loudspeaker plays of the line is taken out of what the call sends, and by how much is told', async ({}, info) => {
  await stage.ask('hall.check', { variant: 'full' });
  await stage.until(({ check }) => check?.state === 'running', 5000, 'the check runs');
  const { check } = await stage.until((state) => state.check?.state === 'done', 180_000, 'the check is done');
  const microphone = check!.items.find(({ kind }) => kind === 'microphone')!;
  info.annotations.push({ type: 'microphone', description: JSON.stringify(microphone) });
  expect(microphone.figures['echoTakenDb']).toBeGreaterThan(20);
  expect(microphone.findings).not.toContain('echo-kept');
});
