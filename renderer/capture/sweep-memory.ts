/** As the hall's own processes do (`keepHeapSmall`). */
const everyMs = 60_000;

/**
 * Sweeps this page's or worker's memory every minute. A browser leaves what is thrown away until there is much of it: a
 * hidden page grew by 15 MB an hour with nothing kept, which nobody could tell from a leak.
 */
export function sweepMemory(): void {
  const { gc } = globalThis as { gc?: () => void };
  if (gc !== undefined) setInterval(gc, everyMs);
}
