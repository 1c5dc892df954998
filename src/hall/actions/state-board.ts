import type { HallState } from '#contract/papers.ts';
import type { Role } from '#contract/call.ts';
import type { HearingView } from '#domain/hearing/view.ts';
import type { HallCard } from '#domain/seats.ts';
import { monitorsNow } from './arrange-monitors.ts';
import { isSessionClosed } from './close-session.ts';
import { hallState } from './hall-state.ts';
import { participantsShown } from './hold-participants.ts';
import { shownNow } from './show-exhibit.ts';
import type { CopyShown } from '../second-copy/index.ts';
import { clockNow, isRunning, type Rooms } from './rooms.ts';

/** Many changes come together; windows get the newest state this much later. */
const gatherMs = 20;

/** What all windows look at: the state as it is now, and telling that it has changed. */
export type StateBoard = Readonly<{ state(): HallState; tell(): void }>;

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
  let telling: ReturnType<typeof setTimeout> | null = null;
  function state(): HallState {
    const { clock, setup, training, desk, recorder, alarms, journals, peers } = rooms();
    const view = (desk.hearingId === null ? undefined : journals.view(desk.hearingId)) ?? null;
    return hallState({
      now: clockNow(clock),
      hall: hallOf(setup.card(), view),
      training,
      check: desk.check,
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
      participants: participantsShown(rooms(), view),
      isRoomOpen: rooms().participants.isOpen(),
      monitors: monitorsNow(rooms()),
      screenConnected: outside.isConnected('screen'),
      shownExhibit: view && shownNow(rooms(), view),
      transfer: peers.exhibits.transfer(),
    });
  }
  return {
    state,
    tell() {
      telling ??= setTimeout(() => {
        telling = null;
        outside.publish(state());
      }, gatherMs);
    },
  };
}
