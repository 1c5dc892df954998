import type { TrackLamp } from '#contract/papers.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import { isSecondTrack, seatOfTrack } from '#domain/seats.ts';
import type { Alarms } from './alarms.ts';
import { trackLampOf } from './lamp.ts';
import { alarmBySignals, type SeatTroubles } from './signal-alarms.ts';
import { alarmByClock, alarmByLamp } from './track-alarms.ts';
import type { RecorderTuning } from './tuning.ts';
import type { WrittenTrack } from './written-track.ts';

/**
 * Re-reads every track's log and tells its lamp; raises and clears the alarms of each. `firstUs` and `newestUs`: the earliest
 * and the newest capture time that was seen.
 */
export async function lookAtTracks(
  tracks: readonly WrittenTrack[],
  recording: Readonly<{ nowUs(): AtUs; isOver(): boolean; tuning: RecorderTuning; alarms: Alarms }>,
): Promise<Readonly<{ lamps: readonly TrackLamp[]; firstUs: AtUs | null; newestUs: AtUs | null }>> {
  const { tuning, alarms } = recording;
  const sights = await Promise.all(
    tracks.map(async (track) => ({ track, tail: track.tail, sight: await track.tail.look() })),
  );
  const nowUs = recording.nowUs();
  const heard: SeatTroubles[] = [];
  const lamps = sights.map(({ track, tail, sight }): TrackLamp => {
    if (tail === track.tail && sight.writtenToUs !== null) track.newestUs = sight.writtenToUs;
    const { trackId, seat, newestUs, wantedSinceUs } = track;
    const { undecodedFromUs, troubles } = track.decoder.sight();
    const lengthBytes = track.closedBytes + sight.lengthBytes;
    const place = { trackId, seatId: seatOfTrack(trackId), kind: seat.kind };
    const lamp = trackLampOf({ ...place, wantedSinceUs, sight, newestUs, undecodedFromUs, lengthBytes }, nowUs, tuning);
    const sinceUs = lamp.writtenToUs ?? track.missing?.sinceUs() ?? nowUs;
    if (!recording.isOver()) alarmByLamp(lamp, seat, undecodedFromUs !== null, { sinceUs, nowUs }, alarms);
    if (!isSecondTrack(trackId) && !recording.isOver()) alarmByClock(seat, track.log.clock(), tuning, alarms);
    // Of a track that stopped, what was heard last says nothing of now.
    heard.push({ seatId: lamp.seatId, troubles: lamp.state === 'stopped' ? [] : troubles });
    return lamp;
  });
  if (!recording.isOver()) alarmBySignals(heard, alarms);
  return {
    lamps,
    firstUs: outermost(
      Math.min,
      sights.map(({ sight }) => sight.firstAtUs),
    ),
    newestUs: outermost(
      Math.max,
      lamps.map(({ writtenToUs }) => writtenToUs),
    ),
  };
}

function outermost(of: (...times: number[]) => number, times: readonly (AtUs | null)[]): AtUs | null {
  const known = times.filter((atUs) => atUs !== null);
  return known.length === 0 ? null : of(...known);
}
