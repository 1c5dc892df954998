import { describe, expect, test } from 'vitest';
import { humLinesHz, readLine, readLineSpectrum, spectrumColumns } from '#measure/line-spectrum.ts';
import { gaussianNoise as noise } from './noise.ts';

const rate = 48_000;
const length = 16_384;

function tones(...parts: readonly (readonly [hz: number, amplitude: number])[]): Float32Array {
  return Float32Array.from({ length }, (_, at) =>
    parts.reduce((sum, [hz, amplitude]) => sum + amplitude * Math.sin((2 * Math.PI * hz * at) / rate + 0.3), 0),
  );
}

describe('the lines of a spectrum', () => {
  test.each([50, 50.7, 51.3, 100, 150, 997, 12_345.6])('a sine of half full scale has -9.03 dBFS at %s Hz', (hz) => {
    // a²/2 of a = 0.5 is 0.125.
    expect(readLine(readLineSpectrum(tones([hz, 0.5]), rate), hz).dbfs).toBeCloseTo(-9.03, 1);
  });

  test('all bins of noise together are its mean square', () => {
    const samples = noise(length, 0.1, 7);
    const meanSquare = samples.reduce((sum, value) => sum + value * value, 0) / length;
    const { power } = readLineSpectrum(samples, rate);
    const sum = power.reduce((total, value) => total + value, 0);
    expect(Math.abs(10 * Math.log10(sum / meanSquare))).toBeLessThan(0.2);
  });

  test('hum rises out of noise at its own lines and nowhere else', () => {
    const hum = tones([50, 0.02], [150, 0.01]);
    const mixed = noise(length, 0.01, 3).map((value, at) => value + hum[at]!);
    const spectrum = readLineSpectrum(mixed, rate);
    const [at50, at100, at150] = humLinesHz.map((hz) => readLine(spectrum, hz));
    expect(at50!.dbfs).toBeCloseTo(20 * Math.log10(0.02 / Math.SQRT2), 0);
    expect(at150!.dbfs).toBeCloseTo(20 * Math.log10(0.01 / Math.SQRT2), 0);
    expect(at50!.overRestDb).toBeGreaterThan(20);
    expect(at150!.overRestDb).toBeGreaterThan(15);
    expect(at100!.overRestDb).toBeLessThan(10);
  });

  test('silence is silence', () => {
    expect(readLine(readLineSpectrum(new Float32Array(length), rate), 50)).toEqual({
      ...{ hz: 50, dbfs: -120, overRestDb: 0 },
    });
  });

  test('a tone stands in the column of its frequency with its own level', () => {
    const columns = spectrumColumns(readLineSpectrum(tones([1000, 1]), rate), 20, 20_000, 300);
    const highest = columns.indexOf(Math.max(...columns));
    const middleHz = 20 * 1000 ** ((highest + 0.5) / 300);
    expect(middleHz).toBeGreaterThan(970);
    expect(middleHz).toBeLessThan(1030);
    expect(columns[highest]).toBeGreaterThan(-3.01 - 1.5);
    expect(columns[highest]).toBeLessThan(-2.9);
  });
});
