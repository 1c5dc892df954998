import type { LinkCounts } from '#domain/peers/link-figures.ts';

const manyLost = 0.04;
const fewLost = 0.02;
/** A packet is asked for again up to three times; each takes a round trip and the asker's own pulse. */
const times = 3;
const askMs = 30;
const mostMs = 600;

/**
 * How long what comes is held back before it is played, so that what was lost and asked for again is there in time; null: as the
 * browser likes it. With a loss of 10 % pictures stood still every few seconds without it.
 */
export function playingDelayMs(counts: LinkCounts, before: number | null): number | null {
  const { received, receivedLost, roundTrips, roundTripsMs } = counts;
  if (received + receivedLost === 0 || roundTrips === 0) return before;
  const lost = receivedLost / (received + receivedLost);
  if (lost <= (before === null ? manyLost : fewLost)) return null;
  return Math.min(mostMs, Math.round(times * (roundTripsMs / roundTrips + askMs)));
}
