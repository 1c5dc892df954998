import { inventedCard, ordinaryHall } from '../../stage/hall-card.ts';
import { askPage } from '../../stage/ask-page.ts';
import { sideBySide, startStage, wait } from '../../stage/start-stage.ts';
import type { Lab } from '../../lab/start-lab.ts';
import { median, say } from '../verdict.ts';

/** The stretch that is asked for must be on the disk. */
const recordedMs = 40_000;
const betweenMs = 3000;

/**
 * Runs in the console. Presses «repeat 30 s» and waits for the first picture on the screen; then plays another MP4 of the
 * same stretch, which lies ready and was never loaded, in a bare video element of the same size and as loud. ms of each.
 */
const playBoth = (ready: string): string => `(async () => {
  const firstFrame = (video) => new Promise((resolve) => video.requestVideoFrameCallback(() => resolve(performance.now())));
  const appears = (find) => new Promise((resolve) => {
    const look = () => { const found = find(); if (found) resolve(found); else requestAnimationFrame(look); };
    look();
  });
  const button = [...document.querySelectorAll('button')].find((each) => /(^|\\D)30(\\D|$)/.test(each.textContent));
  const pressedAt = performance.now();
  button.click();
  const player = await appears(() => document.querySelector('section[class*="player"] video[src]'));
  const readBackMs = (await firstFrame(player)) - pressedAt;
  const { left, top, width, height } = player.getBoundingClientRect();
  [...document.querySelectorAll('section[class*="player"] button')].at(-1).click();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const bare = document.createElement('video');
  bare.style = 'position:fixed;left:' + left + 'px;top:' + top + 'px;width:' + width + 'px;height:' + height + 'px';
  document.body.append(bare);
  const beganAt = performance.now();
  bare.src = ${JSON.stringify(ready)};
  void bare.play();
  const bareMs = (await firstFrame(bare)) - beganAt;
  bare.remove();
  return { readBackMs, bareMs };
})()`;

/** From the press of «repeat 30 s» to its first picture ÷ the same for an MP4 that lies ready, while the hall is recorded. */
export async function readBackRatio(lab: Lab, runs: number): Promise<number> {
  const stage = await startStage({ openLab: lab, windows: { console: sideBySide.console, bench: null } });
  try {
    await stage.ask('hall.set-up', { card: ordinaryHall });
    const { hearingId } = await stage.ask('hearing.plan', { card: inventedCard });
    await stage.ask('hearing.select', { hearingId });
    await stage.ask('hearing.check', { hearingId });
    await stage.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
    await stage.ask('hearing.open', { hearingId, override: { reason: 'measurement', person: 'measurement' } });
    await stage.until((state) => state.lamp.state === 'recording', 20_000, 'the lamp is lit');
    await wait(recordedMs);
    const ratios: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const { lamp } = await stage.until(() => true, 1000, 'a state');
      const toUs = Math.max(...lamp.tracks.map(({ writtenToUs }) => writtenToUs ?? 0));
      const asked = { hearingId, fromUs: toUs - 30_000_000, toUs, camera: ordinaryHall.seats[0]!.id as string };
      const ready = await stage.ask('read-back.prepare', asked);
      // By then it lies on the disk.
      await wait(betweenMs);
      const times = await askPage(stage.debugPort, 'tarazy://app/console/', playBoth(ready.url));
      const { readBackMs, bareMs } = times as Readonly<{ readBackMs: number; bareMs: number }>;
      say(
        `read-back: first picture after ${readBackMs.toFixed(0)} ms, of a file that lies ready ${bareMs.toFixed(0)} ms`,
      );
      ratios.push(readBackMs / bareMs);
    }
    await stage.ask('hearing.end', { byOralOrder: false });
    return median(ratios);
  } finally {
    await stage.stop();
  }
}
