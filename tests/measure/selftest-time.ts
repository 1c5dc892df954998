/**
 * `npm run measure -- selftest-time [--runs N]`: how long the check of a large hall takes, from the press to the verdict: eight microphones,
 * four cameras and two loudspeakers in an acoustic room, with the windows open. Seconds are promised to people here.
 *   quick     nobody speaks and nothing is heard; the devices are open, as on the screen of a hearing's check
 *   standard  some seconds in which people may speak, then each loudspeaker; the first one opens the devices
 *   full      the same with the long signal; beyond what is played
 */
import { defaultVideo } from '#domain/seats.ts';
import { echoSignal, fullWaySignal, signalLengthS, syncSignal } from '#measure/check-signal.ts';
import { arrivals } from '../lab/acoustic-room.ts';
import { hallOf, inventedCard } from '../stage/hall-card.ts';
import { startStage } from '../stage/start-stage.ts';
import { numberFlag, printVerdict, say } from './verdict.ts';

const limits = { quickS: 8, standardS: 30, fullBeyondSignalsS: 30 };
const runs = numberFlag('runs', 2);
const microphones = ['judge', 'secretary', 'witness', 'defence', 'claimant', 'prosecutor', 'expert', 'interpreter'];
const loudspeakers = ['front', 'back'];
const cameras = ['bench', 'parties', 'witness', 'hall'];
const card = hallOf({ cameras, microphones, loudspeakers });

const stage = await startStage({
  lab: {
    cameras: cameras.map((name) => ({
      ...{ name: `cam-${name}`, label: `Camera ${name}` },
      ...{ widthPx: defaultVideo.width, heightPx: defaultVideo.height, framesPerSecond: defaultVideo.frameRate },
    })),
    acoustics: {
      loudspeakers: loudspeakers.map((name) => ({ name, label: `Loudspeaker ${name}` })),
      microphones: microphones.map((name) => ({ name, label: `Microphone ${name}` })),
    },
  },
});
try {
  for (const [at, microphone] of microphones.entries())
    for (const loudspeaker of loudspeakers)
      await stage.lab.acoustics!.way(loudspeaker, microphone, arrivals([5 + at, 0.4]));
  await stage.ask('hall.set-up', { card });
  const { hearingId } = await stage.ask('hearing.plan', { card: inventedCard });
  const seconds: Record<'quick' | 'standard' | 'full', number[]> = { quick: [], standard: [], full: [] };
  for (let run = 0; run < runs; run += 1)
    for (const variant of ['standard', 'full', 'quick'] as const) {
      const pressedAt = performance.now();
      await stage.ask('hearing.check', { hearingId, variant });
      await stage.until(({ check: now }) => now?.state === 'running', 5000, 'the check runs');
      await stage.until(({ check: now }) => now?.remainingMs === 0, 180_000, 'all is recorded');
      const recordedS = (performance.now() - pressedAt) / 1000;
      const { check } = await stage.until(
        (state) => state.check?.state === 'done' && performance.now() - pressedAt > 1000,
        180_000,
        'the check is done',
      );
      const tookS = (performance.now() - pressedAt) / 1000;
      seconds[variant].push(tookS);
      const wrong = check!.items.filter(({ verdict, kind }) => verdict === 'bad' && kind !== 'monitor');
      say(
        `${variant}: ${tookS.toFixed(1)} s, recorded after ${recordedS.toFixed(1)}, ${String(check!.items.length)} items; ${wrong.map(({ subject, findings }) => `${subject} ${findings.join('+')}`).join(', ')}`,
      );
    }
  const signalsS =
    loudspeakers.length * signalLengthS(fullWaySignal) + signalLengthS(syncSignal) + signalLengthS(echoSignal);
  const most = (of: readonly number[]): number => Math.max(...of);
  const figures = {
    quickS: most(seconds.quick),
    standardS: most(seconds.standard),
    fullBeyondSignalsS: most(seconds.full) - signalsS,
  };
  const ok =
    figures.quickS <= limits.quickS &&
    figures.standardS <= limits.standardS &&
    figures.fullBeyondSignalsS <= limits.fullBeyondSignalsS;
  printVerdict({ name: 'selftest-time', ok, figures, limits });
} finally {
  await stage.stop();
}
