/** L1: the kind of proceedings drives templates, deadlines and copies. Civil, administrative-procedure, criminal, administrative-offence. */
export const proceedings = ['civil', 'administrative', 'criminal', 'offence'] as const;
export type Proceedings = (typeof proceedings)[number];

/** A role in the case; words for it live in the locales under `roles.<role>`. */
export const partyRoles = [
  'claimant',
  'defendant',
  'third-party',
  'representative',
  'prosecutor',
  'accused',
  'victim',
  'defence-counsel',
  'witness',
  'expert',
  'specialist',
  'interpreter',
  'other',
] as const;
export type PartyRole = (typeof partyRoles)[number];

export type Party = Readonly<{ role: PartyRole; name: string }>;

/** What is known of a hearing before it opens. */
export type HearingCard = Readonly<{
  caseNumber: string;
  proceedings: Proceedings;
  judge: string;
  secretary: string;
  parties: readonly Party[];
  /** Planned start, Unix ms UTC. */
  plannedAtMs: number;
}>;
