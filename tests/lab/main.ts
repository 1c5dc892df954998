/** `node tests/lab/main.ts up`: opens the ordinary courtroom, prints its environment as JSON and stays until Ctrl-C. */
import { startLab } from './start-lab.ts';

if (process.argv[2] !== 'up') {
  process.stderr.write('Usage: node tests/lab/main.ts up\n');
  process.exit(2);
}

const lab = await startLab();
process.stdout.write(`${JSON.stringify({ ...lab.added, folder: lab.folder })}\n`);
const stopOnce = (): void => {
  process.removeAllListeners('SIGINT').removeAllListeners('SIGTERM');
  clearInterval(alive);
  void lab.stop();
};
const alive = setInterval(() => undefined, 60_000);
process.on('SIGINT', stopOnce).on('SIGTERM', stopOnce);
