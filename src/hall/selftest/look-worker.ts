/* A thread that looks closely at a camera's key pictures: what takes tenths of a second must not keep the service from its halls. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import { readFaceNet, type WeightNote } from '#measure/face-net.ts';
import { findFaces, type ColourPicture, type Face } from '#measure/faces.ts';
import { readFocus } from '#measure/focus.ts';
import { readGrain } from '#measure/grain.ts';
import { readSharpness, type GreyPicture } from '#measure/sharpness.ts';

export type LookOrder = Readonly<{
  grey: readonly GreyPicture[];
  /** Pictures in which faces are looked for, and how much of their height the camera's picture fills; null: none are. */
  faces: Readonly<{ pictures: readonly ColourPicture[]; filled: number; modelsFolder: string }> | null;
}>;

/** Faces of a camera; nothing else is known of them. `tallest`: as a share of the picture's height; `luma`: its mean. */
export type FacesSeen = Readonly<{ count: number; tallest: number; luma: number }>;

/** The middle of all key pictures: noise in steps of luma, blur in px, detail as in `Sharpness`. */
export type CloseLook = Readonly<{ noise: number; blurPx: number | null; detail: number; faces: FacesSeen | null }>;

/** So many of the pictures are enough: noise and focus of a camera do not change from one second to the next, and somebody may bend down. */
const looks = { closely: 3, forFaces: 3 } as const;

/** So many of them, from the first to the last. */
function some<Picture>(pictures: readonly Picture[], most: number): readonly Picture[] {
  const step = Math.max(1, Math.floor((pictures.length - 1) / (most - 1)));
  return pictures.filter((_, at) => at % step === 0).slice(0, most);
}

function middle(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

function look({ grey, faces }: LookOrder): CloseLook {
  const seen = some(grey, looks.closely).map((picture) => {
    const noise = readGrain(picture);
    return { noise, focus: readFocus(picture, noise), detail: readSharpness(picture).detail };
  });
  const blurs = seen.flatMap(({ focus }) => (focus.blurPx === null ? [] : [focus.blurPx]));
  return {
    noise: middle(seen.map(({ noise }) => noise)),
    blurPx: blurs.length * 2 > seen.length ? middle(blurs) : null,
    detail: middle(seen.map(({ detail }) => detail)),
    faces: faces === null ? null : lookForFaces(faces),
  };
}

function lookForFaces({ pictures, filled, modelsFolder }: NonNullable<LookOrder['faces']>): FacesSeen | null {
  const file = path.join(modelsFolder, 'tiny-face-detector');
  const notes = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as readonly WeightNote[];
  const net = readFaceNet(notes, readFileSync(`${file}.bin`));
  if (net === null) return null;
  // Where somebody is seen the other pictures would say the same: looking takes half a second each.
  for (const picture of some(pictures, looks.forFaces)) {
    const found = findFaces(net, picture);
    const tallest = found.toSorted((one, other) => other.height - one.height)[0];
    if (tallest !== undefined)
      return { count: found.length, tallest: tallest.height / filled, luma: lumaWithin(picture, tallest) };
  }
  return { count: 0, tallest: 0, luma: 0 };
}

/** Mean luma of a face's box (ITU-R BT.601). */
function lumaWithin({ rgb, widthPx, heightPx }: ColourPicture, { left, top, width, height }: Face): number {
  const [fromX, toX] = [Math.max(0, Math.floor(left * widthPx)), Math.min(widthPx, (left + width) * widthPx)];
  const [fromY, toY] = [Math.max(0, Math.floor(top * heightPx)), Math.min(heightPx, (top + height) * heightPx)];
  let [sum, pixels] = [0, 0];
  for (let y = fromY; y < toY; y += 1)
    for (let x = fromX; x < toX; x += 1) {
      const at = (y * widthPx + x) * 3;
      const [red = 0, green = 0, blue = 0] = rgb.subarray(at, at + 3);
      sum += 0.299 * red + 0.587 * green + 0.114 * blue;
      pixels += 1;
    }
  return pixels === 0 ? 0 : sum / pixels;
}

parentPort?.on('message', (order: LookOrder) => parentPort?.postMessage(look(order)));
