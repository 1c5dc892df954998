import type { GreyPicture } from '#measure/sharpness.ts';

/** A grey picture drawn pixel by pixel, cut to 0 … 255. */
export function drawn(widthPx: number, heightPx: number, of: (x: number, y: number) => number): GreyPicture {
  return {
    widthPx,
    heightPx,
    luma: Uint8Array.from({ length: widthPx * heightPx }, (_, at) =>
      Math.max(0, Math.min(255, Math.round(of(at % widthPx, Math.floor(at / widthPx))))),
    ),
  };
}

/** A step of height 1 that a lens of this deviation smears: the bell's own sum (Abramowitz and Stegun 7.1.26). */
export function smearedStep(distance: number, deviation: number): number {
  const x = Math.abs(distance) / (deviation * Math.SQRT2);
  const t = 1 / (1 + 0.3275911 * x);
  const erf =
    1 -
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp(-x * x);
  return 0.5 * (1 + Math.sign(distance) * erf);
}
