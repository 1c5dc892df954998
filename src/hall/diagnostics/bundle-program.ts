import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { startChild, type Log } from '../plumbing/index.ts';

export type MadeBundle = Readonly<{ path: string; lengthBytes: number; files: number }>;

/** Makes a bundle and answers where it lies; fails `diagnostics.bundle-failed`. */
export type BundleProgram = Readonly<{ run(onProgress: (doneShare: number) => void): Promise<Outcome<MadeBundle>> }>;

const limitMs = 100_000;

/**
 * The command line makes the bundle in a program of its own that gives way to everything: reading logs and asking the doctor in the
 * service would take time from a record.
 */
export function createBundleProgram({
  programFile,
  root,
  bundlesFolder,
  nowMs,
  log,
}: Readonly<{
  programFile: string;
  root: string;
  bundlesFolder: string;
  nowMs(): number;
  log: Log;
}>): BundleProgram {
  return {
    async run(onProgress) {
      const stamp = new Date(nowMs()).toISOString().slice(0, 19).replace(/[T:]/g, '-');
      const file = path.join(bundlesFolder, `tarazy-${stamp}.tar.gz`);
      const nothing = failed(fault('diagnostics.bundle-failed', { path: bundlesFolder }));
      try {
        await mkdir(bundlesFolder, { recursive: true, mode: 0o700 });
      } catch {
        return nothing;
      }
      const said: Buffer[] = [];
      const ended = await new Promise<Readonly<{ code: number | null }>>((resolve) => {
        const child = startChild({
          command: process.execPath,
          args: [programFile, 'log-bundle', file, '--json', '--progress', '--home', root],
          hasLowPriority: true,
          onStdout: (bytes) => said.push(bytes),
          onStderrLine: (line) => {
            const share = /^progress (\d+(?:\.\d+)?)$/.exec(line)?.[1];
            if (share !== undefined) onProgress(Number(share));
          },
          onExit: ({ code }) => {
            clearTimeout(limit);
            resolve({ code });
          },
        });
        const limit = setTimeout(() => void child.stop({ graceMs: 1000 }), limitMs);
      });
      const made = readAnswer(Buffer.concat(said).toString('utf8'));
      if (made !== null) return done(made);
      log.warn({ program: 'log-bundle', code: ended.code }, 'bundle-not-made');
      return nothing;
    },
  };
}

function readAnswer(text: string): MadeBundle | null {
  try {
    const { path: file, lengthBytes, files } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    if (typeof file !== 'string' || typeof lengthBytes !== 'number' || !Array.isArray(files)) return null;
    return { path: file, lengthBytes, files: files.length };
  } catch {
    return null;
  }
}
