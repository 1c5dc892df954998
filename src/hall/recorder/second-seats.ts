import { sourceOfSeat } from '#domain/device-identity.ts';
import { secondTrackOf, type Seat } from '#domain/seats.ts';
import type { SeatId } from '#domain/ids.ts';
import type { RecordAsk, RecorderNeeds } from './door.ts';
import { trackOf } from './planning.ts';
import { placeOnSecondDisk } from './second-disk.ts';

/** Whether the process beside the windows hears or sees this seat, as its only way or its second. */
export function isHeardBy(soundPath: RecorderNeeds['soundPath'], { kind, device }: Seat): boolean {
  if (soundPath !== null && device.path === 'network') return true;
  if (kind !== 'microphone' || soundPath === null) return false;
  return device.path === 'hall' || (device.path === 'browser' && soundPath.isSecondWay);
}

/**
 * For every microphone that a window opens, the same microphone as the sound server names it, as a seat of its own. Only
 * where it is known which one it is: the second path must never hear somebody else.
 */
export async function secondSeats(
  { seats, isTest, folder }: Pick<RecordAsk, 'seats' | 'isTest' | 'folder'>,
  needs: Pick<RecorderNeeds, 'soundPath' | 'soundServer' | 'secondDisk' | 'log'>,
): Promise<readonly Seat[]> {
  const { soundPath, soundServer } = needs;
  if (soundPath?.isSecondWay !== true) return [];
  const listed = await soundServer.listSources();
  // Where nobody can be asked nobody knows under which name a microphone is to be opened.
  const sources = listed === 'not-available' || !listed.ok ? [] : listed.value;
  const seconds = seats.flatMap((seat) => {
    if (seat.kind !== 'microphone' || seat.device.path !== 'browser') return [];
    const { label } = seat.device;
    const source = sourceOfSeat(seat, seats, sources);
    if (source === null) return [];
    const device = { path: 'hall', source: source.source, label, channels: source.channels, channel: 0 } as const;
    return [{ ...seat, id: secondTrackOf(seat.id) as string as SeatId, device }];
  });
  // What is thrown away after ten seconds needs no other disk.
  if (isTest !== true) await Promise.all(seconds.map((seat) => placeOnSecondDisk(trackOf(seat), folder, needs)));
  return seconds;
}
