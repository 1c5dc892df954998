import type { Fault } from '#domain/faults.ts';
import { mayRecord } from '#domain/hearing/phases.ts';
import { nextTrackEpoch, wantedSeats } from '#domain/hearing/hearing-tracks.ts';
import type { HearingView } from '#domain/hearing/view.ts';
import type { TrackId } from '#domain/ids.ts';
import type { HallCard, Seat } from '#domain/seats.ts';
import type { OpenEpoch } from '../recorder/index.ts';
import { runningHearing, type Desk, type Rooms } from './rooms.ts';

/** What a dead service left open, to be gone on with in the same boot; oldest first. */
function openEpochsOf(view: HearingView, trackId: TrackId): readonly OpenEpoch[] {
  const epochs = view.tracks.find((track) => track.trackId === trackId)?.epochs ?? [];
  return epochs
    .filter(({ closed }) => !closed)
    .map(({ epoch, segments, lengthBytes, fromUs }) => ({ epoch, segments, sealedBytes: lengthBytes, fromUs }));
}

/** The place in the hall card that names a track in every chunk; journaled with `track.opened`. */
function trackNoOf(hall: HallCard, trackId: TrackId): number {
  return hall.seats.findIndex((seat) => (seat.id as string) === trackId) + 1;
}

/** One track a seat. */
function trackOfSeat(seat: Seat): TrackId {
  return seat.id as string as TrackId;
}

/** Lets the newest attempt to record speak: what hindered it is an alarm, what hindered the one before no longer is. */
export function showHindrance({ desk, alarms }: Pick<Rooms, 'desk' | 'alarms'>, hindrance: Fault | null): void {
  const before = desk.hindrance;
  // Not raised again while it lasts: a person may have taken it off with a reason.
  if (JSON.stringify(before) === JSON.stringify(hindrance)) return;
  if (before !== null) alarms.clear(before);
  if (hindrance !== null) alarms.raise(hindrance);
  desk.hindrance = hindrance;
}

/** Asked by name, because it may change while one waits. */
function isSilent(desk: Desk): boolean {
  return desk.isSilenced;
}

/** Whether a hearing is held in which everything is to be recorded. */
function mayRecordNow(rooms: Pick<Rooms, 'desk' | 'journals' | 'rules'>): boolean {
  const view = runningHearing(rooms);
  return view?.zero != null && view.hall !== null && !isSilent(rooms.desk) && mayRecord(view.phase, rooms.rules);
}

/**
 * True when the recorder's plan is `closed` only because the service has just started and has not yet given the one to
 * record. Told to a recorder window that still holds a running hearing's devices and chunks, it would close and lose them.
 */
export function isPlanDue(rooms: Pick<Rooms, 'desk' | 'journals' | 'rules' | 'recorder'>): boolean {
  return rooms.recorder.plan().mode === 'closed' && mayRecordNow(rooms);
}

/**
 * Makes the recorder record if a hearing is held in which it may and it does not: at opening, resuming, after a
 * restart, when the recorder window comes back, and every few seconds until it works. What hinders it is an alarm.
 */
export async function keepRecording(rooms: Rooms): Promise<void> {
  const { desk, recorder, rules, journals } = rooms;
  const view = runningHearing(rooms);
  if (!view?.zero || view.hall === null || isSilent(desk) || desk.isOpeningDevices || !mayRecord(view.phase, rules))
    return;
  const plan = recorder.plan();
  if (plan.mode === 'record' && plan.hearingId === view.hearingId) return;
  const { hall, hearingId } = view;
  desk.isOpeningDevices = true;
  const recording = await recorder.record({
    hearingId,
    zero: view.zero,
    folder: journals.folderOf(hearingId),
    // A remote hall joins by its link; only what a dead service left open of it is gone on with.
    seats: wantedSeats(view).filter(
      (seat) => seat.device.path !== 'remote' || openEpochsOf(view, trackOfSeat(seat)).length > 0,
    ),
    nextEpoch: (trackId) => nextTrackEpoch(journals.view(hearingId) ?? view, trackId),
    trackNo: (trackId) => trackNoOf(journals.view(hearingId)?.hall ?? hall, trackId),
    openEpochs: (trackId) => openEpochsOf(view, trackId),
    recordedBeforeMs: view.recordedMs,
  });
  desk.isOpeningDevices = false;
  // Silence may have been ordered while the devices were being opened; it wins.
  if (isSilent(desk)) await recorder.close({ cutAtUs: null, lamp: 'closed' });
  showHindrance(rooms, recording.ok ? null : recording.fault);
  rooms.tellState();
}
