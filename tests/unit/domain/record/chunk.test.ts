import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HearingId } from '#domain/ids.ts';
import {
  findNextHeader,
  readChunk,
  scanChunks,
  trimFrames,
  writeInitChunk,
  writeMediaChunk,
} from '#domain/record/chunk.ts';
import { joinBytes } from '#domain/record/ebml.ts';
import { opusHead } from '#domain/record/opus-head.ts';

const hearingId = '3f0c2b1e-9d54-4f6a-8c7b-0a1b2c3d4e5f' as HearingId;
const place = { hearingId, trackNo: 3, epoch: 7 };
const init = writeInitChunk({ ...place, codec: { kind: 'audio', sampleRate: 48_000, codecPrivate: opusHead(48_000) } });
const media = writeMediaChunk({
  ...place,
  seq: 1,
  firstAtUs: 1_000_300,
  lastAtUs: 1_040_300,
  sourceUs: -55,
  isJump: true,
  frames: [
    { atUs: 1_000_000, isKey: true, bytes: Uint8Array.of(1, 2, 3) },
    { atUs: 1_020_000, isKey: true, bytes: Uint8Array.of(4, 5) },
  ],
});

const arbitraryFrames = fc
  .array(
    fc.record({
      stepMs: fc.integer({ min: 0, max: 60 }),
      isKey: fc.boolean(),
      bytes: fc.uint8Array({ maxLength: 200 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .chain((steps) =>
    fc.integer({ min: 0, max: 8 * 3600_000 }).map((startMs) => {
      let atMs = startMs;
      return steps.map(({ stepMs, isKey, bytes }) => ({ atUs: (atMs += stepMs) * 1000, isKey, bytes }));
    }),
  );
const arbitraryHead = fc.record({
  hearingId: fc.uuid().map((id) => id as HearingId),
  trackNo: fc.integer({ min: 1, max: 126 }),
  epoch: fc.integer({ min: 1, max: 0xffff_ffff }),
  seq: fc.integer({ min: 1, max: 0xffff_ffff }),
  firstAtUs: fc.maxSafeInteger(),
  lastAtUs: fc.maxSafeInteger(),
  sourceUs: fc.maxSafeInteger(),
  isJump: fc.boolean(),
});

describe('a chunk', () => {
  it('reads back as it was written', () => {
    fc.assert(
      fc.property(arbitraryHead, arbitraryFrames, (head, frames) => {
        const read = readChunk(writeMediaChunk({ ...head, frames }));
        if (read.state !== 'whole') throw new Error(read.state);
        expect(read.header).toMatchObject({
          ...head,
          kind: 'media',
          frames: frames.length,
          startsWithKey: frames[0]!.isKey,
        });
        expect(
          read.frames.map(({ atMs, isKey, bytes, trackNo }) => ({
            atUs: atMs * 1000,
            isKey,
            bytes: Uint8Array.from(bytes),
            trackNo,
          })),
        ).toEqual(frames.map((frame) => ({ ...frame, trackNo: head.trackNo })));
      }),
    );
  });

  it('lays its header where docs/record-format.md says', () => {
    const view = new DataView(media.buffer);
    expect([...media.subarray(0, 8)]).toEqual([0xec, 0xe0, 0x54, 0x5a, 0x43, 0x31, 1, 1]);
    expect(view.getUint16(2 + 6)).toBe(0b11);
    expect(view.getUint32(2 + 8)).toBe(1);
    expect(view.getUint32(2 + 12)).toBe(7);
    expect(view.getBigInt64(2 + 16)).toBe(1_000_300n);
    expect(view.getBigInt64(2 + 24)).toBe(1_040_300n);
    expect(view.getBigInt64(2 + 32)).toBe(-55n);
    expect(view.getUint32(2 + 40)).toBe(2);
    expect(view.getUint32(2 + 44)).toBe(media.length - 98);
    expect(media[2 + 64]).toBe(0x3f);
    expect(view.getUint32(2 + 80)).toBe(3);
    expect(view.getUint32(98)).toBe(0x1f43b675);
    expect(view.getBigUint64(98 + 14)).toBe(1000n);
  });

  it('is not whole with any one bit flipped', () => {
    for (const chunk of [init, media]) {
      for (let bit = 0; bit < chunk.length * 8; bit += 1) {
        const hurt = chunk.slice();
        hurt[bit >> 3]! ^= 1 << (bit & 7);
        expect(readChunk(hurt).state, `bit ${bit}`).not.toBe('whole');
      }
    }
  });

  it('is torn when cut at any byte', () => {
    for (const chunk of [init, media]) {
      for (let length = 0; length < chunk.length; length += 1)
        expect(readChunk(chunk.subarray(0, length)).state, `${length} bytes`).toBe('torn');
    }
  });

  it('is found in a log behind another and ends the walk when torn', () => {
    const log = joinBytes([init, media, media.subarray(0, 50)]);
    expect([...scanChunks(log)].map(({ state, offsetBytes }) => ({ state, offsetBytes }))).toEqual([
      { state: 'whole', offsetBytes: 0 },
      { state: 'whole', offsetBytes: init.length },
      { state: 'torn', offsetBytes: init.length + media.length },
    ]);
  });

  it('can be found again behind a damaged one', () => {
    const log = joinBytes([init, media, media]);
    log[init.length + 110]! ^= 1;
    const [, hurt] = [...scanChunks(log)];
    expect(hurt).toMatchObject({ state: 'damaged', why: 'crc', header: { seq: 1 } });
    const next = findNextHeader(log, init.length + 1);
    expect(next).toBe(init.length + media.length);
    expect(readChunk(log, next).state).toBe('whole');
    expect(findNextHeader(log, next + 1)).toBe(-1);
  });
});

describe('trimming to a cut', () => {
  const frame = (capturedAtUs: number) => ({
    atUs: capturedAtUs,
    capturedAtUs,
    endsAtUs: capturedAtUs + 20_000,
    sourceUs: 0,
    isKey: true,
    bytes: new Uint8Array(1),
  });
  it('keeps no frame that ended after the cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: -50_000, max: 250_000 }), (cutAtUs) => {
        const frames = Array.from({ length: 10 }, (_, index) => frame(index * 20_000));
        expect(trimFrames(frames, cutAtUs)).toEqual(frames.filter(({ endsAtUs }) => endsAtUs <= cutAtUs));
      }),
    );
  });
});
