import type { HallState } from '#contract/papers.ts';
import type { Role } from '#contract/call.ts';
import { hallState } from './hall-state.ts';
import { clockNow, type Rooms } from './rooms.ts';

/** Many changes come together; windows get the newest state this much later. */
const gatherMs = 20;

/** What all windows look at: the state as it is now, and telling that it has changed. */
export type StateBoard = Readonly<{ state(): HallState; tell(): void }>;

/** `rooms` are asked late, because they tell the board themselves. */
export function createStateBoard(
  rooms: () => Rooms,
  outside: Readonly<{
    isConnected(role: Role): boolean;
    freeBytes(): number;
    version: string;
    publish(state: HallState): void;
  }>,
): StateBoard {
  let telling: ReturnType<typeof setTimeout> | null = null;
  function state(): HallState {
    const { clock, setup, training, desk, recorder, alarms, journals, peers } = rooms();
    return hallState({
      now: clockNow(clock),
      hall: setup.card(),
      training,
      check: desk.check,
      lamp: recorder.lamp(),
      alarms: alarms.list(),
      view: (desk.hearingId === null ? undefined : journals.view(desk.hearingId)) ?? null,
      previewsAllowed: recorder.previewsAllowed() && desk.areDevicesOpen,
      planNo: recorder.plan().planNo,
      freeBytes: outside.freeBytes(),
      version: outside.version,
      recorderConnected: outside.isConnected('recorder'),
      benchConnected: outside.isConnected('bench'),
      peers: peers.shown(),
      call: peers.calls.call(),
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
