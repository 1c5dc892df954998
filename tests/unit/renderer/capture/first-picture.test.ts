import { describe, expect, it } from 'vitest';
import { FirstPicture } from '../../../../renderer/capture/first-picture.ts';

type Picture = { name: string; timestamp: number; closed: boolean; close(): void };

function pictures(stampsMs: readonly number[]): Picture[] {
  return stampsMs.map((stampMs): Picture => ({
    name: String(stampMs),
    timestamp: stampMs * 1000,
    closed: false,
    close() {
      this.closed = true;
    },
  }));
}

describe("a camera's first picture", () => {
  it('waits for the second and goes on before it', () => {
    const first = new FirstPicture();
    const [a, b, c] = pictures([0, 40, 80]);
    expect(first.take(a!)).toEqual([]);
    expect(first.take(b!)).toEqual([a, b]);
    expect(first.take(c!)).toEqual([c]);
    expect(a!.closed).toBe(false);
  });

  it('is dropped and closed where the second bears nearly its stamp, and no later one is', () => {
    const first = new FirstPicture();
    const [a, b, c] = pictures([160, 162, 163]);
    expect(first.take(a!)).toEqual([]);
    expect(first.take(b!)).toEqual([b]);
    expect(first.take(c!)).toEqual([c]);
    expect([a!.closed, b!.closed, c!.closed]).toEqual([true, false, false]);
  });

  it('is closed where the device gives no second', () => {
    const first = new FirstPicture();
    const [a] = pictures([0]);
    first.take(a!);
    first.drop();
    expect(a!.closed).toBe(true);
  });
});
