import { fault } from '#domain/faults.ts';
import type { HearingId, TrackId } from '#domain/ids.ts';
import type { JournalNote } from '#domain/journal/entries.ts';
import type { PlayedEpoch } from '../playback/index.ts';
import type { RecorderEvents } from '../recorder/index.ts';
import { recordRemote } from './remote-seats.ts';
import { noteBySystem, type Rooms } from './rooms.ts';

const retryAfterMs = 500;

/**
 * Notes in the order of the record. One that a full disk keeps out of the journal is tried again, and those behind it
 * wait: bytes that no segment seals are bytes that nobody can verify.
 */
function steadyNotes(rooms: () => Rooms): (hearingId: HearingId, body: JournalNote) => void {
  const waiting: (readonly [HearingId, JournalNote])[] = [];
  let isRetrying = false;
  async function retry(): Promise<void> {
    if (isRetrying) return;
    isRetrying = true;
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
      const noted = await noteBySystem(rooms(), ...next);
      if (noted.ok || noted.fault.key !== 'archive.unwritable') waiting.shift();
    }
    isRetrying = false;
  }
  return (hearingId, body) => {
    if (waiting.length > 0) {
      waiting.push([hearingId, body]);
      return;
    }
    // Segments of all tracks close together, and the next start hashes again what a crash left untold.
    const when = body.kind === 'segment.admitted' ? 'soon' : 'now';
    void noteBySystem(rooms(), hearingId, body, when).then((noted) => {
      if (noted.ok || noted.fault.key !== 'archive.unwritable') return;
      waiting.push([hearingId, body]);
      void retry();
    });
  };
}

/**
 * What the recorder tells, journaled, and playback following the tracks. A check records under an id that no journal
 * knows: its events are not kept. `rooms` is asked late because the recorder is one of them.
 */
export function recorderEvents(rooms: () => Rooms): RecorderEvents {
  const steady = steadyNotes(rooms);
  function note(hearingId: HearingId, body: JournalNote): void {
    if (rooms().journals.view(hearingId) === undefined) return;
    steady(hearingId, body);
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
      rooms().livePictures.endForbidden();
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
    diskShort(isShort) {
      rooms().playback.giveWay(isShort);
      if (isShort) rooms().alarms.raise(fault('disk.yielding', {}));
      else rooms().alarms.clearAll('disk.yielding');
    },
  };
}
