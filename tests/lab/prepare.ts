/** Compiles the laboratory camera, microphone and room and renders the speech into .runtime/lab, once. Runnable: `node tests/lab/prepare.ts`. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { renderSpeech, speechNames } from './speech.ts';

const run = promisify(execFile);
/** Where the compiled programs and the rendered speech lie. */
export const labProducts = path.resolve(import.meta.dirname, '../../.runtime/lab');

/** Each program and the C files it is made of. */
const programs = {
  fcam: ['camera/fcam.c', 'camera/picture.c', 'camera/sight.c', 'camera/head.c'],
  frames: ['camera/frames.c', 'camera/picture.c', 'camera/sight.c', 'camera/head.c'],
  fmic: ['microphone/fmic.c'],
  froom: ['room/froom.c'],
} as const;
const headers = ['camera/picture.h', 'camera/sight.h', 'camera/head.h', 'camera/font.h'];

async function compile(program: keyof typeof programs): Promise<string> {
  const hash = createHash('sha256');
  for (const name of [...programs[program], ...headers])
    hash.update(readFileSync(path.join(import.meta.dirname, name)));
  const wanted = hash.digest('hex');
  const binary = path.join(labProducts, program);
  const stamp = `${binary}.stamp`;
  if (existsSync(binary) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return binary;
  const flags = await run('pkg-config', ['--cflags', '--libs', 'libpipewire-0.3']);
  const partial = `${binary}.${String(process.pid)}`;
  const sources = programs[program].map((name) => path.join(import.meta.dirname, name));
  await run('gcc', ['-O3', '-w', '-o', partial, ...sources, ...flags.stdout.trim().split(/\s+/), '-lm']);
  renameSync(partial, binary);
  writeFileSync(stamp, wanted);
  return binary;
}

/** Paths of what the laboratory is made of. */
export type LabProducts = {
  /** The camera: camera/fcam.c. */
  readonly camera: string;
  /** Its pictures without PipeWire: camera/frames.c. */
  readonly frames: string;
  /** The microphone with a clock of its own: microphone/fmic.c. */
  readonly microphone: string;
  /** The air between loudspeakers and microphones: room/froom.c. */
  readonly room: string;
  /** One wave file per text in tests/lab/speech. */
  readonly speechFolder: string;
};

/** Makes whatever is missing or older than its source; throws what a compiler or espeak-ng printed. */
export async function prepareLab(): Promise<LabProducts> {
  const speechFolder = path.join(labProducts, 'speech');
  mkdirSync(speechFolder, { recursive: true });
  const camera = await compile('fcam');
  const frames = await compile('frames');
  const microphone = await compile('fmic');
  const room = await compile('froom');
  for (const name of speechNames()) await renderSpeech(name, speechFolder);
  return { camera, frames, microphone, room, speechFolder };
}

if (import.meta.main) await prepareLab();
