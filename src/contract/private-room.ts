import { z } from 'zod';
import type { PrivateRoomId } from '#domain/ids.ts';
import { privateRoomSize } from '#domain/participants/private-room.ts';
import { call, type Role } from './call.ts';
import { participantId } from './participants.ts';
import { callEpoch, candidate, sdpText } from './peers.ts';

/* L5: private rooms, in which pages speak with one another without the hall. */

export const privateRoomId = z.uuid().transform((text) => text as PrivateRoomId);

export const privateRoomShown = z
  .object({ roomId: privateRoomId, participantIds: z.array(participantId).readonly(), sinceMs: z.number() })
  .readonly();

const nothing = z.object({});
const desks: readonly Role[] = ['console', 'specialist'];
export const privateRoomCalls = {
  /** By direction of the presiding judge: these leave the hall's sound, picture and record until the talk is over. */
  'private-room.open': call(
    z.object({
      participantIds: z.array(participantId).min(privateRoomSize.fewest).max(privateRoomSize.most).readonly(),
      byOralOrder: z.boolean(),
    }),
    nothing,
    desks,
  ),
  'private-room.close': call(z.object({ roomId: privateRoomId }), nothing, desks),
} as const;

const at = { roomId: privateRoomId } as const;
const described = { type: z.enum(['offer', 'answer']), sdp: sdpText } as const;
/**
 * What two pages of one room say to make sound and picture flow between them; the hall hands it on and keeps none of it.
 * `party`: to whom, when a page says it; from whom, when a page is told it. `here`: my devices are open.
 */
export const roomFrame = z.discriminatedUnion('say', [
  z.object({ say: z.literal('room.here'), ...at, party: participantId }).readonly(),
  z
    .object({ say: z.literal('room.described'), ...at, party: participantId, epoch: callEpoch, ...described })
    .readonly(),
  z.object({ say: z.literal('room.candidate'), ...at, party: participantId, epoch: callEpoch, candidate }).readonly(),
]);
export type RoomFrame = z.output<typeof roomFrame>;
