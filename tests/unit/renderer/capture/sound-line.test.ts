import { describe, expect, it } from 'vitest';
import { SoundLine } from '../../../../renderer/capture/sound-line.ts';

const bufferUs = 1024e6 / 48_000;
const packetUs = 20_000;

/** Feeds buffers captured at the given times and places every packet that they fill. */
function play(capturedUs: readonly number[]): {
  placed: NonNullable<ReturnType<SoundLine['place']>>[];
  lostUs: number[];
} {
  const line = new SoundLine();
  const placed: NonNullable<ReturnType<SoundLine['place']>>[] = [];
  const lostUs: number[] = [];
  let fedToUs = 0;
  let packetAtUs = 0;
  for (const each of capturedUs) {
    const fed = line.feed({ sourceUs: each + 5, capturedUs: each, durationUs: bufferUs });
    if (fed.lostUs > 0) lostUs.push(Math.round(fed.lostUs));
    fedToUs = fed.fedUs + bufferUs;
    for (; packetAtUs + packetUs <= fedToUs; packetAtUs += packetUs) {
      const packet = line.place(packetAtUs, packetUs);
      if (packet !== null) placed.push(packet);
    }
  }
  return { placed, lostUs };
}

const evenly = (buffers: number, stepUs = bufferUs): number[] =>
  Array.from({ length: buffers }, (_, at) => 1_000_000 + at * stepUs);

describe('the sound line', () => {
  it('places packets where their samples were captured, 20 ms apart without a jump', () => {
    const { placed, lostUs } = play(evenly(500));
    expect(lostUs).toEqual([]);
    placed.forEach((packet, at) => {
      expect(packet.atUs).toBeCloseTo(1_000_000 + at * packetUs, 3);
      expect(packet.capturedAtUs).toBeCloseTo(packet.atUs, 3);
      expect(packet.sourceUs).toBeCloseTo(packet.capturedAtUs + 5, 3);
      expect(packet.isJump).toBe(false);
    });
  });

  it("jumps by 6 ms each time the device's clock has run away so far, and tells no loss", () => {
    const { placed, lostUs } = play(evenly(3000, bufferUs * 1.0005));
    const jumps = placed.filter((packet) => packet.isJump);
    expect(jumps).toHaveLength(5);
    expect(lostUs).toEqual([]);
    for (const packet of placed) expect(Math.abs(packet.atUs - packet.capturedAtUs)).toBeLessThanOrEqual(6_100);
  });

  it('jumps over a hole, tells it, and never lets container time run back or two packets fall into one millisecond', () => {
    const whole = evenly(100);
    const { placed, lostUs } = play([...whole.slice(0, 50), ...whole.slice(50).map((atUs) => atUs + 300_000)]);
    expect(lostUs).toEqual([300_000]);
    expect(placed.filter((packet) => packet.isJump)).toHaveLength(1);
    const back = play([...whole.slice(0, 50), ...whole.slice(50).map((atUs) => atUs - 100_000)]).placed;
    back.slice(1).forEach((packet, at) => expect(packet.atUs - back[at]!.atUs).toBeGreaterThanOrEqual(2000));
  });

  it('places nothing before there was a buffer', () => {
    expect(new SoundLine().place(0, packetUs)).toBeNull();
  });
});
