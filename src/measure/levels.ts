/** What a stretch of sound is like. Levels in dBFS: 0 is amplitude 1; a full-scale sine has -3.01 dBFS RMS (IEC 61606 counts from its peak). */
export type Levels = Readonly<{
  rmsDbfs: number;
  peakDbfs: number;
  /** RMS of the loudest 400 ms: speech in it counts, pauses around it do not (window of ITU-R BS.1770). */
  loudestDbfs: number;
  /** RMS of the quietest 400 ms: of speech what the room and the microphone give in a pause. */
  quietestDbfs: number;
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

/** As `toDbfs`, of a mean square instead of an amplitude. */
export function powerDb(power: number): number {
  return power <= 0 ? silenceDbfs : Math.max(silenceDbfs, 10 * Math.log10(power));
}

type Window = Readonly<{ energy: number; peak: number; zeros: number; clipped: number; run: number }>;

/**
 * The samples from `from` to before `to`; `run`: how many samples at the top came just before. One plain loop by itself: in
 * the middle of another function V8 gave up its fast code at the end of every stretch (seen in its trace).
 */
function measureWindow(samples: Float32Array, from: number, to: number, runBefore: number): Window {
  let [energy, peak, zeros, clipped, run] = [0, 0, 0, 0, runBefore];
  for (let at = from; at < to; at += 1) {
    const sample = samples[at]!;
    const size = Math.abs(sample);
    if (size > peak) peak = size;
    energy += sample * sample;
    if (sample === 0) zeros += 1;
    run = size >= topFrom ? run + 1 : 0;
    if (run === plateauSamples) clipped += plateauSamples;
    else if (run > plateauSamples) clipped += 1;
  }
  return { energy, peak, zeros, clipped, run };
}

/** Measures mono samples (±1 full scale). An empty stretch is digital silence of length 0. */
export function measureLevels(samples: Float32Array, sampleRate: number): Levels {
  const windowLength = Math.max(1, Math.round(windowS * sampleRate));
  const all = { peak: 0, energy: 0, zeros: 0, clipped: 0 };
  const loudest = { rms: 0, peak: 0 };
  let quietest = samples.length === 0 ? 0 : Infinity;
  let run = 0;
  for (let from = 0; from < samples.length; from += windowLength) {
    const to = Math.min(samples.length, from + windowLength);
    const { energy, peak, ...found } = measureWindow(samples, from, to, run);
    run = found.run;
    all.zeros += found.zeros;
    all.clipped += found.clipped;
    all.energy += energy;
    all.peak = Math.max(all.peak, peak);
    const rms = Math.sqrt(energy / (to - from));
    // A rest shorter than half a window says too little.
    if (from > 0 && to - from < windowLength / 2) continue;
    if (rms > loudest.rms) Object.assign(loudest, { rms, peak });
    quietest = Math.min(quietest, rms);
  }
  const count = Math.max(1, samples.length);
  return {
    rmsDbfs: toDbfs(Math.sqrt(all.energy / count)),
    peakDbfs: toDbfs(all.peak),
    loudestDbfs: toDbfs(loudest.rms),
    quietestDbfs: toDbfs(quietest),
    crestDb: loudest.rms === 0 ? 0 : 20 * Math.log10(loudest.peak / loudest.rms),
    zeroShare: samples.length === 0 ? 1 : all.zeros / count,
    clippedShare: all.clipped / count,
    lengthS: samples.length / sampleRate,
  };
}
