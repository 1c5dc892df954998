import type { Seat } from '#domain/seats.ts';
import type { Words } from './words.tsx';

/** What the hall calls a seat: its own name, else the word for its place. */
export function seatName(seat: Pick<Seat, 'name' | 'place'>, words: Pick<Words, 'tt'>): string {
  return seat.name === '' ? words.tt(`seats.${seat.place}`) : seat.name;
}
