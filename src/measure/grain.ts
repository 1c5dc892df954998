import { readSharpness, type GreyPicture } from './sharpness.ts';

const sidePx = 16;
/** Where everything is black or white the sensor's noise is cut off. */
const [unclippedFrom, unclippedTo] = [12, 243];
/** Of the blocks, the calmest: what a picture shows adds to the noise of the others. */
const calmest = 0.2;
/** The calmest fifth of blocks of pure noise lies so much below it: of 196 places each, which are not independent (simulated). */
const calmestOfNoise = 0.92;

/**
 * Standard deviation of a picture's noise, in steps of luma, told by its calmest blocks (Immerkaer 1996 in each): furniture and
 * faces are no noise, and do not hide it. 0 where no block is bright and dark enough to tell. What an encoder smooths away is not seen.
 */
export function readGrain({ luma, widthPx, heightPx }: GreyPicture): number {
  const noises: number[] = [];
  for (let top = 0; top + sidePx <= heightPx; top += sidePx)
    for (let left = 0; left + sidePx <= widthPx; left += sidePx) {
      const block = new Uint8Array(sidePx * sidePx);
      for (let row = 0; row < sidePx; row += 1) {
        const from = (top + row) * widthPx + left;
        block.set(luma.subarray(from, from + sidePx), row * sidePx);
      }
      const mean = block.reduce((sum, value) => sum + value, 0) / block.length;
      if (mean < unclippedFrom || mean > unclippedTo) continue;
      noises.push(readSharpness({ luma: block, widthPx: sidePx, heightPx: sidePx }).noise);
    }
  const sorted = noises.toSorted((one, other) => one - other);
  return (sorted[Math.floor(sorted.length * calmest)] ?? 0) / calmestOfNoise;
}
