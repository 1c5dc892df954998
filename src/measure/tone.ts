/** What became of a pure tone on its way. */
export type ToneFigures = Readonly<{
  /** RMS of the harmonics from the second to the tenth over that of the tone, 0 to 1 (total harmonic distortion, IEC 60268-2). */
  distortion: number;
  /** Peak over RMS, dB: 3.01 of a sine, less where its tops are cut off. */
  crestDb: number;
  /** RMS of the tone alone, of full scale 1. */
  level: number;
}>;

const highestHarmonic = 10;

/** Reads a stretch of a tone that lasts all the time; mono, ±1 full scale. Whole turns of the tone are taken. */
export function readTone(samples: Float32Array, sampleRate: number, toneHz: number): ToneFigures {
  const turn = sampleRate / toneHz;
  const length = Math.round(Math.floor(samples.length / turn) * turn);
  const whole = windowed(samples.subarray(0, length));
  const tone = powerAt(whole, toneHz / sampleRate);
  let harmonics = 0;
  for (let order = 2; order <= highestHarmonic && order * toneHz < sampleRate / 2; order += 1)
    harmonics += powerAt(whole, (order * toneHz) / sampleRate);
  const plain = samples.subarray(0, length);
  const rms = Math.sqrt(plain.reduce((sum, value) => sum + value * value, 0) / Math.max(1, length));
  const peak = plain.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return {
    distortion: tone === 0 ? 0 : Math.sqrt(harmonics / tone),
    crestDb: rms === 0 ? 0 : 20 * Math.log10(peak / rms),
    level: Math.sqrt(tone),
  };
}

/** Hann: clocks of loudspeaker and microphone differ, and no turn is quite whole. Keeps the amplitude of a tone. */
function windowed(samples: Float32Array): Float64Array {
  const turn = (2 * Math.PI) / Math.max(1, samples.length);
  return Float64Array.from(samples, (value, at) => value * (1 - Math.cos(turn * at)));
}

/** Mean square of what turns so often in a sample. */
function powerAt(samples: Float64Array, cycles: number): number {
  let [re, im] = [0, 0];
  const angle = 2 * Math.PI * cycles;
  for (let at = 0; at < samples.length; at += 1) {
    re += samples[at]! * Math.cos(angle * at);
    im += samples[at]! * Math.sin(angle * at);
  }
  return samples.length === 0 ? 0 : (2 * (re * re + im * im)) / samples.length ** 2;
}
