import { describe, expect, it } from 'vitest';
import { opusHead, opusPreSkip } from '#domain/record/opus-head.ts';

describe('OpusHead', () => {
  it('is laid out as RFC 7845 says', () => {
    expect(Buffer.from(opusHead(48_000)).toString('hex')).toBe(
      '4f70757348656164' + '01' + '01' + '3801' + '80bb0000' + '0000' + '00',
    );
  });
  it('gives its pre-skip back, and none for other bytes', () => {
    expect(opusPreSkip(opusHead(44_100, 3840))).toBe(3840);
    expect(opusPreSkip(new Uint8Array(19))).toBe(0);
    expect(opusPreSkip(opusHead(48_000).subarray(0, 12))).toBe(0);
  });
});
