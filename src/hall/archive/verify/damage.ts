import type { TrackId } from '#domain/ids.ts';
import type { ChainFinding } from '#domain/journal/check-chain.ts';
import type { Place } from './diagnose.ts';

/** As `damage` of the contract: a place in the record that is not as it was written. */
export type Damage = Readonly<{
  what: ChainFinding['what'] | Place['what'] | 'missing-file';
  file: string;
  trackId: TrackId | null;
  epoch: number | null;
  segment: number | null;
  entry: number | null;
  firstSeq: number | null;
  lastSeq: number | null;
  fromByte: number | null;
  toByte: number | null;
  fromUs: number | null;
  toUs: number | null;
}>;

/** A damage that is of no track, segment or entry. */
export const nowhere = {
  trackId: null,
  epoch: null,
  segment: null,
  entry: null,
  firstSeq: null,
  lastSeq: null,
  fromByte: null,
  toByte: null,
  fromUs: null,
  toUs: null,
} as const;
