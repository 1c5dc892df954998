/** Sound of more than a third of a second ago is no longer played by anybody. */
const mostAgeMs = 300;
const mostBytes = 64 * 1024;

/** What waits for a stream that does not take it: never more than so much and never older than so long, so that whoever is late stays late no longer. */
export type DatagramQueue = Readonly<{
  /** The oldest go when it is too much. */
  push(datagram: Uint8Array, nowMs: number): void;
  /** The oldest that is young enough; undefined when nothing waits. */
  shift(nowMs: number): Uint8Array | undefined;
  length(): number;
  /** How many have gone unsent so far. */
  dropped(): number;
}>;

export function createDatagramQueue(): DatagramQueue {
  const waiting: Readonly<{ datagram: Uint8Array; atMs: number }>[] = [];
  let [bytes, dropped] = [0, 0];

  function first(): Uint8Array | undefined {
    const next = waiting.shift();
    bytes -= next?.datagram.length ?? 0;
    return next?.datagram;
  }
  function drop(): void {
    first();
    dropped += 1;
  }
  function age(nowMs: number): void {
    while (waiting.length > 0 && nowMs - (waiting[0]?.atMs ?? nowMs) > mostAgeMs) drop();
  }

  return {
    push(datagram, nowMs) {
      waiting.push({ datagram, atMs: nowMs });
      bytes += datagram.length;
      age(nowMs);
      while (bytes > mostBytes) drop();
    },
    shift(nowMs) {
      age(nowMs);
      return first();
    },
    length: () => waiting.length,
    dropped: () => dropped,
  };
}
