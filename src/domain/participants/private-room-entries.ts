import type { ParticipantId, PrivateRoomId } from '../ids.ts';
import type { AtUs } from '../record/timeline.ts';

/** Who ended a private talk: the court, or one of those who spoke. */
export const privateRoomEnds = ['court', 'participant'] as const;
export type PrivateRoomEnd = (typeof privateRoomEnds)[number];

/**
 * L5: a private talk of a lawyer and a client from pages of their own. Sound and picture go from page to page; the hall has
 * let go of both, so nothing of it is recorded, and this is why their tracks have a hole. It also ends when one of them
 * leaves the hearing, or with the hearing itself.
 */
export type PrivateRoomBodies = Readonly<{
  'private-room.opened': {
    atUs: AtUs;
    roomId: PrivateRoomId;
    participantIds: readonly ParticipantId[];
    byOralOrder: boolean;
  };
  'private-room.closed': { atUs: AtUs; roomId: PrivateRoomId; end: PrivateRoomEnd };
}>;
