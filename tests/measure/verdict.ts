/** What every measurement prints as its last line. */
export type Verdict = Readonly<{
  name: string;
  ok: boolean;
  figures: Readonly<Record<string, unknown>>;
  limits: Readonly<Record<string, number>>;
}>;

/** Prints the verdict as the last line and sets the exit code by it. */
export function printVerdict(verdict: Verdict): void {
  process.exitCode = verdict.ok ? 0 : 1;
  process.stdout.write(`${JSON.stringify(verdict)}\n`);
}

/** The middle value; of an even count, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Reads `--name value` from the command line. */
export function numberFlag(name: string, otherwise: number): number {
  const index = process.argv.indexOf(`--${name}`);
  const value = index < 0 ? otherwise : Number(process.argv[index + 1]);
  if (!Number.isFinite(value)) throw new Error(`--${name} wants a number`);
  return value;
}

/** Reads `--name word` from the command line. */
export function wordFlag(name: string, otherwise: string): string {
  const index = process.argv.indexOf(`--${name}`);
  return index < 0 ? otherwise : (process.argv[index + 1] ?? otherwise);
}

/** Progress for whoever waits; the last line of stdout stays the verdict. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
