import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * When Chromium's capture process died of itself, in µs of the machine's monotonic clock: with the laboratory's PipeWire
 * cameras about once in a hundred openings, struck by nobody (README). One that was struck is `killed` and not `crashed`.
 */
export function captureCrashes(homeFolder: string): readonly number[] {
  const wallAheadUs = Date.now() * 1000 - Number(process.hrtime.bigint() / 1000n);
  const folder = path.join(homeFolder, 'logs');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'))
    .filter((line) => line.includes('Video Capture') && line.includes('shell.helper-died') && line.includes('crashed'))
    .map((line) => Date.parse((JSON.parse(line) as { time: string }).time) * 1000 - wallAheadUs);
}
