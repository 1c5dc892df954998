import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fault } from '#domain/faults.ts';
import { done, failed } from '#domain/outcome.ts';
import { makeLogBundle } from '../diagnostics/index.ts';
import { exitCodes, type Command } from './command.ts';
import { doctorCommand } from './doctor.ts';

const projectFolder = path.join(import.meta.dirname, '..', '..', '..');

/** Packs logs and findings for whoever helps from afar into one new file; nothing of people, cases and keys is in it. */
export const bundleCommand: Command = async (desk) => {
  const { folders, operands, options, say, progress } = desk;
  const [out] = operands;
  if (out === undefined) return failed(fault('system.bad-arguments', { argument: 'FILE' }));
  const file = path.resolve(out);
  if (existsSync(file)) return failed(fault('archive.target-exists', { path: file }));
  const { version } = JSON.parse(readFileSync(path.join(projectFolder, 'package.json'), 'utf8')) as { version: string };
  const { bytes, files, leftOut } = await makeLogBundle({
    ...{ folders, version, nowMs: Date.now() },
    async doctor() {
      const found = await doctorCommand(desk);
      return found.ok ? found.value.json['items'] : [];
    },
    onProgress(doneShare) {
      progress(`${String(Math.floor(doneShare * 100))} %`);
      // For the service, which runs this as a program of its own.
      if (options['progress'] === true) process.stderr.write(`progress ${doneShare.toFixed(2)}\n`);
    },
  });
  try {
    await writeFile(file, bytes, { flag: 'wx', mode: 0o600 });
  } catch {
    return failed(fault('diagnostics.bundle-failed', { path: file }));
  }
  const kilobytes = Math.ceil(bytes.length / 1000);
  return done({
    exit: exitCodes.done,
    lines: [say('cli.bundle.done', { path: file, kilobytes, files: files.length })],
    json: { path: file, lengthBytes: bytes.length, files, leftOut },
  });
};
