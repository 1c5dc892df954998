import { expect, test } from 'vitest';
import type { CapturedFrame } from '#domain/record/chunk.ts';
import { cameraCommand, otherCodecIn, withoutLogin } from '../../../src/sound-path/camera-command.ts';
import { PictureFramer } from '../../../src/sound-path/picture-framer.ts';

const stepUs = 40_000;
const bytes = Uint8Array.of(1);
/** Pictures of a camera whose clock is `aheadUs` and runs `ppm` too fast, each `lateUs(n)` on its way; told when the next one is there. */
function framed(count: number, lateUs: (n: number) => number, aheadUs = 9_000_000, ppm = 0): readonly CapturedFrame[] {
  const framer = new PictureFramer();
  return Array.from({ length: count }, (_, n) => n).flatMap((n) => {
    const stampUs = Math.round((n * stepUs + aheadUs) * (1 + ppm / 1e6));
    const given = framer.push({ stampUs, isKey: n % 25 === 0, bytes }, (n + 1) * stepUs + lateUs(n + 1));
    return typeof given === 'string' ? [] : given;
  });
}
const offsUs = (frames: readonly CapturedFrame[]): readonly number[] =>
  frames.map(({ atUs }, n) => Math.abs(atUs - n * stepUs));

test('an even camera behind a jittery network is on the clock of the hall within the quickest way', () => {
  const frames = framed(500, (n) => 3000 + ((n * 7919) % 30_000));
  expect(frames).toHaveLength(500);
  expect(Math.max(...offsUs(frames))).toBeLessThan(5000);
});

test('what a camera had waiting at the beginning does not put it late', () => {
  const frames = framed(200, (n) => Math.max(0, 300_000 - n * stepUs));
  expect(Math.max(...offsUs(frames).slice(0, 100))).toBeLessThan(5000);
});

test('a network that stood still for a second moves no picture', () => {
  const frames = framed(400, (n) => (n >= 200 && n < 225 ? (225 - n) * stepUs : 0));
  expect(Math.max(...offsUs(frames))).toBeLessThan(2000);
});

test("a camera's clock that runs 100 millionths fast is followed for an hour, and times never run back", () => {
  const frames = framed(90_000, (n) => (n * 7919) % 10_000, 0, 100);
  expect(Math.max(...offsUs(frames).slice(-1000))).toBeLessThan(5000);
  expect(frames.every(({ atUs }, n) => n === 0 || atUs > frames[n - 1]!.atUs)).toBe(true);
});

test('stamps that leap or run back are told', () => {
  const push = (stampUs: number): unknown => framer.push({ stampUs, isKey: true, bytes }, stampUs);
  let framer = new PictureFramer();
  push(0);
  expect(push(40_000_000)).toBe('broken');
  framer = new PictureFramer();
  push(80_000);
  expect(push(40_000)).toBe('reordered');
});

test('the password is told to ffmpeg by its input, which no other user reads, and stands in no argument and no line of the log', () => {
  const { args, input } = cameraCommand("rtsp://10.0.0.7:554/main'1?x=1", { user: 'court', password: 'p@ss:w/rd' });
  const address = "rtsp://court:p%40ss%3Aw%2Frd@10.0.0.7:554/main'1?x=1";
  expect(input).toContain(`\nfile ${address.replace("'", "\\'")}\n`);
  expect(args.join(' ')).not.toMatch(/court|p%40ss|10\.0\.0\.7/);
  expect(withoutLogin(`[rtsp] ${address}: timed out`)).toBe("[rtsp] rtsp://10.0.0.7:554/main'1?x=1: timed out");
});

test('what is no H.264 is told by the name that the maker gives it', () => {
  expect(otherCodecIn('  Stream #0:0: Video: hevc (Main), yuv420p(tv), 1920x1080, 25 fps')).toBe('H.265');
  expect(otherCodecIn('  Stream #0:0: Video: h264 (Baseline), yuv420p, 1280x720')).toBeNull();
  expect(otherCodecIn('Output #0, matroska')).toBeNull();
});
