/** How often each of equally wide steps occurs, and what follows from it. */
export type AmplitudeHistogram = Readonly<{
  /** From -1 (first) to +1 (last). A clipped signal heaps up in the outermost, a dead one in the middle. */
  counts: Uint32Array;
  /** Mean of the samples: a healthy input has none; a hundredth of full scale and more is an input with direct current on it. */
  offset: number;
}>;

/** Counts mono samples, ±1 full scale; what lies beyond counts into the outermost steps. `steps` is odd, so that zero has one of its own. */
export function amplitudeHistogram(samples: Float32Array, steps = 101): AmplitudeHistogram {
  const counts = new Uint32Array(steps);
  const scale = steps / 2;
  let sum = 0;
  for (let at = 0; at < samples.length; at += 1) {
    const sample = samples[at]!;
    sum += sample;
    counts[Math.max(0, Math.min(steps - 1, Math.floor((sample + 1) * scale)))]! += 1;
  }
  return { counts, offset: samples.length === 0 ? 0 : sum / samples.length };
}

/** How bright a picture's pixels are: luma 0 to 255, shares 0 to 1. */
export type LumaHistogram = Readonly<{
  counts: Uint32Array;
  mean: number;
  /** Half of the pixels are darker. */
  median: number;
  /** Between the darkest and the brightest twentieth of the pixels: how much of the scale the picture uses. */
  spread: number;
  /** At 20 and below, and at 250 and above: what lies there has no drawing left. */
  darkShare: number;
  brightShare: number;
}>;

const darkUpTo = 20;
const brightFrom = 250;
const edgeShare = 0.05;

/** Counts a grey picture in 256 steps. */
export function lumaHistogram(luma: Uint8Array): LumaHistogram {
  const counts = new Uint32Array(256);
  for (let at = 0; at < luma.length; at += 1) counts[luma[at]!]! += 1;
  const total = Math.max(1, luma.length);
  const below = (share: number): number => {
    let seen = 0;
    const wanted = share * total;
    return Math.max(
      0,
      counts.findIndex((count) => (seen += count) >= wanted),
    );
  };
  const sumOf = (from: number, to: number, weigh: (step: number) => number): number => {
    let sum = 0;
    for (let step = from; step <= to; step += 1) sum += counts[step]! * weigh(step);
    return sum / total;
  };
  return {
    counts,
    mean: sumOf(0, 255, (step) => step),
    median: below(0.5),
    spread: below(1 - edgeShare) - below(edgeShare),
    darkShare: sumOf(0, darkUpTo, () => 1),
    brightShare: sumOf(brightFrom, 255, () => 1),
  };
}
