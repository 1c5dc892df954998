import type { HallCard, Seat } from '../seats.ts';

/** Seats never leave: their tracks are in the record, and their place in the list is their tracks' number. */
export function withSeat(hall: HallCard | null, seat: Seat): HallCard | null {
  if (hall === null || hall.seats.some((each) => each.id === seat.id)) return hall;
  return { ...hall, seats: [...hall.seats, seat] };
}

/** The hall with another device on this seat. */
export function rebind(hall: HallCard | null, seat: Seat): HallCard | null {
  return hall && { ...hall, seats: hall.seats.map((each) => (each.id === seat.id ? seat : each)) };
}
