import { expect, test } from 'vitest';
import type { HearingId } from '#domain/ids.ts';
import { readChunk, type WholeChunk } from '#domain/record/chunk.ts';
import { opusHead } from '#domain/record/opus-head.ts';
import { AudioFramer, WallLine } from '../../../../src/hall/recorder/audio-framer.ts';

const place = { hearingId: '11111111-2222-4333-8444-555555555555' as HearingId, trackNo: 3, epoch: 2 };
const track = { trackNumber: 1, codecId: 'A_OPUS', codecPrivate: opusHead(48_000), codecDelayNs: 6_500_000 };
const packet = Uint8Array.of(0xf8, 1, 2, 3);

function framed(stamps: readonly number[], cutAtUs?: number): readonly WholeChunk[] {
  const framer = new AudioFramer(place, track);
  if (cutAtUs !== undefined) framer.cutAt(cutAtUs);
  const chunks = stamps.flatMap((stampUs) => framer.push(stampUs, stampUs, packet));
  return [...chunks, ...framer.flush()].map((bytes) => {
    const chunk = readChunk(bytes);
    if (chunk.state !== 'whole') throw new Error(chunk.state);
    return chunk;
  });
}
const steady = (count: number, fromUs: number): number[] =>
  Array.from({ length: count }, (_, at) => fromUs + at * 20_000);

test('steady sound becomes numbered chunks of at most 250 ms that follow each other without a hole', () => {
  const [init, ...media] = framed(steady(100, 1_000_000));
  expect(init!.header.kind).toBe('init');
  expect(media.map((chunk) => chunk.header.seq)).toEqual(media.map((_, at) => at + 1));
  expect(media[0]!.header.firstAtUs).toBe(1_000_000);
  expect(media.at(-1)!.header.lastAtUs).toBe(3_000_000);
  for (const [at, chunk] of media.entries()) {
    expect(chunk.header.lastAtUs - chunk.header.firstAtUs).toBeLessThanOrEqual(250_000);
    expect(chunk.header.isJump).toBe(false);
    if (at > 0) expect(chunk.header.firstAtUs).toBe(media[at - 1]!.header.lastAtUs);
  }
});

test('first stamps that drift are not believed: sound is counted back from the ones that are steady', () => {
  const drifting = [0, 31, 62, 95, 130, 166, 200, 230, 258, 284, 307].map((ms) => 500_000 + ms * 1000);
  const media = framed([...drifting, ...steady(40, drifting.at(-1)! + 20_000)]).slice(1);
  const firstTrueUs = drifting.at(-1)! - (drifting.length - 1) * 20_000;
  expect(Math.abs(media[0]!.header.firstAtUs - firstTrueUs)).toBeLessThan(5_000);
  expect(media.every((chunk) => !chunk.header.isJump)).toBe(true);
});

test('first stamps that end too late and creep back are not believed before they stand still', () => {
  // As ffmpeg stamped a source of PulseAudio: 632 ms too late at the peak, 597 ms for good.
  const peakMs = [606, 617, 619, 627, 631, 632, 627, 627, 626, 624, 619, 614, 612, 610, 608, 604, 602, 601];
  const lagsMs = [...peakMs, 599, 598, 597, 597, 597, 596, 597, 597, 597, 597, 597, 597, 598, 598, 598, 598];
  const media = framed(lagsMs.map((ms, at) => (ms + 20 * at) * 1000)).slice(1);
  expect(Math.abs(media[0]!.header.firstAtUs - 597_000)).toBeLessThanOrEqual(3_000);
  expect(media.every((chunk) => !chunk.header.isJump)).toBe(true);
});

test('jitter of stamps does not tear the container time, missing sound makes it jump once', () => {
  const jittered = steady(60, 1_000_000).map((us, at) => us + (at % 2 === 0 ? 4_000 : -4_000));
  const behindHole = steady(60, 1_000_000 + 60 * 20_000 + 400_000);
  const media = framed([...jittered, ...behindHole]).slice(1);
  expect(media.filter((chunk) => chunk.header.isJump)).toHaveLength(1);
  const stored = media.flatMap((chunk) => chunk.frames.map((frame) => frame.atMs));
  const steps = stored.slice(1).map((atMs, at) => atMs - stored[at]!);
  expect(steps.filter((step) => step !== 20)).toHaveLength(1);
  expect(Math.abs(Math.max(...steps) - 420)).toBeLessThanOrEqual(9);
});

test('nothing that ends after the cut is kept, and sound from before the zero is left out', () => {
  const media = framed(steady(60, -200_000), 807_000).slice(1);
  expect(media[0]!.header.firstAtUs).toBe(0);
  expect(media.at(-1)!.header.lastAtUs).toBe(800_000);
});

test('the wall clock is mapped by its least offset and followed when it is set', () => {
  const line = new WallLine();
  for (const lateUs of [700, 300, 0, 900]) line.measure(5_000_000 + lateUs, 100_000);
  expect(line.toHearing(100_010)).toBe(5_010_000);
  line.measure(6_000_000, 40_000);
  expect(line.toHearing(40_000)).toBe(6_000_000);
});
