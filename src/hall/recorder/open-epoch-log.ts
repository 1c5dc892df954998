import type { AtUs } from '#domain/record/timeline.ts';
import type { Seat } from '#domain/seats.ts';
import type { Alarms } from './alarms.ts';
import type { RecordAsk, RecorderNeeds } from './door.ts';
import { EpochLog, type EpochEvents } from './epoch-log.ts';
import { placeOfEpoch } from './epoch-place.ts';
import { trackOf } from './planning.ts';
import { writeFault } from './track-alarms.ts';
import type { RecorderTuning } from './tuning.ts';

/** An epoch's log whose words go to the journal and whose troubles with the disk are alarms; nothing is written yet. */
export function openEpochLog(
  {
    ask,
    needs,
    tuning,
    alarms,
    nowUs,
  }: Readonly<{
    ask: RecordAsk;
    needs: Pick<RecorderNeeds, 'on' | 'log'>;
    tuning: RecorderTuning;
    alarms: Alarms;
    nowUs: AtUs;
  }>,
  /** `segments` the journal already holds. */
  { seat, epoch, segments }: Readonly<{ seat: Seat; epoch: number; segments: number }>,
  recording: Pick<EpochEvents, 'flowed' | 'provenToUs'>,
): EpochLog {
  const trackId = trackOf(seat);
  const { hearingId, folder } = ask;
  const { on, log } = needs;
  const writing = `writing:${trackId}`;
  const events: EpochEvents = {
    ...recording,
    opened: (body) => on.trackOpened(body, hearingId),
    segmentClosed: (segment) => on.segmentClosed(segment, hearingId),
    closed: (body) => on.trackClosed(body, hearingId),
    gapFound: (fromUs, toUs) => on.gapFound({ trackId, fromUs, toUs, cause: 'frames-missing' }, hearingId),
    writeFailed(error) {
      log.error({ trackId, error: String(error) }, 'write-failed');
      alarms.raise(writing, writeFault(error, trackId, folder));
    },
    written: () => alarms.clear(writing),
  };
  return new EpochLog(placeOfEpoch(ask, seat, epoch), events, { ...tuning, segments, nowUs });
}
