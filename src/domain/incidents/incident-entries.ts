import type { CheckItem } from '../check/check-item.ts';
import type { ActDraft } from '../documents/act-draft.ts';
import type { PaperLanguage } from '../documents/paper.ts';
import type { Fault } from '../faults.ts';
import type { HallPeerId, IncidentId } from '../ids.ts';
import type { AtUs } from '../record/timeline.ts';
import type { SeatPlace } from '../seats.ts';

/** Whose hall this is in the hearing: the court that hears the case, or the one that provides the videoconference. Words under `incidents.sides.<side>`. */
export const courtSides = ['hearing', 'assisting'] as const;
export type CourtSide = (typeof courtSides)[number];

/** Who may be told of an incident; words under `incidents.to.<addressee>`. */
export const addressees = ['organiser', 'specialist', 'judge', 'other-court'] as const;
export type Addressee = (typeof addressees)[number];

/** How somebody was told; `screen`: the person took it up in the inbox of this hall. Words under `incidents.ways.<way>`. */
export const tellingWays = ['screen', 'link', 'telephone', 'in-person', 'e-mail'] as const;
export type TellingWay = (typeof tellingWays)[number];

/** P25: what the court makes of it. Words under `incidents.choices.<choice>`. */
export const courtChoices = ['continue', 'adjourn'] as const;
export type CourtChoice = (typeof courtChoices)[number];

/** What is out of order as people call it: a name of its own, else the word for its place; both missing for what a hall has once. */
export type BrokenThing = Readonly<{ name: string; place: SeatPlace | null }>;

/** What an incident of this hall was born of. `code`: what people read out over the telephone; `peerId`: the hall that is missing on the line. */
export type OwnCause =
  | Readonly<{ source: 'check'; item: CheckItem }>
  | Readonly<{ source: 'alarm'; fault: Fault; code: string; peerId: HallPeerId | null }>
  | Readonly<{ source: 'person'; text: string }>;

/** Another court may tell of an incident of its own. */
export type IncidentCause =
  | OwnCause
  | Readonly<{
      source: 'other-court';
      peerId: HallPeerId;
      court: string;
      hall: string;
      cause: OwnCause;
    }>;

/** P17–P19, P23–P25: what a journal says of technical faults, one incident each. `atUs` is 0 before the hearing opens. */
export type IncidentBodies = Readonly<{
  /** P17, P23: which of the two courts this hall belongs to, and with it who is to be told. The newest counts; `hearing` without one. */
  'incident.side-chosen': { side: CourtSide };
  /** `sinceMs`: since when it is so, by the clock of this hall; Unix ms. */
  'incident.opened': {
    atUs: AtUs;
    incidentId: IncidentId;
    side: CourtSide;
    cause: IncidentCause;
    thing: BrokenThing;
    sinceMs: number;
  };
  /** P14, P17, P23: this person was told, and how; `peerId`: the paired hall that has it, told over the link. */
  'incident.told': {
    atUs: AtUs;
    incidentId: IncidentId;
    to: Addressee;
    name: string;
    way: TellingWay;
    peerId?: HallPeerId | undefined;
  };
  /** P24: until when the specialist expects to have restored it, Unix ms; `said`: who named the time. */
  'incident.estimated': { atUs: AtUs; incidentId: IncidentId; restoreByMs: number; said: string };
  /** A person says that it works again. What the hall measures by itself stands in entries of its own. */
  'incident.restored': { atUs: AtUs; incidentId: IncidentId; note: string };
  /** P18: it could not be put right. */
  'incident.not-restored': { atUs: AtUs; incidentId: IncidentId; note: string };
  /** P18, P25: what the court that hears the case decided. */
  'incident.decided': { atUs: AtUs; incidentId: IncidentId; choice: CourtChoice; byOralOrder: boolean };
  /** P18: what the act says beyond what was measured; the newest counts. */
  'act.drafted': { draft: ActDraft };
  /** Files that were made of the act; missing blanks by name. */
  'act.made': {
    language: PaperLanguage;
    files: readonly Readonly<{ fileName: string; sha256: string }>[];
    missing: readonly string[];
  };
}>;
