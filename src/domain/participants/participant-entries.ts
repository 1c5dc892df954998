import type { ExhibitPaper } from '../exhibits/exhibit.ts';
import type { FaultKey } from '../faults.ts';
import type { ParticipantId } from '../ids.ts';
import type { AtUs } from '../record/timeline.ts';
import type { PageMeasured } from './page-line.ts';
import type { SoundChannel } from './interpretation.ts';

/** What a person does in the hearing from afar; words under `participants.roles.<role>`. */
export const participantRoles = [
  'party',
  'witness',
  'expert',
  'lawyer',
  'interpreter',
  'official',
  'specialist',
] as const;
export type ParticipantRole = (typeof participantRoles)[number];

/** P11, P29: why somebody is not let in or is sent out; words under `participants.reasons.<reason>`. */
export const sendingReasons = ['later', 'substitute', 'under-16', 'identity', 'order'] as const;
export type SendingReason = (typeof sendingReasons)[number];

/** P36: what each must be able to do; words under `participants.rights.<right>`. */
export const participantRights = ['hears', 'sees', 'asks', 'answers'] as const;
export type ParticipantRight = (typeof participantRights)[number];

/** P26: whether powers were shown; words under `attendance.powers.<powers>`. */
export const powersShown = ['checked', 'missing', 'not-needed'] as const;

/** P26: one person at the assisting institution, as its official tells the court. */
export type Attendance = Readonly<{
  name: string;
  isPresent: boolean;
  /** The paper by which the person is known; empty where it was not shown. */
  document: string;
  powers: (typeof powersShown)[number];
  canTakePart: boolean;
  note: string;
}>;

export const pageLanguages = ['kk', 'ru', 'en'] as const;
export type PageLanguage = (typeof pageLanguages)[number];

type Of = Readonly<{ participantId: ParticipantId; atUs: AtUs }>;

/** What a hearing's journal says of those who take part from pages of their own. `atUs` is 0 before the hearing opens. */
export type ParticipantBodies = Readonly<{
  /** Also when the link and the code word are made anew. Neither of them stands here. */
  'participant.invited': { participantId: ParticipantId; name: string; role: ParticipantRole };
  'participant.withdrawn': { participantId: ParticipantId };
  /** `word`: by link and code word, so that everything is decided anew; `return`: the same page after a cut. */
  'participant.joined': Of & Readonly<{ how: 'word' | 'return'; language: PageLanguage }>;
  'participant.left': Of & Readonly<{ how: 'asked' | 'lost' }>;
  'participant.admitted': Of;
  'participant.turned-away': Of & Readonly<{ reason: SendingReason }>;
  'participant.removed': Of & Readonly<{ reason: SendingReason }>;
  /** P9: the presiding judge compared photo and live picture. `byOralOrder`: the secretary wrote it down. */
  'participant.identified': Of & Readonly<{ isConfirmed: boolean; byOralOrder: boolean }>;
  'participant.muted': Of & Readonly<{ isMuted: boolean }>;
  /** P28-1: a direction of the presiding judge, to one or (null) to all who are in the hearing. */
  'participant.directed': Readonly<{ participantId: ParticipantId | null; atUs: AtUs; text: string }>;
  /** P9: the photograph of the motion, added by the secretary; its file lies with the exhibits of the hearing, and the newest counts. */
  'participant.photo-added': ExhibitPaper & Readonly<{ participantId: ParticipantId }>;
  /** P37, P38: what the line of the page carried; `measured` null where the try broke off. Evidence, whatever the verdict. */
  'participant.measured': Of & Readonly<{ attempt: number; measured: PageMeasured | null }>;
  'participant.hand': Of & Readonly<{ isRaised: boolean }>;
  /** P14; `telephone`: the secretary wrote it down. */
  'participant.problem': Of & Readonly<{ text: string; by: 'page' | 'telephone' }>;
  /** P29: the answer to "is anyone under 16 in the room?". */
  'participant.under-16': Of & Readonly<{ isPresent: boolean }>;
  /** L9: whom this participant hears while an interpreter speaks. */
  'participant.channel': Of & Readonly<{ channel: SoundChannel }>;
  /** P26: who has come to the institution, by its official; the newest report counts. */
  'participant.attendance': Of & Readonly<{ people: readonly Attendance[] }>;
  /** P36: one side says whether it goes well, from the page or from the hall. */
  'participant.confirmed': Of & Readonly<{ right: ParticipantRight; isGood: boolean; by: 'page' | 'hall' }>;
  /**
   * Somebody at the participants' door was turned away; `participantId` where it was by a known link. Once at first, then at
   * most once a minute with how often it was.
   */
  'participant.refused': Readonly<{
    participantId: ParticipantId | null;
    atUs: AtUs;
    key: FaultKey;
    code: string;
    why: string;
    times: number;
  }>;
}>;
