import type { GreyPicture } from './sharpness.ts';

export type Focus = Readonly<{
  /**
   * Standard deviation of what the lens smears, px, as the sharpest edges show it in each part of the picture, in a quarter of
   * them; null where too few edges stand out. Some 1 of a picture in focus; it needs no picture of the same view in focus.
   */
  blurPx: number | null;
  /** How many edges stand out. */
  edges: number;
}>;

/** Lines that are taken together against the noise, and the parts the picture is looked at in. */
const linesPx = 3;
const parts = { across: 8, down: 6 } as const;
/** An edge is at least so many steps of luma, and so many times the noise, high. */
const leastStep = 30;
const leastOfNoise = 8;
/** A part with fewer edges says nothing, nor does a picture with fewer such parts. */
const leastEdges = 6;
const leastParts = 4;
/** Of a part's edges, the sharpest: a face is round and has soft shades also in focus. */
const sharpest = 0.15;
/** And of the parts: not all of a hall lies in focus. */
const sharpParts = 0.25;
/** A step that was smeared by a bell of deviation 1 rises by its height ÷ √(2π) per pixel at most. */
const bellSlope = Math.sqrt(2 * Math.PI);

/**
 * Tells how far out of focus a picture is by how wide its edges are (after Marziliano 2002): height of an edge ÷ its steepest
 * rise, along lines across and down. `noise` is the picture's, in steps of luma.
 */
export function readFocus({ luma, widthPx, heightPx }: GreyPicture, noise: number): Focus {
  const found: number[][] = Array.from({ length: parts.across * parts.down }, () => []);
  const least = Math.max(leastStep, leastOfNoise * noise);
  const look = (
    length: number,
    lines: number,
    at: (along: number, line: number) => number,
    isAcross: boolean,
  ): void => {
    const line = new Float32Array(length);
    for (let from = 0; from + linesPx <= lines; from += linesPx) {
      for (let along = 0; along < length; along += 1) {
        let sum = 0;
        for (let each = 0; each < linesPx; each += 1) sum += luma[at(along, from + each)]!;
        line[along] = sum / linesPx;
      }
      const side = Math.floor((from / lines) * (isAcross ? parts.down : parts.across));
      findEdges(line, least, Math.max(2, 2 * noise), (middle, blurPx) => {
        const ahead = Math.floor((middle / length) * (isAcross ? parts.across : parts.down));
        found[isAcross ? side * parts.across + ahead : ahead * parts.across + side]?.push(blurPx);
      });
    }
  };
  look(widthPx, heightPx, (along, line) => line * widthPx + along, true);
  look(heightPx, widthPx, (along, line) => along * widthPx + line, false);
  const told = found
    .filter((edges) => edges.length >= leastEdges)
    .map((edges) => edges.toSorted((one, other) => one - other)[Math.floor(edges.length * sharpest)]!)
    .toSorted((one, other) => one - other);
  return {
    blurPx: told.length < leastParts ? null : told[Math.floor(told.length * sharpParts)]!,
    edges: found.reduce((sum, edges) => sum + edges.length, 0),
  };
}

/** Every stretch in which a line only rises or only falls, but for `slack`, by at least so much: where it is steepest, and how wide. */
function findEdges(
  line: Float32Array,
  least: number,
  slack: number,
  onEdge: (middle: number, blurPx: number) => void,
): void {
  let [from, to] = [0, 0];
  let way = 0;
  const tell = (): void => {
    const height = Math.abs(line[to]! - line[from]!);
    if (height < least) return;
    let [steepest, middle] = [0, from];
    for (let at = from; at < to; at += 1) {
      const rise = Math.abs(line[at + 1]! - line[at]!);
      if (rise > steepest) [steepest, middle] = [rise, at];
    }
    onEdge(middle, height / steepest / bellSlope);
  };
  for (let at = 1; at < line.length; at += 1) {
    const ahead = (line[at]! - line[to]!) * way;
    if (way === 0) {
      if (Math.abs(line[at]! - line[from]!) > slack) [way, to] = [Math.sign(line[at]! - line[from]!), at];
      else from = at;
    } else if (ahead >= 0) {
      if (ahead > 0) to = at;
    } else if (-ahead > slack) {
      tell();
      [from, to, way] = [to, at, -way];
    }
    // A face of one brightness ends a stretch: two steps are two edges.
    if (way !== 0 && at - to > 4) {
      tell();
      [from, to, way] = [at, at, 0];
    }
  }
  if (way !== 0) tell();
}
