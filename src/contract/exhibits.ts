import { z } from 'zod';
import { exhibitFormats, exhibitStages, mostExhibitBytes, mostPages } from '#domain/exhibits/exhibit.ts';
import { transferStates, transferWays } from '#domain/exhibits/transfer.ts';
import type { ExhibitId } from '#domain/ids.ts';
import { faultPaper } from './fault-paper.ts';
import { participantId } from './participants.ts';
import { peerId } from './peers.ts';

/* P36: what is said about documents handed in or shown, between a hall service and its windows. */

export const exhibitId = z.uuid().transform((text) => text as ExhibitId);
export const exhibitName = z.string().max(1000);
export const exhibitLength = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
export const exhibitPage = z.int().min(1).max(mostPages);

const paper = {
  exhibitId,
  name: exhibitName,
  format: z.enum(exhibitFormats),
  lengthBytes: z.int().min(1).max(mostExhibitBytes),
  sha256: z.string(),
} as const;

/** An exhibit of the hearing, with the address of its file (media ticket inside). */
export const exhibit = z
  .object({
    ...paper,
    /** The hall that sent it; null when it was handed in here. */
    peerId: peerId.nullable(),
    /** The participant who handed it in from a page. */
    from: z.object({ participantId, name: z.string() }).readonly().nullable(),
    stage: z.enum(exhibitStages),
    /** P6: it came in a closed session, and leaves this hall and reaches its public never. */
    isClosed: z.boolean(),
    url: z.string(),
  })
  .readonly();
/** What a page is told of the exhibit that everybody sees; its bytes it fetches with its token. */
export const exhibitOnPage = z.object({ ...paper, page: exhibitPage }).readonly();
/** A document of the participant's own, as the page shows it. */
export const handedIn = z.object({ exhibitId, name: exhibitName, stage: z.enum(exhibitStages) }).readonly();

export type ExhibitListed = z.output<typeof exhibit>;

export const exhibitShown = z
  .object({
    ...paper,
    page: exhibitPage,
    /** The hall whose secretary shows it; null for this one. */
    peerId: peerId.nullable(),
    /** P6: false for one that is shown to the bench alone. */
    isForPublic: z.boolean(),
    url: z.string(),
  })
  .readonly();
export type ExhibitShown = z.output<typeof exhibitShown>;

export const exhibitTransfer = z
  .object({
    paper: z.object(paper).readonly(),
    peerId,
    way: z.enum(transferWays),
    state: z.enum(transferStates),
    doneBytes: z.number(),
    remainingMs: z.number().nullable(),
    fault: faultPaper.nullable(),
  })
  .readonly();
