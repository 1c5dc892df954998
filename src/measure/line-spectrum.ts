import { spectrumOf } from './fourier.ts';
import { powerDb } from './levels.ts';

/** Mean square in each bin of a stretch, one-sided and Hann-weighed: all bins together are the stretch's mean square (Parseval). */
export type LineSpectrum = Readonly<{ power: Float64Array; binHz: number }>;

/** A pure tone's power lies in its own bin and two on either side of it, wherever between two bins it falls: less than 0.01 dB is beyond. */
const reachBins = 2;
/** Of a tone that falls into the middle of its bin two thirds lie in that bin. */
const middleShare = 1.5;
/** What a line is compared with lies so many bins away on either side. */
const [restFrom, restTo] = [5, 10] as const;

/** Mains hum is looked for at these: of 50 Hz, its rectified double and the third harmonic. */
export const humLinesHz = [50, 100, 150] as const;

/** Spectrum of mono samples (±1 full scale), as many as a power of two. 16 384 at 48 kHz tell 12 Hz apart. */
export function readLineSpectrum(samples: Float32Array, sampleRate: number): LineSpectrum {
  const { length } = samples;
  const turn = (2 * Math.PI) / length;
  const scale = Math.sqrt(2 / 3);
  const weighed = Float64Array.from(samples, (value, at) => value * (1 - Math.cos(turn * at)) * scale);
  const { re, im } = spectrumOf(weighed, length);
  const half = length / 2;
  const power = new Float64Array(half);
  // The first bin has no mirror image.
  for (let bin = 0; bin < half; bin += 1)
    power[bin] = ((bin === 0 ? 1 : 2) * (re[bin]! * re[bin]! + im[bin]! * im[bin]!)) / (length * length);
  return { power, binHz: sampleRate / length };
}

function sumAround({ power }: LineSpectrum, middle: number, reach: number): number {
  let sum = 0;
  for (let bin = Math.max(0, middle - reach); bin <= Math.min(power.length - 1, middle + reach); bin += 1)
    sum += power[bin]!;
  return sum;
}

/** What stands at a frequency: its level (dBFS RMS; a full-scale sine has -3.01) and how far it rises out of what lies on either side of it. */
export type SpectralLine = Readonly<{ hz: number; dbfs: number; overRestDb: number }>;

/** Reads one line; noise alone rises out of itself by some 0 dB, by chance now and then by a few. */
export function readLine(spectrum: LineSpectrum, hz: number): SpectralLine {
  const middle = Math.round(hz / spectrum.binHz);
  const line = sumAround(spectrum, middle, reachBins);
  const [wide, near] = [sumAround(spectrum, middle, restTo), sumAround(spectrum, middle, restFrom - 1)];
  const restBins = 2 * (restTo - restFrom + 1);
  const rest = ((wide - near) / restBins) * (2 * reachBins + 1);
  return { hz, dbfs: powerDb(line), overRestDb: powerDb(line) - powerDb(rest) };
}

/**
 * The spectrum as a row of columns between two frequencies, equally wide on a logarithmic scale, in dBFS: of each the highest bin, so
 * that a tone shows its own level (up to 1.4 dB less between two bins). Columns narrower than a bin show the one that they lie in.
 */
export function spectrumColumns(spectrum: LineSpectrum, fromHz: number, toHz: number, columns: number): Float64Array {
  const { power, binHz } = spectrum;
  const edge = (column: number): number => fromHz * (toHz / fromHz) ** (column / columns);
  return Float64Array.from({ length: columns }, (_, column) => {
    const first = Math.round(edge(column) / binHz);
    const last = Math.max(first, Math.min(Math.round(edge(column + 1) / binHz) - 1, power.length - 1));
    let highest = 0;
    for (let bin = first; bin <= last; bin += 1) highest = Math.max(highest, power[bin] ?? 0);
    return powerDb(highest * middleShare);
  });
}
