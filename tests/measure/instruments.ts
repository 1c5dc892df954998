/**
 * `npm run measure -- instruments [--seed S]`: the instruments of the check against theory, in Electron through a sound server, encoder and
 * disk. One loudspeaker in a room of which every way is known, eight microphones; two cameras that see the judge's monitor, one of them late.
 *   indexOff     speech transmission index against (SNR + 15) / 30 beside speech-shaped noise of -10 … +15 dB, and against an
 *                exponential decay of RT60 0.3 … 3 s (Schroeder)
 *   overNoiseDb  signal over noise, against what was mixed, where the signal is the sweep
 *   latencyMs    how much later one microphone hears than the undisturbed one beside it
 *   lipSyncMs    how much the sound is late for one camera's picture, less the undisturbed one's
 */
import type { CheckItem } from '#domain/check/check-item.ts';
import { defaultVideo } from '#domain/seats.ts';
import { fullWaySignal, partOf, partSamples, signalRate } from '#measure/check-signal.ts';
import { indexOfDecay } from './selftest/index-of-decay.ts';
import { speechNoise } from './selftest/speech-noise.ts';
import { arrivals, reverberation } from '../lab/acoustic-room.ts';
import { hallOf } from '../stage/hall-card.ts';
import { startStage } from '../stage/start-stage.ts';
import { gaussianNoise } from '../unit/measure/noise.ts';
import { numberFlag, printVerdict, say } from './verdict.ts';

const limits = { indexOff: 0.02, overNoiseOffDb: 1, latencyOffMs: 5, lipSyncOffMs: 20 };
const seed = numberFlag('seed', 1);
const names = ['clean', 'late', 'one', 'two', 'three', 'four', 'five', 'six'] as const;
const disturbed = names.slice(2);
const [cleanMs, lateMs] = [10, 47];
const pictureLateMs = 120;
/** Amplitude of a way; the noise beside it is made for it. */
const wayShare = 0.5;
const snrsDb = [-10, -5, 0, 5, 10, 15];
const decaysS = [0.3, 0.6, 1.2, 2, 3];

const cameras = ['prompt', 'slow'] as const;
const card = hallOf({ cameras, microphones: names, loudspeakers: ['front'] });
const bench = { x: 1280, y: 0, width: 1280, height: 720 };

const stage = await startStage({
  lab: {
    screen: { widthPx: 2560, heightPx: 800 },
    cameras: cameras.map((name) => ({
      ...{ name: `cam-${name}`, label: `Camera ${name}` },
      ...{ widthPx: defaultVideo.width, heightPx: defaultVideo.height, framesPerSecond: defaultVideo.frameRate },
      sight: { noise: 1, ...(name === 'slow' ? { delay: pictureLateMs } : {}) },
    })),
    acoustics: {
      loudspeakers: [{ name: 'front', label: 'Loudspeaker front' }],
      microphones: names.map((name) => ({ name, label: `Microphone ${name}` })),
    },
  },
  windows: { console: { x: 0, y: 0, width: 1280, height: 800 }, bench, screen: null },
});

async function fullCheck(): Promise<readonly CheckItem[]> {
  await stage.ask('hall.check', { variant: 'full' });
  await stage.until(({ check }) => check?.state === 'running', 5000, 'the check runs');
  const { check } = await stage.until((state) => state.check?.state === 'done', 240_000, 'the check is done');
  return check!.items;
}
function figure(items: readonly CheckItem[], subject: string, kind: CheckItem['kind'], name: string): number {
  return items.find((item) => item.subject === subject && item.kind === kind)?.figures[name] ?? Number.NaN;
}

const worst = { indexOff: 0, overNoiseOffDb: 0, latencyOffMs: 0, lipSyncOffMs: 0 };
/** What is not known is as far off as can be. */
function offBy(name: keyof typeof worst, what: string, told: number, truth: number): void {
  const off = Math.abs(told - truth);
  worst[name] = Math.max(worst[name], Number.isNaN(off) ? Infinity : off);
  say(`${what}: ${told.toFixed(3)}, truly ${truth.toFixed(3)}`);
}

try {
  const room = stage.lab.acoustics!;
  const { env } = stage.lab;
  for (const camera of stage.lab.cameras.values())
    await camera.watch({ display: env['DISPLAY']!, x: bench.x + bench.width / 2, y: bench.y + bench.height / 2 });
  await stage.ask('hall.set-up', { card });

  // Beside noise.
  for (const name of names) await room.way('front', name, arrivals([name === 'late' ? lateMs : cleanMs, wayShare]));
  const stipa = partOf(fullWaySignal, 'stipa')!.part;
  const sweep = partSamples(partOf(fullWaySignal, 'sweep')!.part);
  const sweepRms = Math.sqrt(sweep.reduce((sum, value) => sum + value * value, 0) / sweep.length);
  for (const [at, name] of disturbed.entries()) {
    const rms = wayShare * stipa.rms * 10 ** (-snrsDb[at]! / 20);
    await room.loop(name, speechNoise(20 * signalRate, signalRate, rms, seed * 100 + at));
  }
  const beside = await fullCheck();
  for (const [at, name] of disturbed.entries()) {
    const snrDb = snrsDb[at]!;
    offBy(
      'indexOff',
      `index at ${String(snrDb)} dB`,
      figure(beside, `mic-${name}`, 'microphone', 'index@front'),
      (snrDb + 15) / 30,
    );
    const overNoise = figure(beside, `mic-${name}`, 'microphone', 'overNoiseDb@front');
    const noiseRms = stipa.rms * 10 ** (-snrDb / 20);
    offBy(
      'overNoiseOffDb',
      `signal over noise at ${String(snrDb)} dB`,
      overNoise,
      20 * Math.log10(sweepRms / noiseRms),
    );
  }
  const later = figure(beside, 'mic-late', 'microphone', 'laterMs@front');
  offBy(
    'latencyOffMs',
    'latency',
    later - figure(beside, 'mic-clean', 'microphone', 'laterMs@front'),
    lateMs - cleanMs,
  );

  // In rooms that ring.
  for (const [at, name] of disturbed.entries()) {
    await room.loop(name, null);
    const decayS = decaysS[at];
    if (decayS !== undefined)
      await room.way('front', name, reverberation(decayS, 0.5, gaussianNoise(5 * signalRate, 1, seed * 100 + at)));
  }
  const ringing = await fullCheck();
  for (const [at, decayS] of decaysS.entries())
    offBy(
      'indexOff',
      `index at RT60 ${String(decayS)} s`,
      figure(ringing, `mic-${disturbed[at]!}`, 'microphone', 'index@front'),
      indexOfDecay(decayS),
    );
  offBy('indexOff', 'index of the clean way', figure(ringing, 'mic-clean', 'microphone', 'index@front'), 1);

  for (const items of [beside, ringing]) {
    const [prompt, slow] = cameras.map((name) => figure(items, `camera-${name}`, 'lip-sync', 'soundLateMs'));
    say(`the undisturbed picture: sound ${prompt!.toFixed(0)} ms late`);
    offBy('lipSyncOffMs', 'sound before the late picture', prompt! - slow!, pictureLateMs);
  }
  const ok = (Object.keys(limits) as (keyof typeof limits)[]).every((name) => worst[name] <= limits[name]);
  printVerdict({ name: 'instruments', ok, figures: worst, limits });
} finally {
  await stage.stop();
}
