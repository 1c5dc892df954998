import { z } from 'zod';
import { checkKinds } from '#domain/check/check-item.ts';
import { checkReasons, type Acceptance, type CheckReport } from '#domain/check/check-report.ts';
import { duties } from '#domain/people.ts';
import { seatPlaces } from '#domain/seats.ts';
import { call } from './call.ts';
import { checkItem, checkVariant } from './check-papers.ts';
import { hearingId, line, reportId } from './values.ts';
import { peerId } from './peers.ts';
import { madePaper, paper, paperLanguage } from './request.ts';

/* Reports of checks: how they lie in files and go to another hall, and what a window asks of them. */

const author = z.object({ role: z.enum([...duties, 'system']), name: z.string().max(300) }).readonly();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const checkReport = z
  .object({
    formatVersion: z.literal(1),
    reportId,
    reason: z.enum(checkReasons),
    variant: checkVariant,
    isPartial: z.boolean(),
    training: z.boolean(),
    court: z.string().max(300),
    hall: z.string().max(300),
    by: author,
    startedAtMs: z.number(),
    durationMs: z.number(),
    hearing: z
      .object({ hearingId, caseNumber: z.string().max(300) })
      .readonly()
      .nullable(),
    names: z.record(
      z.string().max(120),
      z.object({ place: z.enum(seatPlaces).nullable(), name: z.string().max(300) }).readonly(),
    ),
    items: z.array(checkItem).max(400).readonly(),
    passed: z.boolean(),
    prev: sha256,
  })
  .readonly() satisfies z.ZodType<CheckReport>;
export const acceptance = z
  .object({
    formatVersion: z.literal(1),
    reportId,
    name: z.string().min(1).max(300),
    by: author,
    atMs: z.number(),
  })
  .readonly() satisfies z.ZodType<Acceptance>;

const figureAsk = { kind: z.enum(checkKinds), subject: z.string().max(120), figure: z.string().max(60) } as const;
const reportRow = z
  .object({
    ...{ reportId, reason: z.enum(checkReasons), variant: checkVariant, isPartial: z.boolean(), by: author },
    ...{ startedAtMs: z.number(), caseNumber: z.string().nullable(), passed: z.boolean() },
    counts: z.object({ good: z.int(), look: z.int(), bad: z.int() }).readonly(),
    isAccepted: z.boolean(),
  })
  .readonly();
export type ReportRow = z.output<typeof reportRow>;
const acceptedRow = acceptance.unwrap().pick({ reportId: true, name: true, atMs: true }).readonly();
const trend = z
  .object({
    points: z
      .array(z.object({ atMs: z.number(), value: z.number(), verdict: z.enum(['good', 'look', 'bad']) }).readonly())
      .readonly(),
    /** What it was at the acceptance and how far from it is no drift yet; null where it is not compared. */
    accepted: z
      .object({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() })
      .readonly()
      .nullable(),
  })
  .readonly();
export type Trend = z.output<typeof trend>;

/** A report as a window shows it; `signature` is the short form for people. */
export const shownReport = z
  .object({
    report: checkReport,
    signature: z.string(),
    /** Since when each finding stands without a break, by the reports that are kept. */
    since: z
      .array(
        z
          .object({ kind: z.enum(checkKinds), subject: z.string(), finding: z.string(), sinceMs: z.number() })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type ShownReport = z.output<typeof shownReport>;

const whoReads = ['console', 'specialist'] as const;
export const checkReportCalls = {
  /** The newest first. `broken`: files that cannot be read or are not as they were signed, each by name; `missing`: a report before this one is gone. */
  'check-report.list': call(
    z.object({}),
    z.object({
      reports: z.array(reportRow).readonly(),
      acceptances: z.array(acceptedRow).readonly(),
      broken: z
        .array(z.object({ file: z.string(), what: z.enum(['unreadable', 'forged', 'missing']) }).readonly())
        .readonly(),
    }),
    [...whoReads],
    20_000,
  ),
  /** `reportId` null: the newest. */
  'check-report.show': call(z.object({ reportId: reportId.nullable() }), shownReport, [...whoReads], 20_000),
  /** One figure of one thing since then, the oldest first. */
  'check-report.trend': call(z.object({ ...figureAsk, fromMs: z.number() }), trend, [...whoReads], 20_000),
  /** Takes a whole report as the sample of this hall, with the name of who accepted it. */
  'check-report.accept': call(z.object({ reportId, name: line.min(1) }), z.object({}), [...whoReads]),
  /** The one-page report as it will look. Writes nothing. */
  'check-report.preview': call(z.object({ reportId, language: paperLanguage }), z.object({ paper }), [...whoReads]),
  'check-report.make': call(z.object({ reportId, language: paperLanguage }), madePaper, [...whoReads], 30_000),
  /** P22: asks a paired hall for its newest report; null when it has none. What is answered was signed by the key that is pinned here. */
  'check-report.ask': call(z.object({ peerId }), z.object({ report: checkReport.nullable() }), [...whoReads], 10_000),
} as const;
