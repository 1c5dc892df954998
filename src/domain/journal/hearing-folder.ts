import type { HearingId } from '../ids.ts';

const pattern = /^\d{4}-\d{2}-\d{2}_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** `<YYYY-MM-DD>_<uuid>`: the day, in the hall's own time, on which the hearing was entered; docs/record-format.md §1. */
export function hearingFolderName(hearingId: HearingId, enteredAtMs: number): string {
  const day = new Date(enteredAtMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(day.getFullYear())}-${two(day.getMonth() + 1)}-${two(day.getDate())}_${hearingId}`;
}

/** The hearing that a folder's name tells; null for a folder that is no hearing's. */
export function hearingIdOfFolder(name: string): HearingId | null {
  return (pattern.exec(name)?.[1] ?? null) as HearingId | null;
}

/** Where an epoch's chunk log lies in the hearing's folder; its parts, so that each system joins them its own way. */
export function chunkLogParts(trackId: string, epoch: number): readonly [string, string, string] {
  return ['tracks', trackId, `${String(epoch).padStart(4, '0')}.mkv`];
}
