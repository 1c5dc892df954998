import type { TrackLamp } from '#contract/papers.ts';
import { fault, type Fault } from '#domain/faults.ts';
import type { TrackId } from '#domain/ids.ts';
import type { MeasuredClock } from '#domain/record/clock-drift.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import { isSecondTrack, seatOfTrack, type Seat } from '#domain/seats.ts';
import type { Log } from '../plumbing/index.ts';
import type { Alarms } from './alarms.ts';
import type { RecorderTuning } from './tuning.ts';
import { freeBytesAt, isDiskFull } from './disk.ts';

/** The second way to a sound opens in its own time; once it was written it is missed as soon as the first one. */
const secondWayOpensWithinS = 5;

/**
 * A track that stopped is an alarm; it is another one when its bytes come and do not decode. `sinceUs`: when it was
 * written last.
 */
export function alarmByLamp(
  { trackId, state, writtenToUs }: TrackLamp,
  seat: Seat,
  isUndecoded: boolean,
  { sinceUs, nowUs }: Readonly<{ sinceUs: AtUs; nowUs: AtUs }>,
  alarms: Alarms,
): void {
  const silentForS = Math.round((nowUs - sinceUs) / 1e6);
  const isOpening = isSecondTrack(trackId) && writtenToUs === null && silentForS < secondWayOpensWithinS;
  if (state === 'stopped' && isUndecoded)
    alarms.raise(`undecoded:${trackId}`, fault('recorder.undecodable', { track: trackId }));
  else if (state === 'stopped' && !isOpening)
    alarms.raise(
      `stopped:${trackId}`,
      isSecondTrack(trackId)
        ? fault('recorder.second-way-failed', { seat: seatOfTrack(trackId) })
        : fault('recorder.track-stopped', { track: trackId, silentForS }),
    );
  if (state !== 'written' && state !== 'off') return;
  alarms.clear(`stopped:${trackId}`);
  alarms.clear(`undecoded:${trackId}`);
}

/** The record keeps the samples as they came and copies are put right; but a clock so far off belongs to an ill device. */
export function alarmByClock({ id }: Seat, clock: MeasuredClock | null, tuning: RecorderTuning, alarms: Alarms): void {
  if (clock === null || clock.measuredMs < tuning.clockMeasuredMs) return;
  if (Math.abs(clock.fastPpm) >= tuning.clockOffPpm)
    alarms.raise(`clock:${id}`, fault('recorder.clock-off', { seat: id, ppm: clock.fastPpm }));
  else alarms.clear(`clock:${id}`);
}

/** What a person is told when a chunk could not be written. */
export function writeFault(error: unknown, trackId: TrackId, folder: string): Fault {
  return isDiskFull(error)
    ? fault('recorder.disk-full', { freeMb: Math.floor(freeBytesAt(folder) / 1e6) })
    : fault('recorder.write-failed', { track: trackId });
}

/** A seat's microphone is gone, or its sound comes from another one: that is why whoever heard it says that it failed. */
export function alarmLost({ id }: Seat, how: 'gone' | 'moved', alarms: Alarms): void {
  const what = how === 'gone' ? 'recorder.device-missing' : 'recorder.rerouted';
  alarms.rename(`device:${id}`, fault(what, { seat: id }));
}

/** The sound server no longer says whose sound is whose. */
export function alarmDeaf(isDeaf: boolean, alarms: Alarms): void {
  if (isDeaf) alarms.raise('routes', fault('recorder.routes-unknown', {}));
  else alarms.clear('routes');
}

/** A chunk that can never be part of the record. */
export function alarmRefused(trackId: TrackId, why: string, log: Log, alarms: Alarms): void {
  log.error({ trackId, why }, 'chunk-refused');
  alarms.raise(`refused:${trackId}`, fault('recorder.chunk-refused', { track: trackId, why }));
}
