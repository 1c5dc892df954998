import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Chunker, type ReadyChunk } from '#line/chunker.ts';
import { capturedFrame } from './captured-frames.ts';

function chunksOf(kind: 'video' | 'audio', give: (chunker: Chunker) => void): ReadyChunk[] {
  const chunks: ReadyChunk[] = [];
  const chunker = new Chunker(kind, (chunk) => chunks.push(chunk));
  give(chunker);
  chunker.flush();
  return chunks;
}

describe('the chunker', () => {
  it('begins a chunk with every key frame of a camera and holds five frames of 25 a second at most', () => {
    const chunks = chunksOf('video', (chunker) => {
      for (let at = 0; at < 50; at += 1) chunker.add(capturedFrame(at * 40_000, at % 25 === 0), false);
    });
    expect(chunks.map(({ frames }) => frames.length)).toEqual(Array(10).fill(5));
  });

  it('gives a full chunk away at once instead of at the next frame', () => {
    const chunks: ReadyChunk[] = [];
    const chunker = new Chunker('audio', (chunk) => chunks.push(chunk));
    for (let at = 0; at < 10; at += 1) chunker.add(capturedFrame(at * 20_000, true, 20_000), false);
    expect(chunks.map(({ frames }) => frames.length)).toEqual([10]);
  });

  it('loses no frame, keeps the order, and covers 210 ms at most, whatever the steps', () => {
    const steps = fc.array(
      fc.record({ stepUs: fc.integer({ min: 1, max: 400_000 }), isKey: fc.boolean(), isJump: fc.boolean() }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(fc.constantFrom('video' as const, 'audio' as const), steps, (kind, taken) => {
        let atUs = 0;
        const given = taken.map(({ stepUs, isKey, isJump }) => ({
          frame: capturedFrame((atUs += stepUs), isKey),
          isJump,
        }));
        const chunks = chunksOf(kind, (chunker) => given.forEach(({ frame, isJump }) => chunker.add(frame, isJump)));
        expect(chunks.flatMap(({ frames }) => frames)).toEqual(given.map(({ frame }) => frame));
        for (const { frames, isJump } of chunks) {
          expect((frames.at(-1)?.endsAtUs ?? 0) - (frames[0]?.capturedAtUs ?? 0)).toBeLessThanOrEqual(210_000);
          expect(isJump).toBe(given.find(({ frame }) => frame === frames[0])?.isJump);
          if (kind === 'video') expect(frames.slice(1).some(({ isKey }) => isKey)).toBe(false);
        }
      }),
    );
  });
});
