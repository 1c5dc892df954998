import { describe, expect, test } from 'vitest';
import { createDatagramQueue } from '../../../../src/hall/peers/datagram-queue.ts';

const numbered = (no: number, lengthBytes = 1000): Uint8Array => new Uint8Array(lengthBytes).fill(no);

describe('what waits for a stream', () => {
  test('comes out in the order in which it came in', () => {
    const queue = createDatagramQueue();
    for (const no of [1, 2, 3]) queue.push(numbered(no), no);
    expect([4, 4, 4, 4].map((nowMs) => queue.shift(nowMs)?.[0])).toEqual([1, 2, 3, undefined]);
    expect(queue.dropped()).toBe(0);
  });

  test('is never more than 64 KiB: the oldest go, and the newest always stays', () => {
    const queue = createDatagramQueue();
    for (let no = 0; no < 200; no += 1) queue.push(numbered(no), 0);
    expect(queue.dropped()).toBe(200 - 65);
    const left: (number | undefined)[] = [];
    for (let next = queue.shift(0); next !== undefined; next = queue.shift(0)) left.push(next[0]);
    expect(left).toEqual(Array.from({ length: 65 }, (_, index) => 135 + index));
  });

  test('is never older than 300 ms, whether more comes or not', () => {
    const queue = createDatagramQueue();
    queue.push(numbered(1), 0);
    queue.push(numbered(2), 200);
    expect(queue.shift(301)?.[0]).toBe(2);
    queue.push(numbered(3), 400);
    expect(queue.shift(701)).toBeUndefined();
    expect(queue.dropped()).toBe(2);
  });

  test('of small ones holds more: bytes count, not how many', () => {
    const queue = createDatagramQueue();
    for (let no = 0; no < 400; no += 1) queue.push(numbered(no % 256, 160), 0);
    expect(queue.dropped()).toBe(0);
  });
});
