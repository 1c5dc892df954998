import { figuresAtPlace, runFaceNet, type FaceNet } from './face-net.ts';

/** A picture in colour: red, green and blue of each pixel, line by line. */
export type ColourPicture = Readonly<{ rgb: Uint8Array; widthPx: number; heightPx: number }>;

/** Where a face is: its upper left corner and its size as shares of the picture's width and height, and how sure that is, 0 to 1. */
export type Face = Readonly<{ left: number; top: number; width: number; height: number; sureness: number }>;

/** Widths and heights of the five shapes of box that the network speaks of, in places of its grid. */
const shapes = [
  [1.603231, 2.094468],
  [6.041143, 7.080126],
  [2.882459, 3.518061],
  [4.266906, 5.178857],
  [9.041765, 10.66308],
] as const;
const figuresOfShape = figuresAtPlace / shapes.length;
/** Boxes that share more than this are of one face. */
const sharedByOne = 0.4;
const surely = 0.5;

const logistic = (value: number): number => 1 / (1 + Math.exp(-value));

/** The faces in a picture, surest first. Its sides should be multiples of 32. Nothing of a face is kept but its box. */
export function findFaces(net: FaceNet, { rgb, widthPx, heightPx }: ColourPicture): readonly Face[] {
  const { values, width, height } = runFaceNet(net, rgb, widthPx, heightPx);
  const found: Face[] = [];
  for (let row = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1)
      shapes.forEach(([wide, high], shape) => {
        const at = (row * width + column) * figuresAtPlace + shape * figuresOfShape;
        const sureness = logistic(values[at + 4]!);
        if (sureness <= surely) return;
        const boxWidth = (Math.exp(values[at + 2]!) * wide) / width;
        const boxHeight = (Math.exp(values[at + 3]!) * high) / height;
        const left = (column + logistic(values[at]!)) / width - boxWidth / 2;
        const top = (row + logistic(values[at + 1]!)) / height - boxHeight / 2;
        found.push({ left, top, width: boxWidth, height: boxHeight, sureness });
      });
  return oneBoxEach(found);
}

/** Of boxes that lie on one another only the surest. */
export function oneBoxEach(boxes: readonly Face[]): readonly Face[] {
  const kept: Face[] = [];
  for (const box of boxes.toSorted((one, other) => other.sureness - one.sureness))
    if (kept.every((other) => sharedOf(box, other) <= sharedByOne)) kept.push(box);
  return kept;
}

function sharedOf(one: Face, other: Face): number {
  const across = Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left);
  const down = Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top);
  const shared = Math.max(0, across) * Math.max(0, down);
  return shared / (one.width * one.height + other.width * other.height - shared);
}
