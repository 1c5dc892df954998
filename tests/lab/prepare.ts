/** Compiles the laboratory camera and renders the speech into .runtime/lab, once. Runnable: `node tests/lab/prepare.ts`. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { renderSpeech, speechNames } from './speech.ts';

const run = promisify(execFile);
const labSource = import.meta.dirname;
const cameraSources = ['fcam.c', 'picture.c', 'picture.h', 'font.h'].map((name) =>
  path.join(labSource, 'camera', name),
);

/** Where the compiled camera and the rendered speech lie. */
export const labProducts = path.resolve(labSource, '../../.runtime/lab');

async function compileCamera(): Promise<void> {
  const hash = createHash('sha256');
  for (const file of cameraSources) hash.update(readFileSync(file));
  const wanted = hash.digest('hex');
  const stamp = path.join(labProducts, 'fcam.stamp');
  const binary = path.join(labProducts, 'fcam');
  if (existsSync(binary) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const flags = await run('pkg-config', ['--cflags', '--libs', 'libpipewire-0.3']);
  const sources = cameraSources.filter((file) => file.endsWith('.c'));
  const partial = `${binary}.${String(process.pid)}`;
  await run('gcc', ['-O2', '-w', '-o', partial, ...sources, ...flags.stdout.trim().split(/\s+/)]);
  renameSync(partial, binary);
  writeFileSync(stamp, wanted);
}

/** @returns paths of the camera program and of the folder with one wave file per text in tests/lab/speech */
export async function prepareLab(): Promise<{ readonly camera: string; readonly speechFolder: string }> {
  const speechFolder = path.join(labProducts, 'speech');
  mkdirSync(speechFolder, { recursive: true });
  await compileCamera();
  for (const name of speechNames()) await renderSpeech(name, speechFolder);
  return { camera: path.join(labProducts, 'fcam'), speechFolder };
}

if (import.meta.main) await prepareLab();
