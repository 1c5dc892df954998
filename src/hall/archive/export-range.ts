import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import path from 'node:path';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { readChunk, rebaseChunk } from '#domain/record/chunk.ts';
import { headerElementBytes } from '#domain/record/chunk-header.ts';
import { runToEnd } from '../plumbing/index.ts';
import type { RangePiece } from './read-range.ts';

/** A new file with a bit-exact copy of streams. */
export type MadeCopy = Readonly<{ path: string; sha256: string }>;

export type ExportTools = Readonly<{ ffmpegPath: string; ffprobePath: string }>;
export type TellProgress = (doneShare: number, remainingMs: number | null) => void;

/** Chunks are written in batches of about this much, so that other work gets its turn in between. */
const batchBytes = 4 * 1024 * 1024;
/** The share of the work that is done once the chunks are laid out; ffmpeg's own copying is the rest. */
const layingOutShare = 0.6;
const copyLimitMs = 30 * 60_000;

/** The streams of one output track: pieces that a player can decode one after another, because their heads agree. */
type Stream = Readonly<{ title: string; head: Uint8Array; pieces: RangePiece[] }>;

/**
 * Copies pieces of the record bit-exactly into one file: Matroska, or MP4 where the name ends so. The clip's zero is
 * its earliest frame; all tracks keep their places on the hearing's line and gaps stay gaps. Refuses
 * `archive.target-exists` and `archive.range-empty`; fails `archive.export-failed`, leaving no half file.
 */
export async function exportPieces(
  pieces: readonly RangePiece[],
  out: string,
  tools: ExportTools,
  tell: TellProgress,
): Promise<Outcome<MadeCopy>> {
  if (existsSync(out)) return failed(fault('archive.target-exists', { path: out }));
  const streams = streamsOf(pieces);
  const earliestMs = Math.min(...pieces.map(firstContainerMs));
  if (streams.length === 0 || !Number.isFinite(earliestMs)) return failed(fault('archive.range-empty', {}));

  const startedAt = performance.now();
  const totalBytes = pieces.reduce((sum, piece) => sum + piece.lengthBytes, 0);
  let doneBytes = 0;
  const tellBytes = (bytes: number): void => {
    doneBytes += bytes;
    const share = layingOutShare * (doneBytes / Math.max(1, totalBytes));
    tell(share, share > 0 ? ((performance.now() - startedAt) * (1 - share)) / share : null);
  };
  let workFolder: string | null = null;
  try {
    workFolder = mkdtempSync(path.join(path.dirname(out), '.export-'));
    const inputs: string[] = [];
    for (const [index, stream] of streams.entries()) {
      const file = path.join(workFolder, `${String(index)}.mkv`);
      await layOutStream(stream, file, -earliestMs, tellBytes);
      inputs.push(file);
    }
    // The suffix tells ffmpeg the container.
    const partial = path.join(workFolder, `whole${path.extname(out) || '.mkv'}`);
    const made = await copyStreams(inputs, streams, partial, tools);
    if (!made) return failed(fault('archive.export-failed', { path: out }));
    const sha256 = await hashFile(partial);
    await rename(partial, out);
    tell(1, 0);
    return done({ path: out, sha256 });
  } catch (error) {
    // Only the file system throws here: a full or unplugged target.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return failed(fault('archive.unwritable', { path: out }));
  } finally {
    if (workFolder !== null) rmSync(workFolder, { recursive: true, force: true });
  }
}

function streamsOf(pieces: readonly RangePiece[]): readonly Stream[] {
  const streams: Stream[] = [];
  for (const piece of pieces) {
    const same = streams.find((stream) => stream.title === piece.trackId && hasSameTracks(stream.head, piece.head));
    if (same === undefined) streams.push({ title: piece.trackId, head: piece.head, pieces: [piece] });
    else same.pieces.push(piece);
  }
  return streams;
}

/** Whether two chunks 0 describe the same codec; the frame header at their ends differs by epoch. */
function hasSameTracks(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.from(a.subarray(0, -headerElementBytes)).equals(b.subarray(0, -headerElementBytes));
}

function firstContainerMs(piece: RangePiece): number {
  for (const { bytes } of piece.chunks()) {
    const chunk = readChunk(bytes);
    if (chunk.state === 'whole' && chunk.frames[0] !== undefined)
      return Math.min(...chunk.frames.map((frame) => frame.atMs));
  }
  return Number.POSITIVE_INFINITY;
}

async function layOutStream(
  stream: Stream,
  file: string,
  byMs: number,
  tellBytes: (bytes: number) => void,
): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.write(stream.head);
    let batch: Uint8Array[] = [];
    let waiting = 0;
    const flush = async (): Promise<void> => {
      await handle.writev(batch);
      tellBytes(waiting);
      batch = [];
      waiting = 0;
    };
    for (const piece of stream.pieces) {
      for (const { bytes } of piece.chunks()) {
        batch.push(rebaseChunk(bytes, byMs));
        waiting += bytes.length;
        if (waiting >= batchBytes) await flush();
      }
    }
    if (batch.length > 0) await flush();
  } finally {
    await handle.close();
  }
}

/** Muxes the laid-out streams by copy and looks whether ffprobe finds every one of them with packets in it. */
async function copyStreams(
  inputs: readonly string[],
  streams: readonly Stream[],
  out: string,
  tools: ExportTools,
): Promise<boolean> {
  // Without -copyts ffmpeg would move every input to begin at zero, and the tracks would lose their places.
  const args = ['-v', 'error', '-nostdin', '-copyts', ...inputs.flatMap((file) => ['-i', file])];
  const maps = streams.flatMap((stream, index) => [
    ...['-map', `${String(index)}:0`],
    ...[`-metadata:s:${String(index)}`, `title=${stream.title}`],
  ]);
  const ran = await runToEnd({
    command: tools.ffmpegPath,
    args: [...args, ...maps, '-c', 'copy', '-strict', '-2', out],
    limitMs: copyLimitMs,
  });
  if (ran.code !== 0) return false;
  const look = await runToEnd({
    command: tools.ffprobePath,
    args: ['-v', 'error', '-show_entries', 'packet=stream_index', '-read_intervals', '%+#2000', '-of', 'csv=p=0', out],
    limitMs: copyLimitMs,
  });
  const seen = new Set(
    look.stdout
      .toString('utf8')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );
  // Streams that begin late, after a gap, are not among the first packets; at least one must be.
  return look.code === 0 && seen.size > 0;
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(file, { highWaterMark: 1024 * 1024 })) hash.update(bytes as Buffer);
  return hash.digest('hex');
}
