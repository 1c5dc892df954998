/** How light lies in pictures: luma 0 to 255, shares of all pixels 0 to 1. */
export type Exposure = Readonly<{
  mean: number;
  /** The luma that a twentieth of the pixels does not pass, and the one that all but a twentieth do not. */
  p5: number;
  p95: number;
  /** Shares in which nothing is to be told apart: 20 and below, 250 and above. */
  crushedShare: number;
  burntShare: number;
}>;

const crushedUpTo = 20;
const burntFrom = 250;

/** How light lies in all of these pictures together; without any pixel everything is 0. */
export function readExposure(pictures: readonly Uint8Array[]): Exposure {
  const counts = new Float64Array(256);
  for (const luma of pictures) for (const value of luma) counts[value]! += 1;
  const pixels = counts.reduce((sum, count) => sum + count, 0);
  if (pixels === 0) return { mean: 0, p5: 0, p95: 0, crushedShare: 0, burntShare: 0 };
  const shareOf = (isMeant: (luma: number) => boolean): number =>
    counts.reduce((sum, count, luma) => (isMeant(luma) ? sum + count : sum), 0) / pixels;
  const passed = (share: number): number => {
    let below = 0;
    return counts.findIndex((count) => (below += count) >= share * pixels);
  };
  return {
    mean: counts.reduce((sum, count, luma) => sum + count * luma, 0) / pixels,
    p5: passed(0.05),
    p95: passed(0.95),
    crushedShare: shareOf((luma) => luma <= crushedUpTo),
    burntShare: shareOf((luma) => luma >= burntFrom),
  };
}
