import type { ParticipantId } from '#domain/ids.ts';
import { isInHearing } from '#domain/participants/participant.ts';
import { roomOf } from '#domain/participants/private-room.ts';
import type { Rooms } from './rooms.ts';
import { testOnDesk } from './test-session.ts';

/** Keeps a call with the page of everybody who is in the hearing on the screens. `rooms` is asked late. */
export function createPartyDesk(rooms: () => Pick<Rooms, 'desk' | 'journals' | 'participants' | 'peers'>): Readonly<{
  /** Looks who is in the hearing now; harmless when nothing changed. */
  look(): void;
}> {
  const known = new Set<ParticipantId>();

  /** The port outlasts every page and every call of this person. */
  function listen(id: ParticipantId): void {
    if (known.has(id)) return;
    known.add(id);
    const { participants, peers } = rooms();
    const port = participants.port(id);
    port.onFrame((frame) => peers.calls.heardOf(id, frame));
    port.onTurn((isUp) => {
      peers.calls.turned(id, isUp);
      look();
    });
  }

  function look(): void {
    const { desk, journals, participants, peers } = rooms();
    const view = desk.hearingId === null ? undefined : journals.view(desk.hearingId);
    // In a test session nobody is in the hearing: the line is to whom the specialist speaks.
    const inside =
      testOnDesk(rooms()) === null
        ? (view?.participants ?? [])
            .filter((seen) => isInHearing(seen) && roomOf(view?.privateRooms ?? [], seen.participantId) === null)
            .map(({ participantId }) => participantId)
        : [...desk.testLines];
    for (const id of known) if (!inside.includes(id)) peers.calls.letGo(id);
    for (const id of inside) {
      listen(id);
      const { isUp, say } = participants.port(id);
      peers.calls.hold({ id, isUp, say });
    }
  }
  return { look };
}
