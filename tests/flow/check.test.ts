import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HearingId } from '#domain/ids.ts';
import type { Seat } from '#domain/seats.ts';
import { onlyTalk } from '../fixtures/only-talk.ts';
import { checkTuning, createSelftest } from '../../src/hall/selftest/index.ts';
import { chunksOf, encodePicture, encodeSound, type Encoded } from './encoded-media.ts';
import { browserSeat, quietLog } from './recorder-stage.ts';

const hearingId = randomUUID() as HearingId;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tarazy-check-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(trackId: string, media: Encoded, trackNo: number, fromUs = 0): void {
  const file = path.join(folder, 'tracks', trackId, '0001.mkv');
  mkdirSync(path.dirname(file), { recursive: true });
  const chunks = chunksOf(media, { hearingId, trackNo, epoch: 1 }, fromUs);
  writeFileSync(file, Buffer.concat(chunks.map((chunk) => chunk.bytes)));
}

async function analyse(recorded: readonly Readonly<{ seat: Seat; media: Encoded | null }>[]) {
  for (const [at, { seat, media }] of recorded.entries()) if (media !== null) write(seat.id, media, at + 1);
  const told: string[] = [];
  const needs = {
    log: quietLog,
    ffmpeg: { ffmpegPath: 'ffmpeg' },
    tuning: checkTuning,
    probes: [],
    modelsFolder: null,
  };
  const items = await createSelftest(needs).analyse(
    { ...onlyTalk, seats: recorded.map(({ seat }) => seat), folder },
    (item) => told.push(item.subject),
  );
  expect(told).toEqual(recorded.map(({ seat }) => seat.id));
  return items;
}
const mic = (id: string, gated = false): Seat => ({ ...browserSeat(id, 'microphone'), gated });

/** Two seconds of somebody who speaks, and one of the room. */
const speech = "aevalsrc='0.3*lt(mod(t,3),2)*sin(2*PI*200*t)*sin(2*PI*3*t)*sin(2*PI*1170*t)'";

test('each microphone is told apart by what ffmpeg hears on disk', async () => {
  const [good, silent, quiet, clipped] = await Promise.all([
    encodeSound(speech, 10),
    encodeSound('anullsrc=r=48000:cl=mono', 10),
    encodeSound(speech.replace('0.3*', '0.003*'), 10),
    encodeSound("aevalsrc='lt(mod(t,3),2)*clip(6*sin(2*PI*300*t)*sin(2*PI*2*t),-1,1)'", 10),
  ]);
  const items = await analyse([
    { seat: mic('judge'), media: good },
    { seat: mic('witness'), media: silent },
    { seat: mic('delegate', true), media: silent },
    { seat: mic('secretary'), media: quiet },
    { seat: mic('prosecutor'), media: clipped },
    { seat: mic('defence'), media: null },
  ]);
  expect(items.map((item) => [item.subject, item.verdict, item.findings])).toEqual([
    ['judge', 'good', []],
    ['witness', 'bad', ['silent']],
    ['delegate', 'look', ['gated-silent']],
    ['secretary', 'look', ['quiet']],
    ['prosecutor', 'look', ['clipping']],
    ['defence', 'bad', ['no-data']],
  ]);
  expect(items[0]!.figures['levelDbfs']).toBeGreaterThan(-20);
  expect(items.every((item) => Object.values(item.figures).every(Number.isFinite))).toBe(true);
});

test('a voice that its room nearly drowns, and a line that hums, are told', async () => {
  const through = (room: string): string => speech.replace(/'$/, `+${room}'`);
  const [quietRoom, noisy, humming, noise] = await Promise.all([
    encodeSound(through('0.004*(random(0)-0.5)'), 10),
    encodeSound(through('0.2*(random(0)-0.5)'), 10),
    encodeSound(through('0.02*sin(2*PI*50*t)+0.02*sin(2*PI*150*t)'), 10),
    encodeSound("aevalsrc='0.2*(random(0)-0.5)'", 10),
  ]);
  const items = await analyse([
    { seat: mic('judge'), media: quietRoom },
    { seat: mic('witness'), media: noisy },
    { seat: mic('secretary'), media: humming },
    { seat: mic('delegate'), media: noise },
  ]);
  expect(items.map((item) => [item.subject, item.verdict, item.findings])).toEqual([
    ['judge', 'good', []],
    ['witness', 'look', ['noisy']],
    ['secretary', 'look', ['hum']],
    ['delegate', 'look', ['no-speech']],
  ]);
  expect(items[0]!.figures['overPauseDb']).toBeGreaterThan(25);
  expect(items[1]!.figures['overPauseDb']).toBeLessThan(12);
  expect(items[2]!.figures['humShare']).toBeGreaterThan(0.8);
});

test('each camera is told apart by what ffmpeg sees on disk', async () => {
  const seats = ['moving', 'black', 'dark', 'bright', 'frozen', 'small'].map((id) => browserSeat(id, 'camera'));
  const size = { width: 320, height: 180 };
  const noise = 'noise=alls=16:allf=t';
  const media = await Promise.all([
    encodePicture('testsrc2', 10),
    encodePicture('color=black', 10),
    encodePicture('color=0x121212', 10, size, noise),
    encodePicture('color=0xf0f0f0', 10, size, noise),
    encodePicture('smptebars', 10),
    encodePicture('testsrc2', 10, { width: 160, height: 90 }),
  ]);
  const items = await analyse(seats.map((seat, at) => ({ seat, media: media[at] ?? null })));
  expect(items.map((item) => [item.subject, item.verdict, item.findings])).toEqual([
    ['moving', 'good', []],
    ['black', 'bad', ['black']],
    ['dark', 'look', ['dark']],
    ['bright', 'look', ['bright']],
    ['frozen', 'bad', ['frozen']],
    ['small', 'look', ['wrong-size']],
  ]);
});

test('a camera that gives half the pictures it should is told', async () => {
  const seat = {
    ...browserSeat('camera-1', 'camera'),
    video: { width: 320, height: 180, frameRate: 30, bitrateBps: 500_000 },
  };
  const picture = await encodePicture('testsrc2', 10);
  const [item] = await analyse([{ seat, media: picture }]);
  expect(item).toMatchObject({ verdict: 'look', findings: ['low-fps'] });
  expect(item!.figures['fps']).toBeCloseTo(25, 1);
});

test('a track that ends early is no data', async () => {
  const [whole, short] = await Promise.all([encodeSound(speech, 10), encodeSound(speech, 3)]);
  const items = await analyse([
    { seat: mic('judge'), media: whole },
    { seat: mic('witness'), media: short },
  ]);
  expect(items.map((item) => item.findings)).toEqual([[], ['no-data']]);
});

test('the second way to a microphone is told when it is missing, silent, another one or late', async () => {
  const room = (seed: number, amplitude: number): string =>
    `anoisesrc=r=48000:c=pink:seed=${String(seed)}:a=${String(amplitude)}`;
  const [own, other, silence] = await Promise.all([
    encodeSound(room(1, 0.3), 10),
    encodeSound(room(7, 0.3), 10),
    encodeSound('anullsrc=r=48000:cl=mono', 10),
  ]);
  const seats = ['judge', 'secretary', 'witness', 'defence', 'prosecutor', 'interpreter'].map((id) => mic(id));
  for (const [at, seat] of seats.entries()) write(seat.id, seat.id === 'interpreter' ? silence : own, at + 1);
  const seconds = { judge: own, secretary: silence, witness: other, prosecutor: own, interpreter: silence };
  // The chief track of the judge begins with the recording; the second one was opened three seconds later.
  const late = await encodeSound(`${room(1, 0.1)},atrim=start=3,asetpts=PTS-STARTPTS`, 7);
  for (const [id, media] of Object.entries(seconds))
    write(
      `${id}--own`,
      id === 'judge' ? late : media,
      70,
      id === 'judge' ? 3_040_000 : id === 'prosecutor' ? 600_000 : 0,
    );
  const needs = { log: quietLog, ffmpeg: { ffmpegPath: 'ffmpeg' }, tuning: checkTuning, probes: [] };
  const items = await createSelftest(needs).analyse({ ...onlyTalk, seats, folder, hasSecondWays: true });
  const told = items.filter(({ kind }) => kind === 'second-path');
  expect(told.map(({ subject, findings }) => [subject, ...findings].join(' '))).toEqual([
    'judge',
    'secretary second-silent',
    'witness second-other',
    'defence second-missing',
    'prosecutor second-late',
    'interpreter',
  ]);
  expect(told.every(({ verdict }) => verdict !== 'bad')).toBe(true);
  expect(told[0]!.figures['likeness']).toBeGreaterThan(0.9);
  expect(told[0]!.figures['levelDifferenceDb']).toBeCloseTo(20 * Math.log10(1 / 3), 0);
  expect(told[0]!.figures['lagMs']).toBeCloseTo(40, 0);
  expect(told[0]!.figures['openedLaterMs']).toBeCloseTo(3040, -1);
  expect(told[4]!.figures['lagMs']).toBeCloseTo(600, 0);
});
