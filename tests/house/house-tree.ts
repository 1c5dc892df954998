import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The checkout these tests judge. */
export const root = path.resolve(import.meta.dirname, '..', '..');

const notOurs = new Set(['node_modules', 'out', 'test-results', 'playwright-report', 'demo-output']);

/** All our files below a folder, as sorted paths from the root with forward slashes; none when there is no such folder. */
export function filesUnder(folder: string): string[] {
  const walk = (at: string): string[] =>
    readdirSync(path.join(root, at), { withFileTypes: true }).flatMap((entry) => {
      if (notOurs.has(entry.name) || entry.name.startsWith('.')) return [];
      const inside = at === '' ? entry.name : `${at}/${entry.name}`;
      return entry.isDirectory() ? walk(inside) : [inside];
    });
  return existsSync(path.join(root, folder)) ? walk(folder).sort() : [];
}

/** Folders directly below a folder of the tree; empty ones count, since git would not bring them but a person made them. */
export function foldersIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

export function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

export const languages = ['ru', 'kk', 'en'] as const;

/** The flat locale file of one language: key to sentence. */
export function wordsOf(language: string): Readonly<Record<string, string>> {
  return JSON.parse(read(`resources/locales/${language}.json`)) as Record<string, string>;
}

/** The names between braces of a sentence, sorted. */
export function placeholdersOf(sentence: string): string[] {
  return [...sentence.matchAll(/\{(\w+)\}/g)].map((hole) => hole[1]!).sort();
}

/** Runs a JavaScript tool of node_modules to its end, whatever its exit code. Output is both streams together. */
export function runTool(tool: string, args: readonly string[], cwd = root): Promise<{ code: number; output: string }> {
  const script = path.join(root, 'node_modules', ...tool.split('/'));
  // A tool started from inside vitest must not believe that it is one of its workers.
  const env = {
    ...process.env,
    NODE_ENV: '',
    VITEST: '',
    VITEST_WORKER_ID: '',
    VITEST_POOL_ID: '',
    NODE_OPTIONS: '',
    NO_COLOR: '1',
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [script, ...args],
      { cwd, env, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        resolve({ code, output: stdout + stderr });
      },
    );
  });
}
