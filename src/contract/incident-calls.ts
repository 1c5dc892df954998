import { z } from 'zod';
import type { ActDraft } from '#domain/documents/act-draft.ts';
import { addressees, courtChoices, courtSides } from '#domain/incidents/incident-entries.ts';
import { call, type Role } from './call.ts';
import { incidentId } from './incident-papers.ts';
import { hearingId, line, longText } from './values.ts';
import { peerId } from './peers.ts';
import { madePaper, paper, paperLanguage } from './request.ts';

const nothing = z.object({});
const desks: readonly Role[] = ['console', 'specialist'];

export const actDraft = z
  .object({
    headOfRegistry: line,
    secretary: line,
    circumstances: z.object({ ru: longText, kk: longText }).readonly(),
    decision: z.object({ ru: line, kk: line }).readonly(),
  })
  .readonly() satisfies z.ZodType<ActDraft>;

/** P17–P19, P23–P25: faults told of, put right and decided upon, and the act (P18). */
export const incidentCalls = {
  /** Which of the two courts this hall is in the hearing; it says who is told. */
  'incident.choose-side': call(z.object({ hearingId, side: z.enum(courtSides) }), nothing, desks),
  /** A person saw it. `hearingId` null: it belongs to no hearing and lies in the inbox of the hall. */
  'incident.report': call(
    z.object({ hearingId: hearingId.nullable(), text: line.min(1) }),
    z.object({ incidentId }),
    desks,
  ),
  /** Whoever asks has told this person of it. */
  'incident.tell': call(
    z.object({
      incidentId,
      to: z.enum(addressees),
      name: line.min(1),
      way: z.enum(['telephone', 'in-person', 'e-mail']),
    }),
    nothing,
    desks,
  ),
  /** P17, P25: tells a paired hall over the link; done when that hall has it. Refuses `peer.link-down`. */
  'incident.send': call(z.object({ incidentId, peerId }), nothing, desks, 10_000),
  /** P23: the specialist who asks has it in hand. */
  'incident.take': call(z.object({ incidentId }), nothing, desks),
  /** P24: in so many minutes it works again. `said`: who named the time; empty: whoever asks. */
  'incident.estimate': call(
    z.object({
      incidentId,
      inMin: z
        .int()
        .min(1)
        .max(24 * 60),
      said: line,
    }),
    nothing,
    desks,
  ),
  /** It works again, or cannot be put right (P18). */
  'incident.settle': call(z.object({ incidentId, isRestored: z.boolean(), note: line }), nothing, desks),
  /** P18, P25: from the bench the judge's own decision, from the console one by oral order. Nothing follows by itself. */
  'incident.decide': call(z.object({ incidentId, choice: z.enum(courtChoices) }), nothing, [...desks, 'bench']),

  /** The act as it will look; `draft` null: as it was kept, or as measured, with the secretary of the card. Refuses `incident.none`. */
  'act.preview': call(
    z.object({ hearingId, language: paperLanguage, draft: actDraft.nullable() }),
    z.object({ paper, draft: actDraft, measured: longText }),
    desks,
  ),
  'act.draft': call(
    z.object({ hearingId, draft: actDraft }),
    z.object({ missing: z.array(z.string()).readonly() }),
    desks,
  ),
  'act.make': call(z.object({ hearingId, language: paperLanguage }), madePaper, desks, 30_000),
} as const;
