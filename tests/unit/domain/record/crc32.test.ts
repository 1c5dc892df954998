import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32, sumBy } from '#domain/record/crc32.ts';

describe('crc32', () => {
  it('gives the check value of the standard', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });
  it('agrees with zlib for any bytes, whole or in two pieces', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, cut) => {
        const wanted = zlibCrc32(bytes);
        const at = Math.min(cut, bytes.length);
        expect(crc32(bytes)).toBe(wanted);
        expect(crc32(bytes, at, bytes.length, crc32(bytes, 0, at))).toBe(wanted);
      }),
    );
  });
  it('is the same when the process has it in machine code', () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, at) => (at * 31) & 0xff);
    const slow = [crc32(bytes), crc32(bytes, 100, 900), crc32(bytes, 900, 1000, crc32(bytes, 0, 900))];
    sumBy(zlibCrc32);
    const fast = [crc32(bytes), crc32(bytes, 100, 900), crc32(bytes, 900, 1000, crc32(bytes, 0, 900))];
    sumBy(null);
    expect(fast).toEqual(slow);
  });
});
