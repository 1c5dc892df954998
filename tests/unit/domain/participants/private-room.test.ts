import { expect, test } from 'vitest';
import { hearingPhases } from '#domain/hearing/phases.ts';
import type { ParticipantId, PrivateRoomId } from '#domain/ids.ts';
import type { ParticipantSeen } from '#domain/participants/participant.ts';
import {
  foldPrivateRooms,
  openRooms,
  refuseRoom,
  roomOf,
  roomsEnded,
  roomsSettled,
  type PrivateRoom,
  type PrivateRoomEntry,
} from '#domain/participants/private-room.ts';

const [lawyer, client] = ['l-1', 'c-1'] as unknown as [ParticipantId, ParticipantId];
const roomId = 'r-1' as PrivateRoomId;
const seen = (participantId: ParticipantId, stage: ParticipantSeen['stage']) =>
  ({ participantId, stage }) as ParticipantSeen;
const inside = [seen(lawyer, 'identified'), seen(client, 'admitted')];
const entry = (kind: string, body: object): PrivateRoomEntry =>
  ({ kind, body: { roomId, atUs: 5, ...body }, wallMs: 7 }) as unknown as PrivateRoomEntry;
const opened: readonly PrivateRoom[] = foldPrivateRooms(
  [],
  entry('private-room.opened', { participantIds: [lawyer, client] }),
);

test('L5: a talk lasts from its opening to its end, and whoever speaks is found by it', () => {
  expect(opened).toEqual([{ roomId, participantIds: [lawyer, client], sinceMs: 7, fromUs: 5, toUs: null }]);
  expect(roomOf(opened, client)?.roomId).toBe(roomId);
  expect(roomOf(opened, 'w-1' as ParticipantId)).toBeNull();
  const closed = foldPrivateRooms(opened, entry('private-room.closed', { atUs: 9 }));
  expect([closed[0]?.toUs, openRooms(closed)]).toEqual([9, []]);
  expect(roomsEnded(closed, 11)[0]?.toUs).toBe(9);
  expect(roomsEnded(opened, 11)[0]?.toUs).toBe(11);
});

test('L5: whoever leaves the hearing ends the talk for good, also when they come back', () => {
  expect(openRooms(roomsSettled(opened, inside, 8))).toHaveLength(1);
  const left = roomsSettled(opened, [inside[0]!, seen(client, 'left')], 8);
  expect(left[0]?.toUs).toBe(8);
  expect(openRooms(roomsSettled(left, inside, 9))).toEqual([]);
});

test('L5: a talk is opened only while the court sits or is in a break, for two who are in the hearing and on the line', () => {
  const view = { privateRooms: [], participants: inside } as const;
  const both = [lawyer, client];
  const phases = hearingPhases.filter((phase) => refuseRoom({ ...view, phase }, both, () => true) === null);
  expect(phases).toEqual(['open', 'break', 'technical-break']);
  const refusal = (ids: readonly ParticipantId[], isHere = true): string | undefined =>
    refuseRoom({ ...view, phase: 'open' }, ids, () => isHere)?.key;
  expect(refusal([lawyer, lawyer])).toBe('private-room.not-in-hearing');
  expect(refusal([lawyer, 'w-1' as ParticipantId])).toBe('private-room.not-in-hearing');
  expect(refusal(both, false)).toBe('private-room.not-in-hearing');
  expect(refuseRoom({ ...view, privateRooms: opened, phase: 'open' }, both, () => true)?.key).toBe(
    'private-room.already',
  );
});
