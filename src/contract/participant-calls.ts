import { z } from 'zod';
import { participantRights, participantRoles, sendingReasons } from '#domain/participants/participant-entries.ts';
import { call, type Role } from './call.ts';
import { exhibitLength } from './exhibits.ts';
import { hearingId, line } from './values.ts';
import { invitationShown, participantId, participantShown, shortText, soundChannel } from './participants.ts';

const nothing = z.object({});
const one = z.object({ participantId });
const sent = z.object({ participantId, reason: z.enum(sendingReasons) });
const desks: readonly Role[] = ['console', 'specialist'];

/** What is asked about those who take part from pages of their own; but for the first three of the hearing on the screens. */
export const participantCalls = {
  /**
   * P9, P15.4: a personal link and a code word for a hearing that has not ended; `participantId` of somebody known makes them
   * anew and the old ones worthless. `word`: the one that stands in the motion, null for one of ours.
   */
  'participant.invite': call(
    z.object({
      hearingId,
      participantId: participantId.nullable(),
      name: line.min(1),
      role: z.enum(participantRoles),
      word: z.string().max(60).nullable(),
    }),
    invitationShown,
    desks,
    10_000,
  ),
  /** P9: the photograph of the motion, PNG or JPEG; its bytes go to `url` by PUT, once, as an exhibit's do. */
  'participant.add-photo': call(
    z.object({ hearingId, participantId, lengthBytes: exhibitLength }),
    z.object({ url: z.string() }),
    desks,
  ),
  'participant.list': call(
    z.object({ hearingId }),
    z.object({ participants: z.array(participantShown).readonly(), isRoomOpen: z.boolean() }),
    desks,
  ),
  'participant.withdraw': call(z.object({ hearingId, participantId }), nothing, desks),
  'participant.admit': call(one, nothing, desks),
  'participant.turn-away': call(sent, nothing, desks),
  'participant.remove': call(sent, nothing, desks),
  /** P9: from the bench it is the judge's own decision, from the console one by oral order. */
  'participant.identify': call(z.object({ participantId, isConfirmed: z.boolean() }), nothing, [...desks, 'bench']),
  'participant.mute': call(z.object({ participantId, isMuted: z.boolean() }), nothing, desks),
  /** P28-1: what the presiding judge directs, to one or (null) to all who are in the hearing. */
  'participant.direct': call(z.object({ participantId: participantId.nullable(), text: shortText }), nothing, desks),
  /** L9: what the hall's own loudspeakers play. */
  'interpretation.choose': call(z.object({ channel: soundChannel }), nothing, desks),
  /** P36: whether it goes well by the hall. */
  'participant.confirm': call(
    z.object({ participantId, right: z.enum(participantRights), isGood: z.boolean() }),
    nothing,
    desks,
  ),
  /** P14: a problem that was told by telephone. */
  'participant.report-problem': call(z.object({ participantId, text: shortText }), nothing, desks),
} as const;
