import type { Seat } from '#domain/seats.ts';
import type { Words } from './words.tsx';

/** What the hall calls a seat: its own name, else the word for its place. */
export function seatName(seat: Pick<Seat, 'name' | 'place'>, words: Pick<Words, 'tt'>): string {
  return seat.name === '' ? words.tt(`seats.${seat.place}`) : seat.name;
}

/** What the hall calls the seat of this id; the id itself where it has no such seat. */
export function calledIn(
  seats: readonly Pick<Seat, 'id' | 'name' | 'place'>[],
  seatId: string,
  words: Pick<Words, 'tt'>,
): string {
  const seat = seats.find(({ id }) => id === seatId);
  return seat === undefined ? seatId : seatName(seat, words);
}
