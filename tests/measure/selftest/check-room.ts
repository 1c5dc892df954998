import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { CheckItem } from '#domain/check/check-item.ts';
import type { HearingId } from '#domain/ids.ts';
import { secondTrackOf } from '#domain/seats.ts';
import { waySignal } from '#measure/check-signal.ts';
import { onlyTalk } from '../../fixtures/only-talk.ts';
import { checkTuning, createSelftest, type AnalyseAsk } from '../../../src/hall/selftest/index.ts';
import { chunksOf, encodeLabPicture, encodeSound, type Encoded } from '../../flow/encoded-media.ts';
import { quietLog } from '../../flow/recorder-stage.ts';
import { encodeWave } from '../../lab/wave-file.ts';
import { judgeSeat, viewSeat, type PictureScene } from './picture-scene.ts';
import { heardBy, playsOf, talkMs, type SoundScene } from './sound-scene.ts';

const hearingId = randomUUID() as HearingId;
const modelsFolder = path.join(import.meta.dirname, '..', '..', '..', 'resources', 'models');
const selftest = createSelftest({
  ...{ log: quietLog, ffmpeg: { ffmpegPath: 'ffmpeg' }, tuning: checkTuning, probes: [], modelsFolder },
});

/** A test recording on disk, as the recorder leaves one. */
type Tape = Readonly<{ folder: string; keep(trackId: string, media: Encoded): void }>;

async function onTape(record: (tape: Tape) => Promise<Omit<AnalyseAsk, 'folder'>>): Promise<readonly CheckItem[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tarazy-faults-'));
  let trackNo = 0;
  const keep: Tape['keep'] = (trackId, media) => {
    const file = path.join(folder, 'tracks', trackId, '0001.mkv');
    mkdirSync(path.dirname(file), { recursive: true });
    const chunks = chunksOf(media, { hearingId, trackNo: (trackNo += 1), epoch: 1 }, 0);
    writeFileSync(file, Buffer.concat(chunks.map(({ bytes }) => bytes)));
  };
  try {
    return await selftest.analyse({ ...(await record({ folder, keep })), folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function encodeSamples({ folder }: Tape, name: string, samples: Float32Array): Promise<Encoded> {
  const wave = path.join(folder, `${name}.wav`);
  writeFileSync(wave, encodeWave(samples));
  return encodeSound(`amovie=${wave}`, samples.length / 48_000);
}

/** The sound of a room, by both ways where the scene has a second one. */
export function checkSound(scene: SoundScene, chance: () => number): Promise<readonly CheckItem[]> {
  return onTape(async (tape) => {
    const heard = new Map<string, Float32Array>();
    for (const microphone of scene.microphones) {
      const samples = heardBy(scene, microphone, chance);
      heard.set(microphone.seat.id, samples);
      tape.keep(microphone.seat.id, await encodeSamples(tape, microphone.seat.id, samples));
    }
    for (const { seat, second } of scene.microphones) {
      if (second === null) continue;
      const samples = heard.get(second.of ?? seat.id)!;
      const late = new Float32Array(samples.length);
      late.set(samples.subarray(0, samples.length - second.lateSamples), second.lateSamples);
      const trackId = secondTrackOf(seat.id);
      tape.keep(
        trackId,
        await encodeSamples(
          tape,
          trackId,
          late.map((value) => value * second.gain),
        ),
      );
    }
    return {
      seats: scene.microphones.map(({ seat }) => seat),
      isTalk: true,
      loudspeakers: scene.loudspeakers.map(({ loudspeaker, isFound }) => ({ loudspeaker, isPlayed: isFound })),
      stretches: { talkToMs: talkMs, signal: waySignal, plays: playsOf(scene), sync: null, echo: null },
      hasSecondWays: scene.microphones.some(({ isSecondAsked }) => isSecondAsked),
    };
  });
}

const filmS = 4;
const speech = "aevalsrc='0.3*lt(mod(t,3),2)*sin(2*PI*200*t)*sin(2*PI*3*t)*sin(2*PI*1170*t)'";

/** What a laboratory camera sees of somebody who speaks. */
export function checkPicture({ sight, framesPerSecond, isCut, rawSight }: PictureScene): Promise<readonly CheckItem[]> {
  return onTape(async ({ keep }) => {
    keep(viewSeat.id, await encodeLabPicture(isCut ? 1 : filmS, sight, { framesPerSecond }));
    keep(judgeSeat.id, await encodeSound(speech, filmS));
    return { ...onlyTalk, seats: [viewSeat, judgeSeat], sights: new Map([[viewSeat.id, rawSight]]) };
  });
}
