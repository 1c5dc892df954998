import { decode, toldFrames } from './decoded.ts';

/** The lamp's place in the picture, tests/lab/camera/picture.h: its inner half. */
const lamp = 'crop=iw/16:ih/16:iw*25/32:ih*13/32,scale=1:1:flags=area,format=gray';
/** Half way between the lamp's black and white. */
const shinesFrom = 126;

/** When, in s of the file's own time, the first picture of each flash is shown. */
export async function readFlashes(file: string): Promise<readonly number[]> {
  const light: number[] = [];
  const said = await decode(
    [
      ...['-copyts', '-i', file, '-map', '0:v:0', '-vf', `${lamp},showinfo`],
      ...['-fps_mode', 'passthrough', '-f', 'rawvideo', '-'],
    ],
    (bytes) => light.push(...bytes),
  );
  const frames = toldFrames(said);
  if (frames.length !== light.length) throw new Error(`${file}: not every picture has a time`);
  return frames
    .filter((_, at) => at > 0 && (light[at] ?? 0) >= shinesFrom && (light[at - 1] ?? 255) < shinesFrom)
    .map(({ atS }) => atS);
}
