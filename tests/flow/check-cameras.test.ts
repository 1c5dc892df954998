import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CheckItem } from '#domain/check/check-item.ts';
import type { HearingId } from '#domain/ids.ts';
import { defaultVideo, type Seat, type SeatPlace } from '#domain/seats.ts';
import { onlyTalk } from '../fixtures/only-talk.ts';
import { checkTuning, createSelftest, type PictureSight } from '../../src/hall/selftest/index.ts';
import { chunksOf, encodeLabPicture, encodeSound, type Encoded } from './encoded-media.ts';
import { browserSeat, quietLog } from './recorder-stage.ts';

/* P16.1: what a laboratory camera sees, through a real encoder and back from disk, is told by its name, and a healthy picture is left alone. */

const hearingId = randomUUID() as HearingId;
const modelsFolder = path.join(import.meta.dirname, '..', '..', 'resources', 'models');
const seconds = 4;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tarazy-cameras-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const camera = (place: SeatPlace): Seat => ({ ...browserSeat('camera', 'camera'), place, video: defaultVideo });
const judge: Seat = { ...browserSeat('mic-judge', 'microphone'), place: 'judge' };
const speech = "aevalsrc='0.3*lt(mod(t,3),2)*sin(2*PI*200*t)*sin(2*PI*3*t)*sin(2*PI*1170*t)'";

/** The camera's item of a hall where somebody speaks into the judge's microphone. */
async function check(film: Encoded, place: SeatPlace = 'bench-view', sight?: PictureSight): Promise<CheckItem> {
  const voice = await encodeSound(speech, seconds);
  const seats = [camera(place), judge];
  for (const [at, media] of [film, voice].entries()) {
    const file = path.join(folder, 'tracks', seats[at]!.id, '0001.mkv');
    mkdirSync(path.dirname(file), { recursive: true });
    const chunks = chunksOf(media, { hearingId, trackNo: at + 1, epoch: 1 }, 0);
    writeFileSync(file, Buffer.concat(chunks.map(({ bytes }) => bytes)));
  }
  const needs = { log: quietLog, ffmpeg: { ffmpegPath: 'ffmpeg' }, tuning: checkTuning, probes: [], modelsFolder };
  const sights = new Map(sight === undefined ? [] : [[seats[0]!.id, sight]]);
  const [item] = await createSelftest(needs).analyse({ ...onlyTalk, seats, folder, sights });
  return item!;
}
const told = async (sight: Readonly<Record<string, number>>): Promise<readonly string[]> => {
  const { findings, verdict } = await check(await encodeLabPicture(seconds, sight));
  return [verdict, ...findings];
};

describe('A camera’s fault is told by its name:', () => {
  test.each([
    ['a lens out of focus', { blur: 4 }, ['look', 'blurred']],
    ['far out of focus, in poor light', { blur: 9, stops: -1, noise: 2 }, ['look', 'blurred']],
    ['nearly no light', { stops: -6 }, ['look', 'dark']],
    ['too much light', { stops: 3 }, ['look', 'bright']],
    ['a cap on the lens', { stops: -40, noise: 2 }, ['bad', 'black']],
    ['a picture that stands', { frozen: 1 }, ['bad', 'frozen']],
    ['nobody where somebody speaks', { nobody: 1 }, ['look', 'no-face']],
    ['somebody before a window', { shade: -4, head: 0.5 }, ['look', 'dark-face']],
  ])('%s', async (_, sight, expected) => {
    expect(await told(sight)).toEqual(expected);
  });

  test('a sensor’s noise, which an encoder hides, by what the window says of raw pictures', async () => {
    const film = await encodeLabPicture(seconds, { noise: 20 });
    const { verdict, findings } = await check(film, 'bench-view', { sight: 'live', noise: 20 });
    expect([verdict, ...findings]).toEqual(['look', 'grainy']);
  });

  test('half of the pictures, with the figures that a specialist needs', async () => {
    const { verdict, findings, figures } = await check(await encodeLabPicture(seconds, {}, { framesPerSecond: 9 }));
    expect([verdict, ...findings]).toEqual(['look', 'low-fps']);
    expect(figures['fps']).toBeCloseTo(9, 0);
    expect(figures['faces']).toBe(1);
    expect(figures['blurPx']).toBeLessThan(1.2);
  });
});

describe('A healthy picture is left alone:', () => {
  test.each([
    ['somebody at the bench', {}],
    ['a little more light and a little noise', { stops: 0.7, noise: 2 }],
    ['a little less light and more noise', { stops: -1.5, noise: 4 }],
    ['a soft lens', { blur: 0.9, noise: 1 }],
    ['somebody at the side, in another colour of light', { aside: 0.15, head: 0.5, blue: 8, red: -6 }],
    ['a still hall with a little noise', { still: 7, noise: 1.5 }],
  ])('%s', async (_, sight) => {
    expect(await told(sight)).toEqual(['good']);
  });

  test('a still hall whose noise the encoder smoothed away, when its raw pictures live', async () => {
    const film = await encodeLabPicture(seconds, { still: 7 });
    expect((await check(film, 'bench-view', { sight: 'live', noise: 1 })).verdict).toBe('good');
    expect((await check(film, 'bench-view', { sight: 'frozen' })).findings).toEqual(['frozen']);
  });

  test('an empty place at which nobody speaks, and a view of the whole hall', async () => {
    const empty = await encodeLabPicture(seconds, { nobody: 1 });
    expect((await check(empty, 'witness-view')).verdict).toBe('good');
    expect((await check(empty, 'hall')).verdict).toBe('good');
  });
});
