import type { ColourPicture } from '#measure/faces.ts';
import type { GreyPicture } from '#measure/sharpness.ts';
import { runToEnd } from '../plumbing/index.ts';
import type { SizePx } from '#measure/picture.ts';

const limitMs = 20_000;
/** One comes a second; of more than the first few nothing else would be said. */
const mostPictures = 6;
/** Faces are looked for in a picture of this size: its sides are multiples of what the network looks at, and 16:9 fills it. */
const faceSize = { widthPx: 512, heightPx: 288 } as const;

/** Key pictures of a chunk log in grey and full size; null when none can be decoded. */
export async function decodeKeyPictures(
  ffmpegPath: string,
  file: string,
  { widthPx, heightPx }: SizePx,
): Promise<readonly GreyPicture[] | null> {
  const bytes = await keyPictures(ffmpegPath, file, 'format=gray', widthPx * heightPx);
  return bytes?.map((luma) => ({ luma, widthPx, heightPx })) ?? null;
}

/** Key pictures in colour as faces are looked for in: small, whole, black where they do not fill it; and how much of the height they fill. */
export async function decodeForFaces(
  ffmpegPath: string,
  file: string,
  size: SizePx,
): Promise<Readonly<{ pictures: readonly ColourPicture[]; filled: number }> | null> {
  const { widthPx, heightPx } = faceSize;
  const [wide, high] = [String(widthPx), String(heightPx)];
  const fit = `scale=${wide}:${high}:force_original_aspect_ratio=decrease:flags=area,pad=${wide}:${high},format=rgb24`;
  const bytes = await keyPictures(ffmpegPath, file, fit, widthPx * heightPx * 3);
  const filled = Math.min(1, (widthPx * size.heightPx) / size.widthPx / heightPx);
  return bytes === null ? null : { pictures: bytes.map((rgb) => ({ rgb, widthPx, heightPx })), filled };
}

async function keyPictures(
  ffmpegPath: string,
  file: string,
  filter: string,
  pictureBytes: number,
): Promise<readonly Uint8Array[] | null> {
  const run = await runToEnd({
    command: ffmpegPath,
    limitMs,
    maxBytes: mostPictures * pictureBytes,
    args: [
      ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-skip_frame', 'nokey', '-f', 'matroska', '-i', file],
      ...['-map', '0:v', '-vf', filter, '-fps_mode', 'passthrough', '-frames:v', String(mostPictures)],
      ...['-f', 'rawvideo', 'pipe:1'],
    ],
  });
  const count = Math.floor(run.stdout.length / pictureBytes);
  if (run.code !== 0 || count === 0) return null;
  return Array.from({ length: count }, (_, at) => run.stdout.subarray(at * pictureBytes, (at + 1) * pictureBytes));
}
