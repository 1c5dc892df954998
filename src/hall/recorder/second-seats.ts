import { sourceOfSeat } from '#domain/device-identity.ts';
import { secondTrackOf, type Seat } from '#domain/seats.ts';
import type { SeatId } from '#domain/ids.ts';
import type { SoundServer } from '../../../native/sound-server/index.ts';

/**
 * For every microphone that a window opens, the same microphone as the sound server names it, as a seat of its own. Only
 * where it is known which one it is: the second path must never hear somebody else.
 */
export async function secondSeats(
  seats: readonly Seat[],
  soundServer: Pick<SoundServer, 'listSources'>,
): Promise<readonly Seat[]> {
  const listed = await soundServer.listSources();
  // Where nobody can be asked nobody knows under which name a microphone is to be opened.
  const sources = listed === 'not-available' || !listed.ok ? [] : listed.value;
  return seats.flatMap((seat) => {
    if (seat.kind !== 'microphone' || seat.device.path !== 'browser') return [];
    const { label } = seat.device;
    const source = sourceOfSeat(seat, seats, sources);
    if (source === null) return [];
    const device = { path: 'hall', source: source.source, label, channels: source.channels, channel: 0 } as const;
    return [{ ...seat, id: secondTrackOf(seat.id) as string as SeatId, device }];
  });
}
