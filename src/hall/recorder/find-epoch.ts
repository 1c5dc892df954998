import type { TrackId } from '#domain/ids.ts';
import { uplinkText } from './planning.ts';
import type { Recording } from './recording.ts';
import type { Found } from './uplink.ts';

/**
 * Which epoch a sender means; `last` is the recording before, whose senders may come late. One that bears the token of a
 * later epoch than ours was planned by a service that died before anything of it was written: `adopt` goes on there.
 */
export function findEpoch(
  {
    recording,
    last,
    mac,
    adopt,
  }: Readonly<{
    recording: Recording | null;
    last: Recording | null;
    mac(text: string): string;
    adopt(trackId: TrackId, epoch: number): void;
  }>,
  trackId: TrackId,
  epoch: number,
  token: string,
): Found {
  if (recording === null) {
    const isOver = last !== null && token === mac(uplinkText(last.ask.hearingId, trackId, epoch));
    // After a restart of the service the windows are back before the hearing is.
    return isOver ? 'ended' : 'not-yet';
  }
  if (token !== mac(uplinkText(recording.ask.hearingId, trackId, epoch))) return 'refused';
  // An epoch that is just being taken up again must not be told to be over: its window would send no more.
  if (!recording.isStarted) return 'not-yet';
  const newest = recording.log(trackId)?.place.epoch;
  if (newest !== undefined && epoch > newest) adopt(trackId, epoch);
  return recording.openEpoch(trackId, epoch) ?? 'ended';
}
