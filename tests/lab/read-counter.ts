import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The layout of tests/lab/camera/picture.h. */
const cellsPerRow = 14;
const rows = 2;
const counterBits = 24;
const smallestCellPx = 24;

/** One decoded frame: its time stamp in the file and the number in its picture, null where that cannot be read. */
export type CountedFrame = Readonly<{ atMs: number; value: number | null }>;

export type CounterReading = Readonly<{
  frames: readonly CountedFrame[];
  /** Frames whose number could not be read (bad parity or no clear black and white). */
  unreadable: number;
  /** Numbers between the first and the last that never came. */
  missing: number;
  /** Frames that show a number which came before. */
  repeated: number;
  /** Distinct numbers seen ÷ numbers that the camera gave between the first and the last. */
  presentShare: number;
}>;

/** 24 bits, even parity, from the brightness (0…255) of the 28 cells in reading order; null when they do not agree. */
export function counterOf(cells: ArrayLike<number>): number | null {
  const bits: readonly number[] = Array.from(cells, (brightness) => (brightness > 165 ? 1 : brightness < 90 ? 0 : -1));
  if (bits.includes(-1) || bits[0] !== 1 || bits[1] !== 0) return null;
  const number = bits.slice(2, 2 + counterBits);
  const parity = number.reduce((sum, bit) => sum ^ bit, 0);
  if (bits[2 + counterBits] !== parity || bits[3 + counterBits] !== 1 - parity) return null;
  return number.reduce((value, bit) => value * 2 + bit, 0);
}

/** What the numbers of a recording say of it. */
export function judgeCounter(frames: readonly CountedFrame[]): CounterReading {
  const values = frames.map((frame) => frame.value).filter((value) => value !== null);
  const distinct = new Set(values);
  const given = values.length === 0 ? 0 : Math.max(...values) - Math.min(...values) + 1;
  return {
    frames,
    unreadable: frames.length - values.length,
    missing: given - distinct.size,
    repeated: values.length - distinct.size,
    presentShare: given === 0 ? 0 : distinct.size / given,
  };
}

async function probe(file: string): Promise<{ widthPx: number; timesMs: number[] }> {
  const entries = ['-show_entries', 'stream=width:packet=pts_time', '-of', 'json'];
  const { stdout } = await run('ffprobe', ['-v', 'error', '-select_streams', 'v:0', ...entries, file], {
    maxBuffer: 2 ** 28,
  });
  const { streams, packets } = JSON.parse(stdout) as { streams: { width: number }[]; packets: { pts_time: string }[] };
  const times = packets.map((packet) => Number(packet.pts_time) * 1000).sort((a, b) => a - b);
  return { widthPx: streams[0]?.width ?? 0, timesMs: times };
}

/**
 * Decodes every frame of the first picture track, none dropped and none doubled, and reads the burned-in number: the
 * counter's corner is scaled so that each cell becomes one pixel's mean.
 */
export async function readCounter(file: string): Promise<CounterReading> {
  const { widthPx, timesMs } = await probe(file);
  const even = Math.floor(widthPx / 32) & ~1;
  const cellPx = Math.max(smallestCellPx, even);
  // The outer quarter of a cell is left out: there H.264 smears its neighbours in.
  const perCell = 4;
  const filter = `crop=${String(cellPx * cellsPerRow)}:${String(cellPx * rows)}:0:0,scale=${String(cellsPerRow * perCell)}:${String(rows * perCell)}:flags=area,format=gray`;
  const args = [
    '-v',
    'error',
    '-nostdin',
    '-i',
    file,
    '-map',
    '0:v:0',
    '-vf',
    filter,
    '-fps_mode',
    'passthrough',
    '-f',
    'rawvideo',
    '-',
  ];
  const pictureBytes = cellsPerRow * rows * perCell * perCell;
  const values: (number | null)[] = [];
  await new Promise<void>((resolve, reject) => {
    const decoder = spawn('ffmpeg', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let rest = Buffer.alloc(0);
    let complaint = '';
    decoder.stdout.on('data', (bytes: Buffer) => {
      rest = Buffer.concat([rest, bytes]);
      for (; rest.length >= pictureBytes; rest = rest.subarray(pictureBytes))
        values.push(counterOf(cellMeans(rest, perCell)));
    });
    decoder.stderr.on('data', (bytes: Buffer) => {
      complaint += bytes.toString('utf8');
    });
    decoder.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(complaint));
    });
  });
  return judgeCounter(values.map((value, index) => ({ atMs: timesMs[index] ?? Number.NaN, value })));
}

function cellMeans(picture: Uint8Array, perCell: number): readonly number[] {
  const widthPx = cellsPerRow * perCell;
  const inner = [1, 2];
  return Array.from({ length: cellsPerRow * rows }, (_, cell) => {
    const left = (cell % cellsPerRow) * perCell;
    const top = Math.floor(cell / cellsPerRow) * perCell;
    const samples = inner.flatMap((y) => inner.map((x) => picture[(top + y) * widthPx + left + x] ?? 0));
    return samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
  });
}
