import { inventedCard, ordinaryHall } from '../../stage/hall-card.ts';
import { askPage } from '../../stage/ask-page.ts';
import { sideBySide, startStage, wait } from '../../stage/start-stage.ts';
import type { Lab } from '../../lab/start-lab.ts';
import { median, say } from '../verdict.ts';

/** The stretch that is asked for must be on the disk. */
const recordedMs = 40_000;
const betweenMs = 1500;

/**
 * Runs in the console. Presses «repeat 30 s» and waits for the first picture on the screen; then plays what was made, an MP4
 * that lies ready, in a bare video element. ms of each.
 */
const playBoth = `(async () => {
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
  const address = player.src;
  [...document.querySelectorAll('section[class*="player"] button')].at(-1).click();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const bare = document.createElement('video');
  bare.style = 'position:fixed;left:0;top:0;width:640px;height:360px';
  bare.muted = true;
  document.body.append(bare);
  const beganAt = performance.now();
  bare.src = address;
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
      await wait(betweenMs);
      const times = await askPage(stage.debugPort, 'tarazy://app/console/', playBoth);
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
