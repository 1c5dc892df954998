import { fault, type Fault } from '../faults.ts';
import type { HearingPhase } from '../hearing/phases.ts';
import type { ParticipantId, PrivateRoomId } from '../ids.ts';
import type { JournalEntry } from '../journal/entries.ts';
import type { AtUs } from '../record/timeline.ts';
import { isInHearing, type ParticipantSeen } from './participant.ts';
import type { PrivateRoomBodies } from './private-room-entries.ts';

/** How many may speak in one room: each page sends its picture to every other. */
export const privateRoomSize = { fewest: 2, most: 4 } as const;

/** `toUs` null while it is open. */
export type PrivateRoom = Readonly<{
  roomId: PrivateRoomId;
  participantIds: readonly ParticipantId[];
  sinceMs: number;
  fromUs: AtUs;
  toUs: AtUs | null;
}>;

export type PrivateRoomEntry = Extract<JournalEntry, { kind: keyof PrivateRoomBodies }>;

/** Whether an entry is about private rooms. */
export function isOfPrivateRoom(entry: JournalEntry): entry is PrivateRoomEntry {
  return entry.kind.startsWith('private-room.');
}

/** The rooms of a hearing after one more entry about them. */
export function foldPrivateRooms(rooms: readonly PrivateRoom[], entry: PrivateRoomEntry): readonly PrivateRoom[] {
  const { roomId, atUs } = entry.body;
  if (entry.kind === 'private-room.opened') {
    const { participantIds } = entry.body;
    return [...rooms, { roomId, participantIds, sinceMs: entry.wallMs, fromUs: atUs, toUs: null }];
  }
  return rooms.map((room) => (room.roomId === roomId && room.toUs === null ? { ...room, toUs: atUs } : room));
}

/** Every room is over, because the hearing is, or because nobody may be on the line. */
export function roomsEnded(rooms: readonly PrivateRoom[], atUs: AtUs): readonly PrivateRoom[] {
  return rooms.map((room) => (room.toUs === null ? { ...room, toUs: atUs } : room));
}

/** The rooms after the participants changed: whoever leaves the hearing ends the talk. */
export function roomsSettled(
  rooms: readonly PrivateRoom[],
  participants: readonly ParticipantSeen[],
  atUs: AtUs | null,
): readonly PrivateRoom[] {
  if (openRooms(rooms).length === 0) return rooms;
  const isInside = (id: ParticipantId): boolean =>
    participants.some((seen) => seen.participantId === id && isInHearing(seen));
  return rooms.map((room) =>
    room.toUs === null && !room.participantIds.every(isInside) ? { ...room, toUs: atUs ?? room.fromUs } : room,
  );
}

export function openRooms(rooms: readonly PrivateRoom[]): readonly PrivateRoom[] {
  return rooms.filter(({ toUs }) => toUs === null);
}

/** The open room in which this participant speaks; null for none. */
export function roomOf(rooms: readonly PrivateRoom[], participantId: ParticipantId): PrivateRoom | null {
  return openRooms(rooms).find(({ participantIds }) => participantIds.includes(participantId)) ?? null;
}

/**
 * L5: only for those who are in the hearing, and only where the court sits or is in a break. Refuses `hearing.wrong-phase`,
 * `private-room.not-in-hearing`, `private-room.already`.
 */
export function refuseRoom(
  seen: Readonly<{
    phase: HearingPhase;
    privateRooms: readonly PrivateRoom[];
    participants: readonly ParticipantSeen[];
  }>,
  participantIds: readonly ParticipantId[],
  isHere: (id: ParticipantId) => boolean,
): Fault | null {
  const { phase, participants, privateRooms } = seen;
  if (phase !== 'open' && phase !== 'break' && phase !== 'technical-break')
    return fault('hearing.wrong-phase', { phase, act: 'private-room' });
  const isReady = (id: ParticipantId): boolean =>
    isHere(id) && participants.some((each) => each.participantId === id && isInHearing(each));
  if (new Set(participantIds).size < privateRoomSize.fewest || !participantIds.every(isReady))
    return fault('private-room.not-in-hearing', {});
  return participantIds.some((id) => roomOf(privateRooms, id) !== null) ? fault('private-room.already', {}) : null;
}
