import { z } from 'zod';
import { civilDay, type CivilDay } from '#domain/calendar/civil-day.ts';
import type { RequestDraft } from '#domain/documents/appendix-one.ts';
import { paperLanguages, type Block } from '#domain/documents/paper.ts';
import { faultPaper } from './fault-paper.ts';
import { hearingId, line } from './values.ts';

/* The papers of a request for a hearing by technical means of communication (Appendix 1 of the Rules). */

export const paperLanguage = z.enum(paperLanguages);

const civilDayPaper = z.string().transform((text, context): CivilDay => {
  const found = civilDay(text);
  if (found === null) context.addIssue({ code: 'custom', message: 'no day' });
  return found ?? ('' as CivilDay);
});

export const requestDraft = z
  .object({
    addressee: line,
    address: line,
    court: line,
    subject: line,
    action: line,
    base: line,
    secretaryContacts: line,
    organiser: line,
    organiserContacts: line,
    president: line,
    resolvedOn: z.union([z.literal(''), civilDayPaper]),
    inHall: z.array(line).max(200).readonly(),
  })
  .readonly() satisfies z.ZodType<RequestDraft>;

const blank = z.object({ kind: z.literal('blank'), name: z.string(), value: z.string() }).readonly();
const span = z.union([z.object({ kind: z.literal('words'), text: z.string() }).readonly(), blank]);
const block = z.union([
  z.object({ kind: z.enum(['mark', 'reference', 'heading', 'caption']), text: z.string() }).readonly(),
  z.object({ kind: z.enum(['addressee', 'line', 'person']), spans: z.array(span).readonly() }).readonly(),
  z
    .object({
      kind: z.literal('table'),
      columns: z.array(z.string()).readonly(),
      rows: z.array(z.array(z.string()).readonly()).readonly(),
    })
    .readonly(),
  z
    .object({
      kind: z.literal('signature'),
      office: z.string(),
      places: z.array(z.object({ blank: blank.nullable(), caption: z.string() }).readonly()).readonly(),
    })
    .readonly(),
]) satisfies z.ZodType<Block>;

/** A paper as it will look, and the names of its empty blanks. */
export const paper = z
  .object({ language: paperLanguage, blocks: z.array(block).readonly(), missing: z.array(z.string()).readonly() })
  .readonly();

const madeFile = z.object({ path: z.string(), sha256: z.string() }).readonly();
export const madePaper = z
  .object({
    docx: madeFile,
    /** Null when nobody could print; the DOCX is there all the same. */
    pdf: madeFile.nullable(),
    hindrance: faultPaper.nullable(),
    missing: z.array(z.string()).readonly(),
  })
  .readonly();

/** P12: until when the request is to be sent. `isConfirmed`: the calendar it was counted by was held against an official list. */
const sendBy = z
  .object({ lastDay: civilDayPaper, workingDays: z.int(), isConfirmed: z.boolean(), isOver: z.boolean() })
  .readonly();
export const requestPreview = z.object({ paper, draft: requestDraft, sendBy: sendBy.nullable() }).readonly();

export const requestAsks = {
  draft: z.object({ hearingId, draft: requestDraft }),
  /** `draft` null: the one that was saved, or an empty one. */
  preview: z.object({ hearingId, language: paperLanguage, draft: requestDraft.nullable() }),
  make: z.object({ hearingId, language: paperLanguage }),
} as const;
