import { readFile } from 'node:fs/promises';
import { OpusDecoder } from 'opus-decoder';
import { scanChunks, type WholeChunk } from '#domain/record/chunk.ts';
import { usualPreSkip } from '#domain/record/opus-head.ts';

export const decodedSampleRate = 48_000;

/** A microphone's chunk log, decoded: mono samples, of which the first was captured at `beginsMs` of its line. */
export type DecodedSound = Readonly<{ samples: Float32Array; beginsMs: number }>;

/**
 * Decodes the whole chunks of a chunk log; null when it holds no sound that can be decoded. By libopus in this process: the samples are
 * those of ffmpeg to a ten thousandth, and an ffmpeg that is started takes longer than ten seconds of sound.
 */
export async function decodeSound(file: string): Promise<DecodedSound | null> {
  const frames = [...scanChunks(await readFile(file))]
    .filter((chunk): chunk is WholeChunk => chunk.state === 'whole')
    .flatMap((chunk) => chunk.frames);
  const decoder = new OpusDecoder({
    sampleRate: decodedSampleRate,
    channels: 1,
    ...{ streamCount: 1, coupledStreamCount: 0, channelMappingTable: [0] },
    preSkip: 0,
  });
  await decoder.ready;
  try {
    const [samples] = decoder.decodeFrames(frames.map(({ bytes }) => bytes)).channelData;
    return samples === undefined || samples.length <= usualPreSkip
      ? null
      : { samples: samples.subarray(usualPreSkip), beginsMs: frames[0]?.atMs ?? 0 };
  } finally {
    decoder.free();
  }
}
