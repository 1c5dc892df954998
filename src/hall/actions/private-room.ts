import { randomUUID } from 'node:crypto';
import type { Answerers } from '#contract/hall.ts';
import type { HallState } from '#contract/papers.ts';
import { fault } from '#domain/faults.ts';
import type { PrivateRoomId } from '#domain/ids.ts';
import type { Author, JournalNote } from '#domain/journal/entries.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { openRooms, refuseRoom } from '#domain/participants/private-room.ts';
import type { PrivateRoomEnd } from '#domain/participants/private-room-entries.ts';
import { refuseInClosedSession } from './close-session.ts';
import { authorOf, heldHearing, runningHearing, type Rooms } from './rooms.ts';

type RoomVerbs = Pick<Answerers, 'private-room.open' | 'private-room.close'>;

/** The private talks of the hearing that is held. */
export function privateRoomsShown(rooms: Pick<Rooms, 'desk' | 'journals'>): HallState['privateRooms'] {
  const view = runningHearing(rooms);
  return view === null
    ? []
    : openRooms(view.privateRooms).map(({ roomId, participantIds, sinceMs }) => ({ roomId, participantIds, sinceMs }));
}

/** Ends a talk and brings those who spoke back to where they were. */
export async function closeRoom(
  rooms: Rooms,
  roomId: PrivateRoomId,
  end: PrivateRoomEnd,
  author: Author,
): Promise<Outcome<void>> {
  const held = heldHearing(rooms);
  if (!held.ok) return held;
  const { view, nowUs } = held.value;
  if (!openRooms(view.privateRooms).some((room) => room.roomId === roomId))
    return failed(fault('private-room.none', {}));
  const note: JournalNote = { kind: 'private-room.closed', body: { atUs: nowUs, roomId, end } };
  const noted = await rooms.journals.note(view.hearingId, author, note);
  rooms.participants.refresh();
  rooms.tellState();
  return noted.ok ? done(undefined) : noted;
}

/** L5: a private talk between pages, by direction of the presiding judge. */
export function holdPrivateRooms(rooms: Rooms): RoomVerbs {
  return {
    'private-room.open': ({ participantIds, byOralOrder }, asker) =>
      rooms.inTurn(async () => {
        const held = heldHearing(rooms);
        if (!held.ok) return held;
        const open = refuseInClosedSession(rooms);
        if (!open.ok) return open;
        const { view, nowUs } = held.value;
        const refusal = refuseRoom(view, participantIds, rooms.participants.isHere);
        if (refusal !== null) return failed(refusal);
        const roomId = randomUUID() as PrivateRoomId;
        const body = { atUs: nowUs, roomId, participantIds, byOralOrder };
        const noted = await rooms.journals.note(view.hearingId, authorOf(asker), { kind: 'private-room.opened', body });
        if (!noted.ok) return noted;
        // The hall lets go of both before their pages are told that they may speak.
        for (const id of participantIds) rooms.peers.calls.letGo(id);
        rooms.participants.refresh();
        rooms.tellState();
        return done({});
      }),
    'private-room.close': async ({ roomId }, asker) => {
      const closed = await rooms.inTurn(() => closeRoom(rooms, roomId, 'court', authorOf(asker)));
      return closed.ok ? done({}) : closed;
    },
  };
}
