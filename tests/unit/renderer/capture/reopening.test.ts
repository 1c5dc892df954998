import { describe, expect, it } from 'vitest';
import { Reopening } from '../../../../renderer/capture/reopening.ts';

describe('reopening a device', () => {
  it('asks at once for a device that was steady and is lost', () => {
    const reopening = new Reopening();
    reopening.opened(0);
    expect(reopening.lost(60_000)).toBe(0);
  });

  it('waits ever longer while the device cannot be had, at most a second', () => {
    const reopening = new Reopening();
    reopening.opened(0);
    const pausesMs = [reopening.lost(60_000), ...Array.from({ length: 6 }, () => reopening.missed())];
    expect(pausesMs).toEqual([0, 100, 250, 500, 1000, 1000, 1000]);
  });

  it('does not open again and again at once what is lost as soon as it is open', () => {
    const reopening = new Reopening();
    const pausesMs = Array.from({ length: 6 }, (_, at) => {
      reopening.opened(at * 1500);
      return reopening.lost(at * 1500 + 50);
    });
    expect(pausesMs).toEqual([0, 100, 250, 500, 1000, 1000]);
  });

  it('asks at once again once the device has been steady', () => {
    const reopening = new Reopening();
    for (let at = 0; at < 5; at += 1) reopening.missed();
    reopening.opened(0);
    expect(reopening.lost(4000)).toBe(0);
  });
});
