import type { SeatId, TrackId } from '#domain/ids.ts';
import { isSecondTrack, secondTrackOf, type Seat } from '#domain/seats.ts';
import type { Alarms } from './alarms.ts';
import type { RecordAsk } from './door.ts';
import type { Recording } from './recording.ts';

/** How long a device is left alone before it is opened anew. */
const restMs = 500;

type Needs = Readonly<{
  /** What is being recorded and not yet closed. */
  current(): Recording | null;
  alarms: Pick<Alarms, 'clearOf'>;
  plan(recording: Recording): void;
  /** These seats are bound to these devices from now on. */
  rebound(seats: readonly Seat[]): void;
  /** The second ways to the seats' microphones; none where there is no second path or nobody knows which source it is. */
  secondsOf(ask: Pick<RecordAsk, 'seats' | 'isTest' | 'folder'>): Promise<readonly Seat[]>;
}>;

const isChief = ({ id }: Seat): boolean => !isSecondTrack(id as string as TrackId);

/** The seat's microphone as it is recorded the second time. */
function secondIn(recording: Recording, seat: Seat): Seat | undefined {
  return recording.seats().find(({ id }) => (id as string) === secondTrackOf(seat.id));
}

/** Seats that join, leave or change their device while the others are being written. */
export class SeatChanges {
  readonly #needs: Needs;
  readonly #resting = new Set<SeatId>();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Whether the seat's device is closed for a moment, to be opened anew. */
  isResting(seatId: SeatId): boolean {
    return this.#resting.has(seatId);
  }

  admit(seat: Seat, isSending: boolean): boolean {
    const recording = this.#needs.current();
    if (recording?.isStarted !== true) return false;
    if (recording.admit(seat, isSending)) this.#needs.plan(recording);
    return true;
  }

  dismiss(seat: Seat): void {
    const recording = this.#needs.current();
    if (recording?.dismiss(seat) !== true) return;
    this.#dismissSecond(recording, seat);
    this.#needs.alarms.clearOf(seat.id);
    this.#rebind(recording);
  }

  /** By a plan without the seat the window closes its device, and opens it anew by the next one. */
  mend(seat: Seat): boolean {
    const recording = this.#needs.current();
    if (recording?.isStarted !== true) return false;
    recording.mend(seat);
    this.#needs.alarms.clearOf(seat.id);
    if (secondIn(recording, seat)?.device.label !== seat.device.label) this.#renewSecond(recording, seat);
    this.#resting.add(seat.id);
    this.#rebind(recording);
    setTimeout(() => {
      this.#resting.delete(seat.id);
      if (this.#needs.current() === recording) this.#needs.plan(recording);
    }, restMs);
    return true;
  }

  #dismissSecond(recording: Recording, seat: Seat): void {
    const second = secondIn(recording, seat);
    if (second === undefined) return;
    recording.dismiss(second);
    this.#needs.alarms.clearOf(second.id);
  }

  #rebind(recording: Recording): void {
    this.#needs.rebound(recording.seats().filter(isChief));
    this.#needs.plan(recording);
  }

  /** The second path must never go on hearing what the seat no longer is. */
  #renewSecond(recording: Recording, seat: Seat): void {
    this.#dismissSecond(recording, seat);
    void this.#needs.secondsOf({ ...recording.ask, seats: recording.seats().filter(isChief) }).then((seconds) => {
      const second = seconds.find(({ id }) => (id as string) === secondTrackOf(seat.id));
      if (second !== undefined && this.#needs.current() === recording) this.admit(second, true);
    });
  }
}
