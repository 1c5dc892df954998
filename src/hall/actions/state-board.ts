import type { HallState } from '#contract/papers.ts';
import type { Role } from '#contract/call.ts';
import type { HearingView } from '#domain/hearing/view.ts';
import type { HallCard } from '#domain/seats.ts';
import { callUpShown } from './call-up.ts';
import { monitorsNow } from './arrange-monitors.ts';
import { isSessionClosed } from './close-session.ts';
import { gatherTellings } from './gather-tellings.ts';
import { hallState } from './hall-state.ts';
import { incidentsShown } from './incidents-shown.ts';
import { handedInOf } from './decide-exhibit.ts';
import { participantsShown } from './hold-participants.ts';
import { privateRoomsShown } from './private-room.ts';
import { shownNow } from './show-exhibit.ts';
import { runningTestShown } from './test-session.ts';
import type { CopyShown } from '../second-copy/index.ts';
import { clockNow, isRunning, type Rooms } from './rooms.ts';

/**
 * What all windows look at: the state as it is now, and telling that it has changed; `at-once`: with what else changes in this
 * turn and not only with what does in the next milliseconds, because somebody waits for it.
 */
export type StateBoard = Readonly<{ state(): HallState; tell(how?: 'at-once'): void }>;

/**
 * The hall as it is set up, and in a hearing as the hearing has it: with the seats of other halls that joined, and with
 * reserve devices where they stand in.
 */
function hallOf(card: HallCard, view: HearingView | null): HallCard {
  if (view?.hall == null) return card;
  if (isRunning(view.phase)) return view.hall;
  const guests = view.hall.seats.filter((seat) => seat.device.path === 'remote');
  return guests.length === 0 ? card : { ...card, seats: [...card.seats, ...guests] };
}

/** Why it is broken is told by an alarm. */
function copyShown(shown: CopyShown | null): HallState['secondCopy'] {
  return shown && { folder: shown.folder, lagMs: shown.lagMs, isBroken: shown.trouble !== null };
}

/** `rooms` are asked late, because they tell the board themselves. */
export function createStateBoard(
  rooms: () => Rooms,
  outside: Readonly<{
    isConnected(role: Role): boolean;
    freeBytes(): number;
    secondCopy(): CopyShown | null;
    version: string;
    publish(state: HallState): void;
  }>,
): StateBoard {
  function state(): HallState {
    const { clock, setup, training, desk, recorder, alarms, journals, peers } = rooms();
    const view = (desk.hearingId === null ? undefined : journals.view(desk.hearingId)) ?? null;
    return hallState({
      now: clockNow(clock),
      hall: hallOf(setup.card(), view),
      training,
      check: desk.check,
      lastCheck: desk.lastCheck,
      lamp: recorder.lamp(),
      alarms: alarms.list(),
      view,
      isSessionClosed: isSessionClosed(rooms()),
      previewsAllowed: recorder.previewsAllowed() && desk.areDevicesOpen,
      planNo: recorder.plan().planNo,
      freeBytes: outside.freeBytes(),
      diskSight: recorder.disk(),
      secondCopy: copyShown(outside.secondCopy()),
      version: outside.version,
      recorderConnected: outside.isConnected('recorder'),
      benchConnected: outside.isConnected('bench'),
      peers: peers.shown(),
      isInviting: peers.isInviting(),
      calls: peers.calls.all(),
      callUp: callUpShown(rooms()),
      incidents: incidentsShown(rooms()),
      testSession: runningTestShown(rooms()),
      privateRooms: privateRoomsShown(rooms()),
      participants: participantsShown(rooms(), view),
      isRoomOpen: rooms().participants.isOpen(),
      monitors: monitorsNow(rooms()),
      panels: rooms().panels.shown(),
      cameras: rooms().cameras.shown(),
      screenConnected: outside.isConnected('screen'),
      shownExhibit: view && shownNow(rooms(), view),
      handedIn: view === null ? [] : handedInOf(rooms(), view),
      transfer: peers.exhibits.transfer(),
    });
  }
  return { state, tell: gatherTellings(() => outside.publish(state())) };
}
