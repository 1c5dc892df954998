/**
 * `npm run measure -- selftest-faults [--seed S] [--faults N] [--healthy N]`: rooms drawn by a seed, each encoded, written as a
 * test recording, decoded by ffmpeg, measured and judged as the check does. 60 with one fault each, over every class; 40 healthy ones.
 *   found      share of the faults that are named rightly of the right thing
 *   falseReds  red items in healthy rooms; `falseLooks`: amber ones, without a limit
 * Prints which fault was taken for what. What is heard is made of samples here, not through a sound server: `tests/windows/check-sound.spec.ts`
 * goes the whole way.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { CheckItem } from '#domain/check/check-item.ts';
import type { HearingId } from '#domain/ids.ts';
import { seededChance } from '#measure/chance.ts';
import { waySignal } from '#measure/check-signal.ts';
import { checkTuning, createSelftest } from '../../src/hall/selftest/index.ts';
import { chunksOf, encodeSound } from '../flow/encoded-media.ts';
import { quietLog } from '../flow/recorder-stage.ts';
import { encodeWave } from '../lab/wave-file.ts';
import { soundFaults } from './selftest/sound-faults.ts';
import { healthyScene, heardBy, playsOf, talkMs, type Draw, type SoundScene } from './selftest/sound-scene.ts';
import { numberFlag, printVerdict, say } from './verdict.ts';

const limits = { found: 0.98, falseReds: 0 };
const seed = numberFlag('seed', 1);
const faults = numberFlag('faults', 60);
const healthy = numberFlag('healthy', 40);
const hearingId = randomUUID() as HearingId;
const selftest = createSelftest({ log: quietLog, ffmpeg: { ffmpegPath: 'ffmpeg' }, tuning: checkTuning, probes: [] });

/** The check of one room. */
async function check(scene: SoundScene, chance: () => number): Promise<readonly CheckItem[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tarazy-faults-'));
  try {
    await Promise.all(
      scene.microphones.map(async (microphone, at) => {
        const wave = path.join(folder, `${microphone.seat.id}.wav`);
        const samples = heardBy(scene, microphone, chance);
        writeFileSync(wave, encodeWave(samples));
        const media = await encodeSound(`amovie=${wave}`, samples.length / 48_000);
        const place = { hearingId, trackNo: at + 1, epoch: 1 };
        const file = path.join(folder, 'tracks', microphone.seat.id, '0001.mkv');
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, Buffer.concat(chunksOf(media, place, 0).map((chunk) => chunk.bytes)));
      }),
    );
    return await selftest.analyse({
      seats: scene.microphones.map(({ seat }) => seat),
      folder,
      isTalk: true,
      loudspeakers: scene.loudspeakers.map(({ loudspeaker, isFound }) => ({ loudspeaker, isPlayed: isFound })),
      stretches: { talkToMs: talkMs, signal: waySignal, plays: playsOf(scene) },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function drawFrom(chance: () => number): Draw {
  return (from, to) => from + (to - from) * chance();
}

const confusion = new Map<string, number>();
let found = 0;
for (let at = 0; at < faults; at += 1) {
  const chance = seededChance(seed * 1000 + at);
  const scene = healthyScene(drawFrom(chance));
  const fault = soundFaults[at % soundFaults.length]!;
  const made = fault.make(scene, drawFrom(chance));
  const items = await check(scene, chance);
  const told = items.find(({ subject }) => subject === made.subject)?.findings ?? [];
  const isNamed = told.some((key) => made.named.includes(key));
  if (isNamed) found += 1;
  const row = `${fault.name} → ${told.join('+') || 'good'}`;
  confusion.set(row, (confusion.get(row) ?? 0) + 1);
  if (!isNamed) say(`not named: ${row}; ${JSON.stringify(items.find(({ subject }) => subject === made.subject))}`);
}
let [falseReds, falseLooks] = [0, 0];
for (let at = 0; at < healthy; at += 1) {
  const chance = seededChance(seed * 1000 + 500 + at);
  const items = await check(healthyScene(drawFrom(chance)), chance);
  falseReds += items.filter(({ verdict }) => verdict === 'bad').length;
  falseLooks += items.filter(({ verdict }) => verdict === 'look').length;
  for (const { verdict, findings, subject, figures } of items)
    if (verdict !== 'good')
      say(`healthy room ${String(at)}: ${subject} ${findings.join('+')} ${JSON.stringify(figures)}`);
}
for (const [row, count] of [...confusion].sort()) say(`${String(count).padStart(3)}  ${row}`);
const figures = { faults, healthy, found: found / faults, falseReds, falseLooks };
const ok = figures.found >= limits.found && falseReds <= limits.falseReds;
printVerdict({ name: 'selftest-faults', ok, figures, limits });
