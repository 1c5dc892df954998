import { expect, test } from 'vitest';
import { AudioFramer, WallLine, type FramedPacket } from '../../../src/sound-path/audio-framer.ts';

const packet = Uint8Array.of(0xf8, 1, 2, 3);

function framed(stamps: readonly number[]): readonly FramedPacket[] {
  const framer = new AudioFramer();
  return [...stamps.flatMap((stampUs) => framer.push(stampUs, stampUs, packet)), ...framer.flush()];
}
const steady = (count: number, fromUs: number): number[] =>
  Array.from({ length: count }, (_, at) => fromUs + at * 20_000);

test('steady sound becomes packets that follow each other without a hole', () => {
  const packets = framed(steady(100, 1_000_000));
  expect(packets).toHaveLength(100);
  for (const [at, { frame, isJump }] of packets.entries()) {
    expect(frame).toMatchObject({ capturedAtUs: 1_000_000 + at * 20_000, atUs: 1_000_000 + at * 20_000, isKey: true });
    expect(frame.endsAtUs).toBe(frame.capturedAtUs + 20_000);
    expect(isJump).toBe(false);
  }
});

test('first stamps that drift are not believed: sound is counted back from the ones that are steady', () => {
  const drifting = [0, 31, 62, 95, 130, 166, 200, 230, 258, 284, 307].map((ms) => 500_000 + ms * 1000);
  const packets = framed([...drifting, ...steady(40, drifting.at(-1)! + 20_000)]);
  const firstTrueUs = drifting.at(-1)! - (drifting.length - 1) * 20_000;
  expect(Math.abs(packets[0]!.frame.capturedAtUs - firstTrueUs)).toBeLessThan(5_000);
  expect(packets.every(({ isJump }) => !isJump)).toBe(true);
});

test('first stamps that end too late and creep back are not believed before they stand still', () => {
  // As ffmpeg stamped a source of PulseAudio: 632 ms too late at the peak, 597 ms for good.
  const peakMs = [606, 617, 619, 627, 631, 632, 627, 627, 626, 624, 619, 614, 612, 610, 608, 604, 602, 601];
  const lagsMs = [...peakMs, 599, 598, 597, 597, 597, 596, 597, 597, 597, 597, 597, 597, 598, 598, 598, 598];
  const packets = framed(lagsMs.map((ms, at) => (ms + 20 * at) * 1000));
  expect(Math.abs(packets[0]!.frame.capturedAtUs - 597_000)).toBeLessThanOrEqual(3_000);
  expect(packets.every(({ isJump }) => !isJump)).toBe(true);
});

test('jitter of stamps does not tear the container time, missing sound makes it jump once', () => {
  const jittered = steady(60, 1_000_000).map((us, at) => us + (at % 2 === 0 ? 4_000 : -4_000));
  const behindHole = steady(60, 1_000_000 + 60 * 20_000 + 400_000);
  const packets = framed([...jittered, ...behindHole]);
  expect(packets.filter(({ isJump }) => isJump)).toHaveLength(1);
  const stored = packets.map(({ frame }) => Math.round(frame.atUs / 1000));
  const steps = stored.slice(1).map((atMs, at) => atMs - stored[at]!);
  expect(steps.filter((step) => step !== 20)).toHaveLength(1);
  expect(Math.abs(Math.max(...steps) - 420)).toBeLessThanOrEqual(9);
});

test('ten stamps in a row that a busy machine made 15 ms too early tear nothing', () => {
  const stamps = steady(120, 1_000_000).map((us, at) => (at >= 60 && at < 70 ? us - 15_500 : us));
  const packets = framed(stamps);
  expect(packets.every(({ isJump }) => !isJump)).toBe(true);
  for (const [at, { frame }] of packets.entries()) expect(frame.capturedAtUs).toBe(1_000_000 + at * 20_000);
});

test('the wall clock is mapped by its least offset and followed when it is set', () => {
  const line = new WallLine();
  for (const lateUs of [700, 300, 0, 900]) line.measure(5_000_000 + lateUs, 100_000);
  expect(line.toMonotonic(100_010)).toBe(5_010_000);
  line.measure(6_000_000, 40_000);
  expect(line.toMonotonic(40_000)).toBe(6_000_000);
});
