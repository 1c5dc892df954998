import type { CivilDay } from '../calendar/civil-day.ts';
import type { HearingCard, PartyRole, Proceedings } from '../hearing/card.ts';
import { blanksOf, type Paper } from './paper.ts';
import { fillTemplate, type PaperTemplate } from './template.ts';
import { writtenMoment } from './written-moment.ts';

/** What the request says that the hearing's card does not. Empty text where nothing is known yet. */
export type RequestDraft = Readonly<{
  addressee: string;
  address: string;
  /** As the paper needs it; empty: as the hall is called in its set-up. */
  court: string;
  /** What is in proceedings; empty: the kind of the case's proceedings. */
  subject: string;
  /** The procedural action asked for. */
  action: string;
  /** On the base of which court or institution. */
  base: string;
  secretaryContacts: string;
  organiser: string;
  organiserContacts: string;
  president: string;
  /** The day of the judge's resolution, from which the term runs (P12); empty where it is not known. On no paper. */
  resolvedOn: CivilDay | '';
  /** Names of the card's parties who come to this hall themselves and are not asked for. */
  inHall: readonly string[];
}>;

export const emptyRequest: RequestDraft = {
  addressee: '',
  address: '',
  court: '',
  subject: '',
  action: '',
  base: '',
  secretaryContacts: '',
  organiser: '',
  organiserContacts: '',
  president: '',
  resolvedOn: '',
  inHall: [],
};

/** All that the request of Appendix 1 is made from. */
export type Request = Readonly<{ card: HearingCard; court: string; draft: RequestDraft }>;

/** The words of one language: the paper's own, and those for roles and kinds of proceedings. */
export type RequestWords = Readonly<{
  template: PaperTemplate;
  roles: Readonly<Record<PartyRole, string>>;
  proceedings: Readonly<Record<Proceedings, string>>;
}>;

/**
 * The request for a hearing by technical means of communication: Appendix 1 of the Rules, every blank of it (A1).
 * One line for each person who is asked for; where there is none, one line of ruled blanks.
 */
export function appendixOne({ card, court, draft }: Request, words: RequestWords): Paper {
  const asked = card.parties.filter(({ name }) => !draft.inHall.includes(name));
  const blocks = fillTemplate(words.template, {
    values: {
      addressee: draft.addressee,
      address: draft.address,
      court: draft.court || court,
      subject: draft.subject || words.proceedings[card.proceedings],
      caseNumber: card.caseNumber,
      action: draft.action,
      base: draft.base,
      plannedAt: writtenMoment(card.plannedAtMs),
      secretary: card.secretary,
      secretaryContacts: draft.secretaryContacts,
      organiser: draft.organiser,
      organiserContacts: draft.organiserContacts,
      presidentCourt: draft.court || court,
      president: draft.president,
    },
    persons:
      asked.length === 0
        ? [{ status: '', fullName: '' }]
        : asked.map(({ role, name }) => ({ status: words.roles[role], fullName: name })),
  });
  const missing = blanksOf(blocks)
    .filter(({ value }) => value === '')
    .map(({ name }) => name);
  return { language: words.template.language, blocks, missing };
}
