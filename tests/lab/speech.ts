import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { decodeSound, encodeWave, sampleRate } from './wave-file.ts';

const run = promisify(execFile);
const textFolder = path.join(import.meta.dirname, 'speech');

/** Changed by hand whenever the rendering below changes, so that old wave files are thrown away. */
const renderVersion = 2;

const speechLevelDb = -20;
const filters = ['silenceremove=stop_periods=-1:stop_duration=0.35:stop_threshold=-50dB'];

/** One speaker per text: an espeak-ng voice variant and a pace. */
const speakers = {
  'ru-judge': { variant: 'm3', wordsPerMinute: 140 },
  'kk-secretary': { variant: 'f2', wordsPerMinute: 150 },
  'ru-witness': { variant: 'f4', wordsPerMinute: 155 },
  'kk-defender': { variant: 'm1', wordsPerMinute: 150 },
  'ru-prosecutor': { variant: 'm7', wordsPerMinute: 150 },
  'kk-witness': { variant: 'm5', wordsPerMinute: 145 },
  'ru-interpreter': { variant: 'f1', wordsPerMinute: 160 },
  'kk-plaintiff': { variant: 'f5', wordsPerMinute: 150 },
} as const;

/** The name of a text in tests/lab/speech, and of its speaker; the first two letters are the language. */
export type SpeechName = keyof typeof speakers;

/** All speakers. */
export function speechNames(): readonly SpeechName[] {
  return Object.keys(speakers) as SpeechName[];
}

/** Level of the louder moments: the mean power of the 50 ms blocks within 30 dB of the loudest one. */
function activeLevel(samples: Float32Array): number {
  const block = sampleRate / 20;
  const powers: number[] = [];
  for (let start = 0; start + block <= samples.length; start += block) {
    powers.push(samples.subarray(start, start + block).reduce((sum, sample) => sum + sample * sample, 0) / block);
  }
  const floor = Math.max(...powers) / 1000;
  const active = powers.filter((power) => power > floor);
  return Math.sqrt(active.reduce((sum, power) => sum + power, 0) / active.length);
}

/**
 * Makes `<name>.wav` in `folder` unless it is there: the text spoken once, pauses shortened, at −20 dBFS while speaking.
 * Its length is whole seconds. Returns its path.
 */
export async function renderSpeech(name: SpeechName, folder: string): Promise<string> {
  const textFile = path.join(textFolder, `${name}.txt`);
  const { variant, wordsPerMinute } = speakers[name];
  const recipe = JSON.stringify([renderVersion, variant, wordsPerMinute, filters, readFileSync(textFile, 'utf8')]);
  const wanted = createHash('sha256').update(recipe).digest('hex');
  const file = path.join(folder, `${name}.wav`);
  const stamp = path.join(folder, `${name}.stamp`);
  if (existsSync(file) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return file;

  const spoken = path.join(folder, `${name}.${String(process.pid)}.spoken.wav`);
  await run('espeak-ng', [
    '-v',
    `${name.slice(0, 2)}+${variant}`,
    '-s',
    String(wordsPerMinute),
    '-f',
    textFile,
    '-w',
    spoken,
  ]);
  const speech = await decodeSound(spoken, filters.join(','));
  rmSync(spoken);

  const samples = new Float32Array(Math.ceil(speech.length / sampleRate) * sampleRate);
  const gain = 10 ** (speechLevelDb / 20) / activeLevel(speech);
  speech.forEach((sample, index) => {
    // A rare peak of the synthetic voice is bent rather than clipped.
    samples[index] = 0.8 * Math.tanh((sample * gain) / 0.8);
  });
  const partial = `${file}.${String(process.pid)}`;
  writeFileSync(partial, encodeWave(samples));
  renameSync(partial, file);
  writeFileSync(stamp, wanted);
  return file;
}
