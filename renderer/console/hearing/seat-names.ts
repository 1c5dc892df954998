import type { Seat } from '#domain/seats.ts';
import { seatName } from '../../ui/seat-name.ts';
import type { Words } from '../../ui/words.tsx';

/** What a seat is called, by its id; the bare id where the hall was set up anew and the seat is no more. */
export function seatNameById(words: Pick<Words, 'tt'>, seats: readonly Seat[], id: string): string {
  const seat = seats.find((each) => each.id === id);
  return seat === undefined ? id : seatName(seat, words);
}
