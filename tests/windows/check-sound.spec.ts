import { expect, test } from '@playwright/test';
import { arrivals, reverberation, type AcousticRoom } from '../lab/acoustic-room.ts';
import { inventedCard, soundHall } from '../stage/hall-card.ts';
import { lookOver } from '../stage/look-over.ts';
import { startStage, wait, type Stage } from '../stage/start-stage.ts';
import { gaussianNoise } from '../unit/measure/noise.ts';

/* P16.1, P27: what the hall's loudspeakers play is heard by its microphones, and whoever does not is named, with nobody speaking. */

const microphones = ['judge', 'secretary', 'witness', 'defence'] as const;
const loudspeakers = ['front', 'back'] as const;
const rate = 48_000;
let stage: Stage;
let room: AcousticRoom;
test.beforeAll(async () => {
  stage = await startStage({
    lab: {
      acoustics: {
        loudspeakers: loudspeakers.map((name) => ({ name, label: `Loudspeaker ${name}` })),
        microphones: microphones.map((name) => ({ name, label: `Microphone ${name}` })),
      },
    },
    windows: { console: { x: 0, y: 0, width: 1280, height: 800 }, bench: null, screen: null },
  });
  room = stage.lab.acoustics!;
  await stage.ask('hall.set-up', { card: soundHall });
});
test.afterAll(async () => {
  await stage.stop();
});

/** A quiet room in which every microphone hears both loudspeakers, the nearer one earlier and louder. */
async function healthyRoom(): Promise<void> {
  for (const [at, microphone] of microphones.entries()) {
    for (const [nr, loudspeaker] of loudspeakers.entries()) {
      const metres = 2 + 2 * Math.abs(at - 3 * nr);
      await room.way(loudspeaker, microphone, arrivals([metres * 2.9, 1 / metres], [metres * 2.9 + 11, 0.3 / metres]));
    }
    await room.loop(microphone, gaussianNoise(rate, 0.0006));
    await room.chain(microphone, { gain: 1, clipAt: 1 });
  }
}

type Findings = readonly (readonly [string, string, ...string[]])[];
async function check(): Promise<Findings> {
  const { hearingId } = await stage.ask('hearing.plan', { card: inventedCard });
  await stage.ask('hearing.check', { hearingId });
  const state = await stage.until(
    ({ check: now }) => now?.hearingId === hearingId && now.state === 'done',
    90_000,
    'the check is done',
  );
  return state
    .check!.items.filter(({ kind }) => kind === 'microphone' || kind === 'loudspeaker')
    .map(({ subject, verdict, findings }) => [subject, verdict, ...findings] as const);
}

test('a hall that hears itself is ready although nobody spoke, and each fault of its sound is told by name', async () => {
  test.setTimeout(240_000);
  await healthyRoom();
  expect(await check()).toEqual([
    ['mic-judge', 'good'],
    ['mic-secretary', 'good'],
    ['mic-witness', 'good'],
    ['mic-defence', 'good'],
    ['front', 'good'],
    ['back', 'good'],
  ]);
  // The judge's microphone overdrives, the witness's is dead but for its own noise, another stands in a bath, and one loudspeaker is off.
  await room.chain('judge', { gain: 8, clipAt: 0.25 });
  for (const microphone of microphones) await room.way('back', microphone, null);
  await room.way('front', 'witness', null);
  await room.way('front', 'secretary', reverberation(2.5, 0.3, gaussianNoise(4 * rate, 1)));
  expect(await check()).toEqual([
    ['mic-judge', 'look', 'distorted'],
    ['mic-secretary', 'look', 'reverberant'],
    ['mic-witness', 'bad', 'deaf'],
    ['mic-defence', 'good'],
    ['front', 'good'],
    ['back', 'bad', 'not-heard'],
  ]);
  const desk = await stage.page('console');
  for (const language of ['kk', 'en', 'ru']) {
    await desk.locator(`button[lang="${language}"]`).click();
    await wait(200);
    await desk.screenshot({ path: test.info().outputPath(`check-sound-${language}.png`) });
    expect(await lookOver(desk), language).toEqual([]);
  }
});
