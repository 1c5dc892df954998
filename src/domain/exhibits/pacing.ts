/*
 * How fast an exhibit may go while a call is on, so that sound and picture go first (P35, P36). After LEDBAT (RFC 6817):
 * what stands in the queue of the path is told by how far the round trip lies over its floor, and the more stands there
 * the slower is sent. Rates are in kbit/s.
 */

/** Of what the path was measured to carry: where it begins, and what is never passed. */
const shares = { first: 0.4, most: 0.6 } as const;
/** Where nothing was measured: the 1 Mbit/s that any hall's path must carry (P38) is all that is known. */
const unmeasuredKbps = 1000;
/** However full the path is, it goes on: a transfer that stands still looks broken. */
const leastKbps = 64;
/** So much in the queue is aimed at; a call begins to give way itself at more. */
const targetMs = 25;
/** With an empty queue it comes up by this share of what is allowed, each second. */
const gainPerSecond = 0.1;
/** A queue of twice the target or more takes this share of the rate with every answer. */
const lossPerAnswer = 0.2;
/**
 * A few late answers are the mood of a Wi-Fi or of a busy PC, which lets one of its programs wait; six in a row are a queue (RFC
 * 6817, section 4.2: the minimum as CURRENT_FILTER). With two, lateness of 30 ms by chance alone took nine tenths of the rate.
 */
const filtered = 6;
/** As long as six answers take: an answer that is not there by then tells the same as they. */
const filteredMs = 300;
/** The floor is the least of the last ten minutes, kept by the minute (RFC 6817, section 4.2: BASE_HISTORY), because paths change. */
const floors = { many: 10, eachMs: 60_000 } as const;

/** So often the path is asked. */
export const askEveryMs = filteredMs / filtered;

/** Keeps the pace of one transfer. */
export type Pacer = Readonly<{
  rateKbps(): number;
  /** A round trip beside the transfer, ms, and when it was over, by any clock in ms. Asked `askEveryMs`. */
  heard(roundTripMs: number, atMs: number): void;
  /** One that is not over yet and already took so long; asked as often. A path that is full answers late, and that must not make it be heard less. */
  waited(sinceMs: number, atMs: number): void;
}>;

/** `measuredKbps`: what this way of the path was measured to carry; null when it was not. */
export function createPacer(measuredKbps: number | null): Pacer {
  const mostKbps = Math.max(leastKbps, measuredKbps === null ? unmeasuredKbps : measuredKbps * shares.most);
  let rateKbps = Math.max(leastKbps, measuredKbps === null ? unmeasuredKbps : measuredKbps * shares.first);
  let last: readonly number[] = [];
  let lastMs: number | null = null;
  let minutes: readonly Readonly<{ sinceMs: number; leastMs: number }>[] = [];

  function noteFloor(roundTripMs: number, atMs: number): void {
    const minute = minutes.at(-1);
    if (minute === undefined || atMs - minute.sinceMs >= floors.eachMs)
      minutes = [...minutes, { sinceMs: atMs, leastMs: roundTripMs }].slice(-floors.many);
    else minutes = [...minutes.slice(0, -1), { ...minute, leastMs: Math.min(minute.leastMs, roundTripMs) }];
  }
  const floorMs = (): number => Math.min(...minutes.map(({ leastMs }) => leastMs));
  function adjust(queuedMs: number, atMs: number): void {
    const off = Math.max(-1, (targetMs - queuedMs) / targetMs);
    const sinceS = lastMs === null ? 0 : Math.min(1, (atMs - lastMs) / 1000);
    lastMs = atMs;
    const next = off >= 0 ? rateKbps + gainPerSecond * off * mostKbps * sinceS : rateKbps * (1 + lossPerAnswer * off);
    rateKbps = Math.min(mostKbps, Math.max(leastKbps, next));
  }
  return {
    rateKbps: () => rateKbps,
    heard(roundTripMs, atMs) {
      noteFloor(roundTripMs, atMs);
      last = [...last, roundTripMs].slice(-filtered);
      adjust(Math.min(...last) - floorMs(), atMs);
    },
    waited(sinceMs, atMs) {
      const queuedMs = sinceMs - floorMs() - filteredMs;
      if (minutes.length > 0 && queuedMs > 2 * targetMs) adjust(queuedMs, atMs);
    },
  };
}
