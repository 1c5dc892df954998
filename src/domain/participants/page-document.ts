import type { Exhibit } from '../exhibits/exhibit.ts';
import { fault, type Fault } from '../faults.ts';
import type { ParticipantId } from '../ids.ts';

/** P36: what one participant may hand in from a page: a photographed or scanned paper, and not a whole file of a case. */
export const pageDocumentRules = {
  mostBytes: 25 * 1024 * 1024,
  /** So many may wait for the presiding judge. */
  mostWaiting: 5,
  mostInHearing: 20,
} as const;

/** P9: a photograph of the motion; larger than this no telephone makes one. */
export const mostPhotoBytes = 15 * 1024 * 1024;

/** Refuses `exhibit.too-large`, `participant.documents-waiting`, `participant.documents-many`. */
export function refuseDocument(
  exhibits: readonly Pick<Exhibit, 'from' | 'stage'>[],
  participantId: ParticipantId,
  lengthBytes: number,
): Fault | null {
  const { mostBytes, mostWaiting, mostInHearing } = pageDocumentRules;
  if (lengthBytes > mostBytes) return fault('exhibit.too-large', { mostMb: mostBytes / 1024 / 1024 });
  const own = exhibits.filter(({ from }) => from?.participantId === participantId);
  if (own.length >= mostInHearing) return fault('participant.documents-many', { most: mostInHearing });
  const waiting = own.filter(({ stage }) => stage === 'waiting');
  return waiting.length >= mostWaiting ? fault('participant.documents-waiting', { most: mostWaiting }) : null;
}
