/** As the hall's own processes do (`keepHeapSmall`). */
const everyMs = 60_000;

/** By then the last pictures of a camera that was closed are there. */
const closedAfterMs = 50;
/** By then whatever a person asked for by the press that closed a camera is painted. */
export const paintedAfterMs = 1000;

type Sweep = (order?: Readonly<{ type: 'major'; execution: 'async'; flavor: 'last-resort' }>) => unknown;

let due: Readonly<{ timer: ReturnType<typeof setTimeout>; atMs: number }> | null = null;

/**
 * Sweeps this page's memory in a moment, once for all who ask meanwhile; for a page that has just closed a camera. Of a
 * camera Chromium lets two pictures at a time be on their way to a page (`VideoFrameMonitor`), and it looks as if some that are
 * on their way when it is closed count until memory is swept: now and then a camera that was opened again gave its first
 * picture only with the next minute's sweep (measured: after 28 s of a resumed hearing, after 37 s of a call).
 */
export function sweepSoon(afterMs = closedAfterMs): void {
  const { gc } = globalThis as { gc?: Sweep };
  if (gc === undefined) return;
  const atMs = performance.now() + afterMs;
  if (due !== null && due.atMs <= atMs) return;
  clearTimeout(due?.timer);
  const timer = setTimeout(() => {
    due = null;
    gc();
  }, afterMs);
  due = { timer, atMs };
}

/**
 * Sweeps this page's or worker's memory every minute. A browser leaves what is thrown away until there is much of it: a
 * hidden page grew by 15 MB an hour with nothing kept, which nobody could tell from a leak. A worker has a heap of its own,
 * which its page's sweep does not reach.
 *
 * `isPainted`: a page that paints is swept to the last. A common sweep leaves what hangs together by the page's own objects and
 * the browser's: in an open console that had come to 10 MB, and swept so every five minutes only it went up and down by
 * 9 MB. It stands still for that as long as for three pictures, so nothing that carries the record's frames may ask for it.
 */
export function sweepMemory({ isPainted }: Readonly<{ isPainted: boolean }>): void {
  const { gc } = globalThis as { gc?: Sweep };
  if (gc === undefined) return;
  const order = { type: 'major', execution: 'async', flavor: 'last-resort' } as const;
  // An argument that is undefined is one: V8 then sweeps the young part only, and a call's window grew by 25 MB an hour.
  setInterval(() => {
    if (isPainted) gc(order);
    else gc();
  }, everyMs);
}
