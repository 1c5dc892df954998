const leastBytes = 8 * 1024;
const firstBytes = 32 * 1024;
const mostBytes = 512 * 1024;
/** A queue shorter than this leaves room; one longer than that is too long for a conversation. */
const roomMs = 50;
const tooLongMs = 120;
const shrinks = 0.7;
/** The way may have become a longer one: its floor is learned anew by then. */
const floorLivesMs = 30_000;

/**
 * How much may be under way on a stream at once, so that it is used and yet no queue grows in it: by how much longer a round trip is
 * than the shortest one seen, in the manner of TCP Vegas. All in bytes and ms.
 */
export type StreamWindow = Readonly<{
  bytes(): number;
  /** So much came through after so long; `wasFull`: more waited to be sent. */
  passed(passed: Readonly<{ bytes: number; roundTripMs: number; wasFull: boolean }>, nowMs: number): void;
}>;

export function createStreamWindow(): StreamWindow {
  let size = firstBytes;
  let floor = { roundTripMs: Number.POSITIVE_INFINITY, atMs: 0 };
  let shrunkAtMs = Number.NEGATIVE_INFINITY;
  return {
    bytes: () => size,
    passed({ bytes, roundTripMs, wasFull }, nowMs) {
      if (roundTripMs <= floor.roundTripMs || nowMs - floor.atMs > floorLivesMs) floor = { roundTripMs, atMs: nowMs };
      const queuedMs = roundTripMs - floor.roundTripMs;
      if (queuedMs > tooLongMs) {
        // What is seen of the last step is seen a round trip later.
        if (nowMs - shrunkAtMs < roundTripMs) return;
        shrunkAtMs = nowMs;
        size = Math.max(leastBytes, size * shrinks);
      } else if (wasFull && queuedMs < roomMs) size = Math.min(mostBytes, size + bytes);
    },
  };
}
