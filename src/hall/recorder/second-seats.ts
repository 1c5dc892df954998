import { secondTrackOf, type Seat } from '#domain/seats.ts';
import type { SeatId } from '#domain/ids.ts';
import type { SoundServer } from '../../../native/sound-server/index.ts';

/**
 * For every microphone that a window opens, the same microphone as the sound server names it, as a seat of its own. Only
 * where exactly one source bears the label: the second path must never hear somebody else.
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
    const [source, another] = sources.filter((each) => !each.isMonitor && each.label === label);
    if (source === undefined || another !== undefined) return [];
    const device = { path: 'hall', source: source.source, label, channels: source.channels, channel: 0 } as const;
    return [{ ...seat, id: secondTrackOf(seat.id) as string as SeatId, device }];
  });
}
