import { expect, test } from 'vitest';
import { HallClock } from '#line/hall-clock.ts';
import { SoundStamps } from '../../../../renderer/capture/sound-stamps.ts';
import { CaptureTime, SourceClock } from '../../../../renderer/capture/source-clock.ts';

const bufferUs = 1024e6 / 48_000;
const hallUs = 7_000_000;

test("a microphone whose first stamps are too late is still taken to stamp by the hall's clock, from its first second on", () => {
  for (const lateMs of [0, 20, 70, 137]) {
    const hall = new HallClock();
    hall.learn([{ sentUs: 0, receivedUs: 0, hallUs }]);
    const source = new SourceClock();
    const stamps = new SoundStamps(source);
    const time = new CaptureTime(source, hall);
    for (let at = 0; at < 1000; at += 1) {
      const capturedUs = at * bufferUs;
      const stampedUs = hallUs + capturedUs + (at < 4 ? lateMs * 1000 : 0);
      const stampUs = stamps.take(stampedUs, bufferUs, capturedUs + bufferUs + 25_000 + (at % 3) * 4_000);
      if (at < 40) continue;
      expect(source.isSettled).toBe(true);
      expect(Math.abs(time.toHallUs(stampUs) - hallUs - capturedUs)).toBeLessThan(1_000);
    }
  }
});
