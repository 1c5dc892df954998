import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { scanChunks, type WholeChunk } from '#domain/record/chunk.ts';

const hashPieceBytes = 1024 * 1024;

/** Reads a chunk log that an earlier service left: gives its whole chunks and cuts off a torn last one. Rejects with the system's error. */
export async function takeUpChunkLog(path: string): Promise<readonly WholeChunk[]> {
  const handle = await open(path, 'r+');
  try {
    const bytes = await handle.readFile();
    const whole: WholeChunk[] = [];
    for (const chunk of scanChunks(bytes)) {
      if (chunk.state !== 'whole' || chunk.header.seq !== whole.length) break;
      whole.push(chunk);
    }
    const last = whole.at(-1);
    const wholeBytes = last === undefined ? 0 : last.offsetBytes + last.lengthBytes;
    if (wholeBytes < bytes.length) {
      await handle.truncate(wholeBytes);
      await handle.datasync();
    }
    return whole;
  } finally {
    await handle.close();
  }
}

/** SHA-256 of the bytes [fromByte, toByte) as they lie on disk now, lower-case hex. Rejects when they cannot be read. */
export async function hashOnDisk(path: string, fromByte: number, toByte: number): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const hash = createHash('sha256');
    const piece = Buffer.allocUnsafe(Math.min(hashPieceBytes, toByte - fromByte));
    for (let at = fromByte; at < toByte;) {
      const { bytesRead } = await handle.read(piece, 0, Math.min(piece.length, toByte - at), at);
      if (bytesRead === 0) throw new Error(`the file ends before byte ${String(toByte)}`);
      hash.update(piece.subarray(0, bytesRead));
      at += bytesRead;
    }
    return hash.digest('hex');
  } finally {
    await handle.close();
  }
}
