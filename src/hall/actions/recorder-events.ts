import type { HearingId, TrackId } from '#domain/ids.ts';
import type { JournalNote } from '#domain/journal/entries.ts';
import type { PlayedEpoch } from '../playback/index.ts';
import type { RecorderEvents } from '../recorder/index.ts';
import { recordRemote } from './remote-seats.ts';
import { noteBySystem, type Rooms } from './rooms.ts';

/**
 * What the recorder tells, journaled, and playback following the tracks. A check records under an id that no journal
 * knows: its events are not kept. `rooms` is asked late because the recorder is one of them.
 */
export function recorderEvents(rooms: () => Rooms): RecorderEvents {
  function note(hearingId: HearingId, body: JournalNote): void {
    if (rooms().journals.view(hearingId) === undefined) return;
    void noteBySystem(rooms(), hearingId, body);
  }
  function played(hearingId: HearingId, trackId: TrackId, epoch: number): PlayedEpoch | null {
    const { journals } = rooms();
    const view = journals.view(hearingId);
    const seat = view?.hall?.seats.find((each) => (each.id as string) === trackId);
    return seat === undefined
      ? null
      : { hearingId, folder: journals.folderOf(hearingId), trackId, epoch, kind: seat.kind };
  }
  return {
    planned(plan) {
      if (plan.mode === 'closed') rooms().desk.areDevicesOpen = false;
      rooms().tell('capture.planned', plan);
      // A hall may have been on the line before the recording began.
      if (plan.mode === 'record') void recordRemote(rooms());
      rooms().tellState();
    },
    trackOpened(body, hearingId) {
      note(hearingId, { kind: 'track.opened', body });
      const epoch = played(hearingId, body.trackId, body.epoch);
      if (epoch !== null) rooms().playback.follow(epoch);
    },
    segmentClosed: (body, hearingId) => note(hearingId, { kind: 'segment.admitted', body }),
    trackClosed(body, hearingId) {
      note(hearingId, { kind: 'track.closed', body });
      const epoch = played(hearingId, body.trackId, body.epoch);
      if (epoch !== null) rooms().playback.finish(epoch);
    },
    gapFound: (body, hearingId) => note(hearingId, { kind: 'gap.found', body }),
    faultRaised: (fault) => rooms().alarms.raise(fault),
    faultCleared: (fault) => rooms().alarms.clear(fault),
    lampChanged: () => rooms().tellState(),
  };
}
