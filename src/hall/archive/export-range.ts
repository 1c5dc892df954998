import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fault } from '#domain/faults.ts';
import { failed, type Outcome } from '#domain/outcome.ts';
import { MatroskaStream, type StreamTrack } from '#domain/record/matroska-stream.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import { runToEnd } from '../plumbing/index.ts';
import { listOf, newCopy, runFfmpeg, type ExportTools, type MadeCopy, type TellProgress } from './new-copy.ts';
import type { RangePiece } from './read-range.ts';

/** One track of the new file: epochs that a decoder can take one after another, because they were encoded alike. */
export type Stream = Readonly<{ title: string; codec: StreamTrack; pieces: RangePiece[] }>;

/** Every input has a thread of its own in ffmpeg; with its usual eight packets they mostly wake each other. */
const longQueue = ['-thread_queue_size', '1024'] as const;

/** Copying streams takes this share of the time, hashing the new file the rest. */
const copyingShare = 0.7;

/**
 * Copies pieces of the record bit-exactly into one file: Matroska, or MP4 where the name ends so. It begins at
 * `fromUs`, or at the earliest key frame before it; all tracks keep their places on the hearing's line and gaps stay
 * gaps. The chunk logs are read where they lie, nothing is laid out in between. Refuses `archive.target-exists` and
 * `archive.range-empty`; fails `archive.export-failed` or `archive.unwritable`, leaving no half file.
 */
export async function exportPieces(
  pieces: readonly RangePiece[],
  fromUs: AtUs,
  out: string,
  tools: ExportTools,
  tell: TellProgress,
): Promise<Outcome<MadeCopy>> {
  const streams = streamsOf(pieces);
  if (streams.length === 0) return failed(fault('archive.range-empty', {}));
  const zeroMs = Math.min(Math.floor(fromUs / 1000), ...pieces.map((piece) => piece.fromMs));
  const endsAtMs = Math.max(...pieces.map((piece) => piece.toUs / 1000)) - zeroMs;
  const format = path.extname(out).toLowerCase() === '.mp4' ? 'mp4' : 'matroska';
  return newCopy(
    { out, makingShare: copyingShare, endsAtMs, tell },
    async (whole, workFolder, tellAtMs) =>
      (await copyStreams(streams, { format, zeroMs, whole, workFolder }, tools, tellAtMs)) &&
      (await holdsStreams(whole, streams, zeroMs, tools)),
  );
}

/** A camera that came back at another size is another track of the file, under the same title. */
export function streamsOf(pieces: readonly RangePiece[]): readonly Stream[] {
  const streams: Stream[] = [];
  for (const piece of pieces) {
    const reader = new MatroskaStream();
    reader.push(piece.head);
    const [codec] = reader.tracks.values();
    if (codec === undefined) continue;
    const same = streams.find(
      (stream) => stream.title === piece.trackId && Buffer.from(stream.codec.codecPrivate).equals(codec.codecPrivate),
    );
    if (same === undefined) streams.push({ title: piece.trackId, codec, pieces: [piece] });
    else same.pieces.push(piece);
  }
  return streams;
}

type Copying = Readonly<{ format: 'matroska' | 'mp4'; zeroMs: number; whole: string; workFolder: string }>;

async function copyStreams(
  streams: readonly Stream[],
  { format, zeroMs, whole, workFolder }: Copying,
  tools: ExportTools,
  tellAtMs: (atMs: number) => void,
): Promise<boolean> {
  const inputs: string[] = [];
  for (const [index, stream] of streams.entries()) {
    const list = path.join(workFolder, `${String(index)}.txt`);
    writeFileSync(list, listOf(stream.pieces));
    const lostMs = await lostDelayMs(stream, format, workFolder, tools);
    inputs.push(
      ...longQueue,
      '-itsoffset',
      ((lostMs - zeroMs) / 1000).toFixed(6),
      '-f',
      'matroska',
      '-i',
      `concatf:${list}`,
    );
  }
  const titles = streams.flatMap((stream, index) => {
    const place = String(index);
    return [
      '-map',
      `${place}:0`,
      `-metadata:s:${place}`,
      `title=${stream.title}`,
      `-metadata:s:${place}`,
      'language=und',
    ];
  });
  return runFfmpeg(
    tools.ffmpegPath,
    // Without -copyts ffmpeg would move every input to begin at zero, and the tracks would lose their places.
    [
      '-copyts',
      ...inputs,
      ...titles,
      '-c',
      'copy',
      '-avoid_negative_ts',
      'disabled',
      '-fflags',
      '+bitexact',
      '-flush_packets',
      '0',
      // The whole file gets a SHA-256; sums over its clusters would double the work and tell less.
      ...(format === 'matroska' ? ['-write_crc32', '0'] : []),
      '-f',
      format,
      whole,
    ],
    tellAtMs,
  );
}

/** By program and container, because it depends on nothing else. */
const knownToLoseDelay = new Map<string, boolean>();

/**
 * By how much this ffmpeg moves sound forward when it copies: some versions take the codec's delay off the time
 * stamps and do not give it back. Found out once, on a copy of a track's first moments.
 */
async function lostDelayMs(
  stream: Stream,
  format: Copying['format'],
  workFolder: string,
  tools: ExportTools,
): Promise<number> {
  const delayMs = stream.codec.codecDelayNs / 1_000_000;
  const [first] = stream.pieces;
  if (delayMs === 0 || first === undefined) return 0;
  const key = `${tools.ffmpegPath} ${format}`;
  let losesDelay = knownToLoseDelay.get(key);
  if (losesDelay === undefined) {
    const list = path.join(workFolder, 'first.txt');
    const sample = path.join(workFolder, 'first');
    writeFileSync(list, listOf([{ ...first, toByte: Math.min(first.toByte, first.fromByte + 64 * 1024) }]));
    const args = [
      '-copyts',
      '-f',
      'matroska',
      '-i',
      `concatf:${list}`,
      '-c',
      'copy',
      '-avoid_negative_ts',
      'disabled',
      '-f',
      format,
      '-y',
      sample,
    ];
    await runFfmpeg(tools.ffmpegPath, args, () => {});
    const isMp4 = format === 'mp4';
    const copiedMs = isMp4 ? await firstPacketMs(['-f', 'mov', sample], tools) : firstBlockMs(sample);
    // A reader of packets takes the delay off the stored times by itself, so like is compared with like.
    const storedMs = isMp4 ? await firstPacketMs(['-f', 'matroska', `concatf:${list}`], tools) : first.fromMs;
    if (copiedMs === null || storedMs === null) return 0;
    losesDelay = Math.abs(storedMs - copiedMs - delayMs) < Math.abs(storedMs - copiedMs);
    knownToLoseDelay.set(key, losesDelay);
  }
  return losesDelay ? delayMs : 0;
}

/** Read by ourselves: another program takes longer to start than the rest of a short copy takes. */
function firstBlockMs(matroska: string): number | null {
  if (!existsSync(matroska)) return null;
  const [block] = new MatroskaStream().push(readFileSync(matroska));
  return block?.timeMs ?? null;
}

async function firstPacketMs(input: readonly string[], tools: ExportTools): Promise<number | null> {
  const look = await runToEnd({
    command: tools.ffprobePath,
    args: ['-v', 'error', '-read_intervals', '%+#1', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0', ...input],
    limitMs: 30_000,
  });
  const seconds = Number.parseFloat(look.stdout.toString('utf8'));
  return Number.isFinite(seconds) ? seconds * 1000 : null;
}

type Probed = Readonly<{
  streams?: readonly Readonly<{ start_time?: string; duration?: string; tags?: Readonly<Record<string, string>> }>[];
}>;

/** ffmpeg may end well and yet have written nothing: every track must be there and reach its end. */
async function holdsStreams(
  file: string,
  streams: readonly Stream[],
  zeroMs: number,
  tools: ExportTools,
): Promise<boolean> {
  const look = await runToEnd({
    command: tools.ffprobePath,
    args: ['-v', 'error', '-show_entries', 'stream=index,start_time,duration:stream_tags', '-of', 'json', file],
    limitMs: 60_000,
  });
  if (look.code !== 0) return false;
  const found = (JSON.parse(look.stdout.toString('utf8')) as Probed).streams ?? [];
  return (
    streams.every((stream, index) => {
      const endsAtMs = Math.max(...stream.pieces.map((piece) => piece.toUs / 1000)) - zeroMs;
      const probed = found[index];
      return probed !== undefined && endOfStreamMs(probed) > endsAtMs - 1000;
    }) && found.length === streams.length
  );
}

/** Matroska keeps a track's end in a tag, MP4 keeps its start and length. */
function endOfStreamMs(probed: NonNullable<Probed['streams']>[number]): number {
  const clock = /^(\d+):(\d+):([\d.]+)$/.exec(probed.tags?.['DURATION'] ?? '');
  if (clock !== null) return (Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3])) * 1000;
  return (Number(probed.start_time) + Number(probed.duration)) * 1000;
}
