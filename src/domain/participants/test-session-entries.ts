import type { ParticipantId, PartyId } from '../ids.ts';
import type { LinkFigures } from '../peers/link-figures.ts';
import type { VoiceFigures } from '../peers/voice-figures.ts';
import type { PlaceCheck } from './place-check.ts';

/** A participant or a paired hall that is to come to a test session, under the name that it had then. */
export type TestGuest = Readonly<{ partyId: PartyId; name: string }>;

type Of = Readonly<{ no: number; partyId: PartyId }>;

/**
 * P15.5: what a hearing's journal says of its test sessions, in which the specialist tries the link with everybody and
 * nothing is recorded. `no`: 1, 2, 3 … within the hearing.
 */
export type TestSessionBodies = Readonly<{
  /** Also when it is moved to another time or other people, until it has begun. */
  'test-session.planned': { no: number; plannedAtMs: number; specialist: string; invited: readonly TestGuest[] };
  'test-session.begun': { no: number };
  'test-session.came': Of;
  'test-session.left': Of;
  'test-session.checked': { no: number; partyId: ParticipantId; check: PlaceCheck };
  /** What passed over the support line in a minute or less; evidence that it carried. `voice`: how the guest's voice arrived, where they spoke. */
  'test-session.spoken': Of & Readonly<{ figures: LinkFigures; voice?: VoiceFigures | undefined }>;
  /** The specialist's word; the newest counts. */
  'test-session.noted': Of & Readonly<{ isGood: boolean; text: string }>;
  'test-session.ended': { no: number };
}>;
