import { z } from 'zod';
import {
  placeIdPattern,
  type HearingId,
  type MarkId,
  type PersonId,
  type ReportId,
  type SeatId,
  type TrackId,
} from '#domain/ids.ts';

/* What papers of every kind are made of: whose they are, when, and words. */

export const hearingId = z.uuid().transform((text) => text as HearingId);
export const markId = z.uuid().transform((text) => text as MarkId);
export const seatId = z
  .string()
  .regex(placeIdPattern)
  .transform((text) => text as SeatId);
export const trackId = z
  .string()
  .regex(placeIdPattern)
  .transform((text) => text as TrackId);
export const personId = z.uuid().transform((text) => text as PersonId);
export const reportId = z.uuid().transform((text) => text as ReportId);
export const atUs = z.int();
export const line = z.string().trim().max(300);
export const longText = z.string().trim().max(4000);
