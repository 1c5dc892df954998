import { describe, expect, test } from 'vitest';
import { SoundJudge } from '../../../../src/hall/signal/judge-sound.ts';
import { signalTuning } from '../../../../src/hall/signal/tuning.ts';

const rate = 48_000;
const tone = (hz: number, amplitude: number, limit = 1): Float32Array =>
  Float32Array.from({ length: rate }, (_, at) =>
    Math.max(-limit, Math.min(limit, amplitude * Math.sin((2 * Math.PI * hz * at) / rate))),
  );
const silence = new Float32Array(rate);
const voice = tone(440, 0.1);
const clipped = tone(440, 4);
const hum = tone(50, 0.05);

/** What is told after each second. */
function troublesAfter(
  seconds: readonly Float32Array[],
  mayBeSilent = false,
  floorDbfs: number | null = null,
): readonly string[] {
  const judge = new SoundJudge(signalTuning, mayBeSilent, floorDbfs);
  return seconds.map((samples) => {
    judge.take(samples, rate);
    return judge.troubles.join(' ');
  });
}
const times = (count: number, samples: Float32Array): readonly Float32Array[] =>
  Array.from({ length: count }, () => samples);

describe('a microphone', () => {
  test('is silent after ten seconds of silence, not before, and no longer from the first second of sound', () => {
    const told = troublesAfter([...times(10, silence), voice]);
    expect(told.slice(0, 9)).toEqual(times(9, silence).map(() => ''));
    expect(told.slice(9)).toEqual(['silent', '']);
  });

  test('that gives something below -75 dBFS is as silent as one that gives nothing, and one just above is not', () => {
    const amplitude = (dbfs: number): number => Math.SQRT2 * 10 ** (dbfs / 20);
    expect(troublesAfter(times(10, tone(440, amplitude(-76)))).at(-1)).toBe('silent');
    expect(troublesAfter(times(10, tone(440, amplitude(-74)))).at(-1)).toBe('');
  });

  test('that falls well below the pauses of its own check is silent, but no quiet room is', () => {
    const amplitude = (dbfs: number): number => Math.SQRT2 * 10 ** (dbfs / 20);
    const heard = (dbfs: number, floorDbfs: number): string =>
      troublesAfter(times(10, tone(440, amplitude(dbfs))), false, floorDbfs).at(-1) ?? '';
    expect(heard(-71, -58)).toBe('silent');
    expect(heard(-69, -58)).toBe('');
    // Somebody spoke through the whole check: a hall at rest afterwards is not silent.
    expect(heard(-64, -20)).toBe('');
    expect(heard(-66, -20)).toBe('silent');
    expect(heard(-74, -100)).toBe('');
  });

  test('that is closed by its button may be silent all day', () => {
    expect(troublesAfter(times(60, silence), true).filter((told) => told !== '')).toEqual([]);
  });

  test('is clipped when three of five seconds are, and one shout is not', () => {
    expect(troublesAfter([voice, clipped, voice, voice, voice, voice, clipped, voice]).join('')).toBe('');
    expect(troublesAfter([voice, clipped, voice, clipped, clipped, ...times(5, voice)])).toEqual([
      ...['', '', '', '', 'clipping', 'clipping', 'clipping', 'clipping', 'clipping', ''],
    ]);
  });

  test('hums when nothing but hum is heard for four of five seconds, and a faint hum is nothing', () => {
    expect(troublesAfter([voice, hum, hum, hum, hum, ...times(4, voice)])).toEqual([
      ...['', '', '', '', 'hum', 'hum', 'hum', 'hum', ''],
    ]);
    expect(troublesAfter(times(10, tone(50, 0.001))).join('')).toBe('');
  });
});
