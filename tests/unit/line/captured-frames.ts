import type { CapturedFrame } from '#domain/record/chunk.ts';

/** One frame of a camera or microphone as an encoder would hand it over. */
export function capturedFrame(
  capturedAtUs: number,
  isKey: boolean,
  durationUs = 40_000,
  lengthBytes = 10,
): CapturedFrame {
  return {
    atUs: capturedAtUs,
    capturedAtUs,
    endsAtUs: capturedAtUs + durationUs,
    sourceUs: capturedAtUs,
    isKey,
    bytes: new Uint8Array(lengthBytes).fill(capturedAtUs / 40_000),
  };
}
