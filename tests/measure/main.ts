/** `npm run measure -- NAME [--runs N] [--seconds S]`: runs one measurement by its file's name. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const notMeasurements = new Set(['main.ts', 'verdict.ts', 'tree-cpu.ts', 'bare-electron.ts', 'gauge.ts']);
const name = process.argv[2] ?? '';
const file = path.join(import.meta.dirname, `${name}.ts`);
if (!/^[a-z-]+$/.test(name) || notMeasurements.has(`${name}.ts`) || !existsSync(file)) {
  const known = readdirSync(import.meta.dirname).filter((each) => each.endsWith('.ts') && !notMeasurements.has(each));
  process.stderr.write(`Which measurement? ${known.map((each) => each.replace('.ts', '')).join(', ')}\n`);
  process.exitCode = 2;
} else {
  await import(file);
}
