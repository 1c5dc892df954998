import { spawn } from 'node:child_process';

/** What a monitor showed at an instant, ms since 1970: bytes of grey, small. */
export type Shot = Readonly<{ atMs: number; grey: Uint8Array }>;
export type MonitorFilm = Readonly<{ shots: readonly Shot[]; stop(): Promise<void> }>;

const framesPerSecond = 50;
/** Small enough to keep a minute of, large enough that words on a dark ground still brighten a cell. */
export const shotSize = { widthPx: 160, heightPx: 90 } as const;

/**
 * Films what the X server really shows in this rectangle, 50 times a second. The stamp is the moment at which the picture
 * reached this process, so a delay read from it is never too short.
 */
export function filmMonitor(
  env: Readonly<Record<string, string>>,
  place: Readonly<{ x: number; y: number; width: number; height: number }>,
): MonitorFilm {
  const { x, y, width, height } = place;
  const { widthPx, heightPx } = shotSize;
  const grab = ['-f', 'x11grab', '-framerate', String(framesPerSecond), '-draw_mouse', '0'];
  const from = [
    '-video_size',
    `${String(width)}x${String(height)}`,
    '-i',
    `${env['DISPLAY'] ?? ''}+${String(x)},${String(y)}`,
  ];
  const filter = [
    '-vf',
    `scale=${String(widthPx)}:${String(heightPx)}:flags=area,format=gray`,
    '-fps_mode',
    'passthrough',
  ];
  const to = ['-flush_packets', '1', '-f', 'rawvideo', '-'];
  const camera = spawn('ffmpeg', ['-v', 'fatal', '-nostdin', ...grab, ...from, ...filter, ...to], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const shots: Shot[] = [];
  const size = widthPx * heightPx;
  let rest = Buffer.alloc(0);
  camera.stdout.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    for (; rest.length >= size; rest = rest.subarray(size))
      shots.push({ atMs: Date.now(), grey: new Uint8Array(rest.subarray(0, size)) });
  });
  const gone = new Promise<void>((resolve) => camera.once('close', () => resolve()));
  return {
    shots,
    async stop() {
      camera.kill('SIGINT');
      await gone;
    },
  };
}

/** `#12161c`, the ground of the card, as grey. */
const cardGrey = 21;
/** From here on the bench's column of words; its picture, left of it, may change from moment to moment. */
const columnFromPx = Math.round(shotSize.widthPx * 0.45);

/** Whether a card lies over the monitor; its words take up to a tenth of it, on a small one a fifth. */
export function isCard({ grey }: Shot, leastShare = 0.9): boolean {
  return grey.reduce((count, value) => count + (Math.abs(value - cardGrey) <= 5 ? 1 : 0), 0) > grey.length * leastShare;
}

/** A flash: a window that nobody has painted yet. */
function isBright({ grey }: Shot): boolean {
  return grey.reduce((sum, value) => sum + value, 0) / grey.length > 150;
}

function isLike({ grey }: Shot, other: Shot): boolean {
  let sum = 0;
  let count = 0;
  for (let index = 0; index < grey.length; index += 1) {
    if (index % shotSize.widthPx < columnFromPx) continue;
    sum += Math.abs((grey[index] ?? 0) - (other.grey[index] ?? 0));
    count += 1;
  }
  return sum / count < 8;
}

/** How many cells of the column stand out from their left neighbour: a window that nobody has painted yet has none. */
function wordCells({ grey }: Shot): number {
  return grey.reduce((count, value, index) => {
    const isInside = index % shotSize.widthPx > columnFromPx;
    return count + (isInside && Math.abs(value - (grey[index - 1] ?? value)) > 12 ? 1 : 0);
  }, 0);
}

/**
 * After the death of the monitor's process, in ms: until the card covered it; until the page was there again; how long the
 * monitor flashed bright; how long, once covered, it showed neither card nor page (a dark window that is not painted yet).
 */
export function coverFigures(
  shots: readonly Shot[],
  killedAtMs: number,
): Readonly<{ coveredAfterMs: number; monitorBackMs: number; flashMs: number; bareMs: number }> {
  const before = shots.findLast((shot) => shot.atMs < killedAtMs);
  const after = shots.filter((shot) => shot.atMs >= killedAtMs);
  // The alarm of the part that died moves what stands on the page: it is there again as it was, or as it stands in the end with its words.
  const last = after.at(-1);
  const hasWords = before !== undefined && last !== undefined && wordCells(last) > wordCells(before) / 2;
  const pages = [before, hasWords ? last : undefined].filter((shot) => shot !== undefined);
  const isPage = (shot: Shot): boolean => !isCard(shot) && pages.some((page) => isLike(shot, page));
  const coveredAtMs = after.find((shot) => isCard(shot))?.atMs ?? Number.POSITIVE_INFINITY;
  const backAtMs = after.find((shot) => shot.atMs > coveredAtMs && isPage(shot))?.atMs ?? Number.POSITIVE_INFINITY;
  const lastingMs = (is: (shot: Shot) => boolean): number =>
    after.reduce((sum, shot, index) => sum + (is(shot) ? (after[index + 1] ?? shot).atMs - shot.atMs : 0), 0);
  return {
    coveredAfterMs: coveredAtMs - killedAtMs,
    monitorBackMs: backAtMs - killedAtMs,
    flashMs: lastingMs(isBright),
    bareMs: lastingMs((shot) => shot.atMs > coveredAtMs && !isCard(shot) && !isPage(shot)),
  };
}
