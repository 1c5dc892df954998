/* The technician's command line: works on the files directly, beside a running service. */
import { enableCompileCache } from 'node:module';
import os from 'node:os';
import path from 'node:path';

// Compiling our own sources took most of a short command's time. Kept in the person's own folder: what lies in a shared
// one could be exchanged by anybody; where it cannot be written nothing is kept.
enableCompileCache(path.join(os.homedir(), '.cache', 'tarazy', 'compiled'));
const { refuseWrongNode } = await import('../plumbing/index.ts');
refuseWrongNode();
// Loaded late, because the index's native part would fall over under a Node that was refused above.
const { runCommandLine } = await import('./run-command-line.ts');
process.exitCode = await runCommandLine(process.argv.slice(2), process.env, {
  out: (text) => process.stdout.write(text),
  progress: (text) => (process.stderr.isTTY ? process.stderr.write(text) : false),
  err: (text) => process.stderr.write(text),
});
