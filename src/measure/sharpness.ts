/** A grey picture, 0 to 255 a pixel, line by line. */
export type GreyPicture = Readonly<{ luma: Uint8Array; widthPx: number; heightPx: number }>;

export type Sharpness = Readonly<{
  /** Standard deviation of the noise, in steps of luma (Immerkaer 1996). */
  noise: number;
  /**
   * Variance of the Laplacian less what noise adds to it: of a picture in focus some tens to thousands by what it shows, of one out of
   * focus next to nothing. It says something only against the same view in focus.
   */
  detail: number;
}>;

/** The Laplacian of pure noise of deviation 1: its four neighbours and itself four times over, 4 · 1² + 4². */
const laplacianOfNoise = 20;

/** Measures a picture; one that is smaller than 3 × 3 has neither. */
export function readSharpness({ luma, widthPx, heightPx }: GreyPicture): Sharpness {
  const inner = (widthPx - 2) * (heightPx - 2);
  if (widthPx < 3 || heightPx < 3) return { noise: 0, detail: 0 };
  let [rough, sum, squares] = [0, 0, 0];
  for (let row = 1; row < heightPx - 1; row += 1)
    for (let at = row * widthPx + 1; at < (row + 1) * widthPx - 1; at += 1) {
      const middle = luma[at]!;
      const cross = luma[at - 1]! + luma[at + 1]! + luma[at - widthPx]! + luma[at + widthPx]!;
      const corners =
        luma[at - widthPx - 1]! + luma[at - widthPx + 1]! + luma[at + widthPx - 1]! + luma[at + widthPx + 1]!;
      rough += Math.abs(corners - 2 * cross + 4 * middle);
      const bend = cross - 4 * middle;
      sum += bend;
      squares += bend * bend;
    }
  const noise = (Math.sqrt(Math.PI / 2) * rough) / (6 * inner);
  const variance = squares / inner - (sum / inner) ** 2;
  return { noise, detail: Math.max(0, variance - laplacianOfNoise * noise * noise) };
}
