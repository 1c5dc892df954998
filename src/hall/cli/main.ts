/* The technician's command line: works on the files directly, beside a running service. */
import { refuseWrongNode } from '../plumbing/index.ts';

refuseWrongNode();
// Loaded late, because the index's native part would fall over under a Node that was refused above.
const { runCommandLine } = await import('./run-command-line.ts');
process.exitCode = await runCommandLine(process.argv.slice(2), process.env, {
  out: (text) => process.stdout.write(text),
  progress: (text) => (process.stderr.isTTY ? process.stderr.write(text) : false),
  err: (text) => process.stderr.write(text),
});
