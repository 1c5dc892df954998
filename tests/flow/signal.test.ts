import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { HearingId, SeatId } from '#domain/ids.ts';
import { readChunk } from '#domain/record/chunk.ts';
import { sealChunk } from '#domain/record/chunk-header.ts';
import { secondTrackOf, type Seat } from '#domain/seats.ts';
import type { TrackDecoder } from '#domain/signal.ts';
import { systemClock } from '../../src/hall/plumbing/index.ts';
import { createSignals } from '../../src/hall/signal/index.ts';
import { chunksOf, encodePicture, encodeSound, type Encoded } from './encoded-media.ts';
import { signalChildren } from './own-children.ts';
import { browserSeat, until } from './recorder-stage.ts';

const place = { hearingId: '11111111-2222-4333-8444-555555555555' as HearingId, trackNo: 1, epoch: 1 };
const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0)) end();
});

function open(seat: Seat): TrackDecoder {
  const signals = createSignals({ ffmpegPath: 'ffmpeg', monotonicUs: systemClock.monotonicUs, floorDbfs: () => null });
  const decoder = signals.open(seat);
  endings.push(() => decoder.close());
  return decoder;
}
function give(decoder: TrackDecoder, bytes: Uint8Array): void {
  const chunk = readChunk(bytes);
  if (chunk.state !== 'whole') throw new Error('a whole chunk was expected');
  decoder.take(chunk, bytes);
}
/** Gives everything at once, which is many times faster than it is recorded. */
function giveAll(decoder: TrackDecoder, media: Encoded): void {
  for (const { bytes } of chunksOf(media, place, 3_600_000_000)) give(decoder, bytes);
}
/** The chunk with bytes of its frames changed and its crc right again, as a broken encoder would give it. */
function garbled(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const chunk = readChunk(copy);
  if (chunk.state !== 'whole') throw new Error('a whole chunk was expected');
  for (const { byteAt, bytes: frame } of chunk.frames) {
    for (let at = Math.min(12, frame.length >> 1); at < frame.length; at += 3) copy[byteAt + at]! ^= 0x5a;
    // Opus: a packet of code 3 that says it holds no frames.
    if (frame.length < 400) copy.set([0xff, 0x00], byteAt);
  }
  sealChunk(copy, 0);
  return copy;
}
const microphone = browserSeat('judge', 'microphone');
const camera = browserSeat('camera', 'camera');

describe('the sound of a microphone, decoded from its chunks,', () => {
  test.each([
    ['a voice-like tone', 'sine=frequency=440:sample_rate=48000', ''],
    ['digital silence', 'anullsrc=sample_rate=48000:channel_layout=mono', 'silent'],
    ['a tone far below everything', 'aevalsrc=0.0001*sin(2*PI*440*t):s=48000', 'silent'],
    ['a live room in which nobody speaks', 'anoisesrc=sample_rate=48000:amplitude=0.002:seed=1', ''],
    ['a clipped tone', 'aevalsrc=max(-0.999\\,min(0.999\\,3*sin(2*PI*330*t))):s=48000', 'clipping'],
    ['mains hum', 'aevalsrc=0.1*sin(2*PI*50*t)+0.05*sin(2*PI*150*t)+0.02*sin(2*PI*250*t):s=48000', 'hum'],
  ])('is told rightly: %s', async (_, source, trouble) => {
    const decoder = open(microphone);
    giveAll(decoder, await encodeSound(source, 12));
    // The decoder is being made while the first chunks wait.
    await until('everything decoded', () => decoder.sight().undecodedFromUs === null);
    giveAll(decoder, await encodeSound(source, 12));
    await until('everything decoded', () => decoder.sight().undecodedFromUs === null);
    expect(decoder.sight().troubles.join(' ')).toBe(trouble);
  });

  test('is told of the second way too, from every other chunk and after as long: silence, and packets that do not decode', async () => {
    const decoder = open({ ...microphone, id: secondTrackOf(microphone.id) as string as SeatId });
    giveAll(decoder, await encodeSound('sine', 1));
    await until('everything decoded', () => decoder.sight().undecodedFromUs === null);
    const silence = await encodeSound('anullsrc=sample_rate=48000:channel_layout=mono', 12);
    const chunks = chunksOf(silence, place, 0);
    const inSeconds = (seconds: number): number => chunks.findIndex(({ firstAtUs }) => firstAtUs >= seconds * 1e6);
    for (const { bytes } of chunks.slice(0, inSeconds(9))) give(decoder, bytes);
    await until('everything decoded', () => decoder.sight().undecodedFromUs === null);
    expect(decoder.sight().troubles).toEqual([]);
    for (const { bytes } of chunks.slice(inSeconds(9), inSeconds(11.5))) give(decoder, bytes);
    expect(decoder.sight()).toEqual({ undecodedFromUs: null, troubles: ['silent'] });
    const [one, other] = chunks.slice(-2);
    for (const { bytes } of [one!, other!]) give(decoder, garbled(bytes));
    expect(decoder.sight().undecodedFromUs).toBeGreaterThanOrEqual(one!.firstAtUs);
  });

  test('is not heard with a bang where a microphone that was gone goes on', async () => {
    let loudest = 0;
    const signals = createSignals({
      ffmpegPath: 'ffmpeg',
      monotonicUs: systemClock.monotonicUs,
      floorDbfs: () => null,
      heard: ({ samples }) => (loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), loudest)),
    });
    const decoder = signals.open(microphone);
    endings.push(() => decoder.close());
    const tone = await encodeSound('aevalsrc=0.2*sin(2*PI*2200*t):s=48000', 2);
    for (let epoch = 0; epoch < 3; epoch += 1) {
      giveAll(decoder, tone);
      await until('everything decoded', () => decoder.sight().undecodedFromUs === null);
    }
    expect(loudest).toBeGreaterThan(0.15);
    expect(loudest).toBeLessThan(0.3);
  });

  test('says nothing of the silence of a unit that is closed by its button, and of another hall', async () => {
    const silence = await encodeSound('anullsrc=sample_rate=48000:channel_layout=mono', 12);
    const remote = { ...microphone, id: 'far' as SeatId, device: { path: 'remote', peerId: 'p', label: 'l' } } as const;
    for (const seat of [{ ...microphone, gated: true }, remote]) {
      const decoder = open(seat);
      giveAll(decoder, silence);
      await until('everything decoded', () => decoder.sight().undecodedFromUs === null);
      giveAll(decoder, silence);
      await until('everything decoded', () => decoder.sight().undecodedFromUs === null);
      expect(decoder.sight().troubles).toEqual([]);
    }
  });

  test('is not written from the first packet that does not decode until one does', async () => {
    const decoder = open(microphone);
    const [head, first, second, third] = chunksOf(await encodeSound('sine', 2), place, 0);
    give(decoder, head!.bytes);
    give(decoder, first!.bytes);
    await until('the decoder', () => {
      give(decoder, first!.bytes);
      return decoder.sight().undecodedFromUs === null;
    });
    give(decoder, garbled(second!.bytes));
    expect(decoder.sight().undecodedFromUs).toBe(second!.firstAtUs);
    give(decoder, third!.bytes);
    expect(decoder.sight().undecodedFromUs).toBeNull();
  });
});

describe('the picture of a camera, decoded from its chunks,', () => {
  test.each([
    ['a moving picture', 'testsrc', ''],
    ['a black one', 'color=c=black', 'black'],
    ['a dark one with something in it', 'testsrc', '', 'eq=brightness=-0.4,lutyuv=y=16+(val-16)/8'],
  ])('is told rightly: %s', async (_, source, trouble, filter = 'null') => {
    const decoder = open(camera);
    const film = await encodePicture(source, 6, undefined, filter);
    giveAll(decoder, film);
    await until('the pictures', () => decoder.sight().troubles.join(' ') === trouble);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(decoder.sight()).toEqual({ undecodedFromUs: null, troubles: trouble === '' ? [] : [trouble] });
  });

  test('that does not decode is told within a second of what follows it, from where it begins', async () => {
    const decoder = open(camera);
    const chunks = chunksOf(await encodePicture('testsrc', 4), place, 0);
    for (const { bytes } of chunks.slice(0, 6)) give(decoder, bytes);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(decoder.sight().undecodedFromUs).toBeNull();
    for (const { bytes } of chunks.slice(6)) give(decoder, garbled(bytes));
    await until('it is told', () => decoder.sight().undecodedFromUs !== null, 1500);
    expect(decoder.sight().undecodedFromUs).toBe(1_000_000);
    // A new epoch decodes again.
    giveAll(decoder, await encodePicture('testsrc', 2));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(decoder.sight().undecodedFromUs).toBeNull();
  });

  test('is told once its ffmpeg runs, on a PC so busy that this takes longer than one that stands still is given', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-slow-ffmpeg-'));
    endings.push(() => rmSync(folder, { recursive: true }));
    const slow = path.join(folder, 'ffmpeg');
    writeFileSync(slow, '#!/bin/sh\nsleep 3\nexec ffmpeg "$@"\n', { mode: 0o755 });
    const decoder = createSignals({
      ffmpegPath: slow,
      monotonicUs: systemClock.monotonicUs,
      floorDbfs: () => null,
    }).open(camera);
    endings.push(() => decoder.close());
    const chunks = chunksOf(await encodePicture('testsrc', 30), place, 0)[Symbol.iterator]();
    const next = (): void => give(decoder, chunks.next().value!.bytes);
    next();
    const pace = setInterval(next, 250);
    endings.push(() => clearInterval(pace));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(decoder.sight().undecodedFromUs).not.toBeNull();
    await until('it is decoded', () => decoder.sight().undecodedFromUs === null, 12_000);
  });

  test('goes on being told when its ffmpeg is killed', async () => {
    const decoder = createSignals({
      ffmpegPath: 'ffmpeg',
      monotonicUs: systemClock.monotonicUs,
      floorDbfs: () => null,
    }).open(camera);
    endings.push(() => decoder.close());
    const black = chunksOf(await encodePicture('color=c=black', 8), place, 0);
    for (const { bytes } of black.slice(0, 11)) give(decoder, bytes);
    signalChildren('ffmpeg', 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    for (const { bytes } of black.slice(11)) give(decoder, bytes);
    await until('black', () => decoder.sight().troubles.includes('black'));
    expect(decoder.sight().undecodedFromUs).toBeNull();
  });
});
