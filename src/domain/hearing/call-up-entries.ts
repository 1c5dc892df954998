import type { FaultKey } from '../faults.ts';
import type { HallPeerId, ParticipantId, PartyId } from '../ids.ts';
import type { AtUs } from '../record/timeline.ts';

/** A paired hall that takes part in a hearing, under the name that it had when it was chosen. */
export type Site = Readonly<{ peerId: HallPeerId; court: string; hall: string }>;

/** Why nobody is called any more; words under `callUp.ends.<end>`. */
export const callUpEnds = ['done', 'asked', 'time-over', 'forbidden'] as const;
export type CallUpEnd = (typeof callUpEnds)[number];

/** P16.3: what a hearing's journal says of the halls and people that are called to it. `atUs` is 0 before the hearing opens. */
export type CallUpBodies = Readonly<{
  /** Which paired halls belong to the hearing; the newest counts. */
  'sites.chosen': { sites: readonly Site[] };
  'call-up.begun': { atUs: AtUs; sites: readonly HallPeerId[]; participants: readonly ParticipantId[] };
  'call-up.again': { atUs: AtUs; partyId: PartyId };
  /** This hall could not be called, or did not come; `code` is what people read out. */
  'call-up.refused': { atUs: AtUs; peerId: HallPeerId; key: FaultKey; code: string };
  'call-up.ended': { atUs: AtUs; end: CallUpEnd; onLine: number; all: number };
}>;
