import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** All the laboratory's sound is mono at this rate. */
export const sampleRate = 48_000;

export const headerBytes = 44;

/** A 16-bit mono wave file (RIFF, 44-byte header) of samples in −1…1. Throws on a sample beyond that: it would clip. */
export function encodeWave(samples: Float32Array): Buffer {
  const bytes = Buffer.alloc(headerBytes + samples.length * 2);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt32LE(sampleRate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, index) => {
    if (Math.abs(sample) > 1) throw new Error('a sample beyond full scale would clip');
    bytes.writeInt16LE(Math.round(sample * 32_767), headerBytes + index * 2);
  });
  return bytes;
}

/**
 * Decodes any sound file to mono 48 kHz samples in −1…1 with the real ffmpeg; gaps in its timestamps become silence.
 * `filter` is an ffmpeg audio filter applied first. Throws what ffmpeg printed when it cannot read the file.
 */
export async function decodeSound(file: string, filter = 'anull'): Promise<Float32Array> {
  const { stdout } = await run(
    'ffmpeg',
    [
      '-v',
      'error',
      '-i',
      file,
      '-map',
      '0:a:0',
      '-af',
      filter,
      '-ac',
      '1',
      '-ar',
      String(sampleRate),
      '-f',
      'f32le',
      '-',
    ],
    { encoding: 'buffer', maxBuffer: 2 ** 30 },
  );
  return new Float32Array(stdout.buffer, stdout.byteOffset, stdout.length / 4).slice();
}
