import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ScriptedHall } from '../flow/scripted-hall.ts';
import { filesUnder, onlyHearingFolder } from '../stage/record-files.ts';
import type { AlarmEar } from './alarm-ear.ts';

export type Spoiled = Readonly<{ unnamed: readonly string[]; isCopyKept: boolean; copyToldMs: number }>;

/**
 * Files that nobody of ours put there, and one file of the record under another's name: verification must name them, the
 * copy must neither take the wrong file nor keep still about it, and put right again everything must be well.
 */
export async function spoilArchive(
  hall: ScriptedHall,
  ear: AlarmEar,
  folders: Readonly<{ home: string; copy: string }>,
): Promise<Spoiled> {
  process.stderr.write('wrong files in the archive\n');
  const { hearingId } = hall;
  const folder = onlyHearingFolder(folders.home);
  const archive = path.dirname(folder);
  const [victim = '', twin = ''] = filesUnder(path.join(folder, 'tracks'));
  const before = readFileSync(victim);
  const extra = path.join(folder, 'tracks', 'notes.txt');
  const foreign = path.join(archive, '2026-01-01_00000000-0000-4000-8000-000000000000');
  const strange = path.join(archive, 'readme.doc');
  writeFileSync(extra, 'what is this');
  writeFileSync(victim, readFileSync(twin).subarray(0, before.length / 2));
  mkdirSync(foreign);
  writeFileSync(path.join(foreign, 'journal.jsonl'), Buffer.alloc(4096, 7));
  writeFileSync(strange, 'nothing');
  const beganMs = performance.now();
  await hall.restart('SIGTERM');
  const spoiled = await hall.secretary.must('record.verify', { hearingId });
  const named = new Set(spoiled.damages.map(({ file }) => file));
  const unnamed = [extra, victim].map((file) => path.relative(folder, file)).filter((file) => !named.has(file));
  await new Promise((resolve) => setTimeout(resolve, 5000));
  const copyToldMs = ear.toldAfterMs('copy.differs', beganMs);
  const copied = readFileSync(path.join(folders.copy, path.relative(archive, victim)));
  writeFileSync(victim, before);
  for (const file of [extra, foreign, strange]) rmSync(file, { recursive: true });
  await hall.restart('SIGTERM');
  const { intact } = await hall.secretary.must('record.verify', { hearingId });
  return { unnamed: intact ? unnamed : [...unnamed, 'still damaged'], isCopyKept: copied.equals(before), copyToldMs };
}
