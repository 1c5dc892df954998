/** What a stretch of sound is like. Levels in dBFS: 0 is amplitude 1; a full-scale sine has -3.01 dBFS RMS (IEC 61606 counts from its peak). */
export type Levels = Readonly<{
  rmsDbfs: number;
  peakDbfs: number;
  /** RMS of the loudest 400 ms: speech in it counts, pauses around it do not (window of ITU-R BS.1770). */
  loudestDbfs: number;
  /** Peak over RMS of that loudest stretch; a sine has 3.01 dB, speech 10 and more, a clipped signal less than a sine. */
  crestDb: number;
  /** Share of samples that are exactly zero. */
  zeroShare: number;
  /** Share of samples that stand in plateaus at the very top. */
  clippedShare: number;
  lengthS: number;
}>;

/** Nothing is quieter than this: it stands for digital silence, where the logarithm has no value. */
export const silenceDbfs = -120;

const windowS = 0.4;
/** Lossy coding leaves ripples on a clipped top. */
const topFrom = 0.97;
/** A single sample at the top is a peak; three in a row are a plateau. */
const plateauSamples = 3;

export function toDbfs(amplitude: number): number {
  return amplitude <= 0 ? silenceDbfs : Math.max(silenceDbfs, 20 * Math.log10(amplitude));
}

/** Measures mono samples (±1 full scale). An empty stretch is digital silence of length 0. */
export function measureLevels(samples: Float32Array, sampleRate: number): Levels {
  let peak = 0;
  let energy = 0;
  let zeros = 0;
  let clipped = 0;
  let run = 0;
  for (const sample of samples) {
    const size = Math.abs(sample);
    if (size > peak) peak = size;
    energy += sample * sample;
    if (sample === 0) zeros += 1;
    run = size >= topFrom ? run + 1 : 0;
    if (run === plateauSamples) clipped += plateauSamples;
    else if (run > plateauSamples) clipped += 1;
  }
  const count = Math.max(1, samples.length);
  const loudest = loudestWindow(samples, Math.max(1, Math.round(windowS * sampleRate)));
  return {
    rmsDbfs: toDbfs(Math.sqrt(energy / count)),
    peakDbfs: toDbfs(peak),
    loudestDbfs: toDbfs(loudest.rms),
    crestDb: loudest.rms === 0 ? 0 : 20 * Math.log10(loudest.peak / loudest.rms),
    zeroShare: samples.length === 0 ? 1 : zeros / count,
    clippedShare: clipped / count,
    lengthS: samples.length / sampleRate,
  };
}

function loudestWindow(samples: Float32Array, length: number): { rms: number; peak: number } {
  let best = { rms: 0, peak: 0 };
  for (let from = 0; from < samples.length; from += length) {
    const window = samples.subarray(from, from + length);
    // A rest shorter than half a window says too little.
    if (from > 0 && window.length < length / 2) break;
    let energy = 0;
    let peak = 0;
    for (const sample of window) {
      energy += sample * sample;
      peak = Math.max(peak, Math.abs(sample));
    }
    const rms = Math.sqrt(energy / window.length);
    if (rms > best.rms) best = { rms, peak };
  }
  return best;
}
