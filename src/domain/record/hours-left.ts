import { defaultVideo, type HallCard } from '../seats.ts';

/** Bits a second that one microphone takes on disk. */
const audioBps = 64_000;

/** A hearing for whose first hours there is no room opens only when a person accepts that with a reason. */
export const leastHours = 2;

/** Bits a second that all seats of the hall together are asked for. */
export function plannedBps({ seats }: Pick<HallCard, 'seats'>): number {
  return seats.reduce(
    (sum, seat) => sum + (seat.kind === 'camera' ? (seat.video ?? defaultVideo).bitrateBps : audioBps),
    0,
  );
}

/** How long the hall can still record, by the rate at which the record grows or, before that is known, by the rates asked for; null while no seat is bound. */
export function hoursLeft(card: HallCard, freeBytes: number, measuredBps: number | null = null): number | null {
  const bitsPerSecond = measuredBps ?? plannedBps(card);
  return bitsPerSecond === 0 ? null : (freeBytes * 8) / bitsPerSecond / 3600;
}
