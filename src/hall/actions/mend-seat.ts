import { randomUUID } from 'node:crypto';
import type { Answerers } from '#contract/hall.ts';
import type { Asker } from '#contract/call.ts';
import { fault } from '#domain/faults.ts';
import { wantedSeats } from '#domain/hearing/hearing-tracks.ts';
import type { HearingView } from '#domain/hearing/view.ts';
import type { MarkId, SeatId } from '#domain/ids.ts';
import type { JournalNote } from '#domain/journal/entries.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import type { Seat } from '#domain/seats.ts';
import { authorOf, heldHearing, type Rooms } from './rooms.ts';

type Held = Readonly<{ view: HearingView; nowUs: AtUs; seat: Seat }>;

/** The seat of the hearing that is being held; only devices of the recorder window can be opened anew or replaced. */
function heldSeat(rooms: Rooms, seatId: SeatId): Outcome<Held> {
  const held = heldHearing(rooms);
  if (!held.ok) return held;
  const { view, nowUs } = held.value;
  const seat = view.hall?.seats.find(({ id }) => id === seatId);
  if (seat?.device.path !== 'browser') return failed(fault('setup.seat-invalid', { seat: seatId }));
  return done({ view, nowUs, seat });
}

/** L3: a device that fails in the hearing is opened anew, replaced by a reserve, or the court goes on without it and says why. */
export function mendSeat(rooms: Rooms): Pick<Answerers, 'seat.restart' | 'seat.replace' | 'seat.leave-out'> {
  /** Journals what was decided, then does it; after another start of the service the journal alone says what is wanted. */
  async function decide(
    seatId: SeatId,
    asker: Asker,
    decision: (held: Held) => Outcome<Readonly<{ notes: readonly JournalNote[]; act(): void }>>,
  ): Promise<Outcome<Record<string, never>>> {
    const decided = await rooms.inTurn(async () => {
      const held = heldSeat(rooms, seatId);
      if (!held.ok) return held;
      const wanted = decision(held.value);
      if (!wanted.ok) return wanted;
      for (const note of wanted.value.notes) {
        const noted = await rooms.journals.note(held.value.view.hearingId, authorOf(asker), note);
        if (!noted.ok) return noted;
      }
      wanted.value.act();
      return done({});
    });
    rooms.tellState();
    return decided;
  }

  return {
    'seat.restart': ({ seatId }, asker) =>
      decide(seatId, asker, ({ nowUs, seat }) =>
        done({
          notes: [{ kind: 'seat.restarted', body: { seatId, atUs: nowUs } }],
          act: () => rooms.recorder.mend(seat),
        }),
      ),
    'seat.replace': ({ seatId, device }, asker) =>
      decide(seatId, asker, ({ view, nowUs, seat }) => {
        const reserve = { ...seat, device };
        if (device.path !== 'browser') return failed(fault('setup.seat-invalid', { seat: seatId }));
        const isTaken = wantedSeats(view).some(
          (each) =>
            each.id !== seatId &&
            each.kind === seat.kind &&
            each.device.path === 'browser' &&
            each.device.label === device.label &&
            each.device.deviceId === device.deviceId,
        );
        if (isTaken) return failed(fault('setup.device-twice', { device: device.label }));
        return done({
          notes: [{ kind: 'seat.replaced', body: { seat: reserve, atUs: nowUs } }],
          act: () => rooms.recorder.mend(reserve),
        });
      }),
    'seat.leave-out': ({ seatId, reason }, asker) =>
      decide(seatId, asker, ({ view, nowUs, seat }) => {
        // A hearing without any device is not recorded at all; that is a technical break and never a lit lamp.
        if (wantedSeats(view).every(({ id }) => id === seatId)) return failed(fault('seat.last-one', {}));
        const markId = randomUUID() as MarkId;
        const text = `${seat.device.label}: ${reason}`;
        return done({
          notes: [
            { kind: 'seat.left-out', body: { seatId, atUs: nowUs, reason } },
            // The protocol is drawn from the marks (L3).
            { kind: 'mark.set', body: { markId, atUs: nowUs, template: 'left-out', text, kind: 'mark' } },
          ],
          act: () => {
            rooms.recorder.dismiss(seat);
          },
        });
      }),
  };
}
