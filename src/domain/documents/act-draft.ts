import type { PaperLanguage } from './paper.ts';

/** What the act says beyond what was measured (P18). Empty text where nothing was written. */
export type ActDraft = Readonly<{
  headOfRegistry: string;
  /** Empty: the secretary of the hearing's card. */
  secretary: string;
  /** What happened, one paragraph a line, in place of what the hall has measured; empty: as measured. */
  circumstances: Readonly<Record<PaperLanguage, string>>;
  /** What the court decided (article 198 of the Code of Civil Procedure), as the signers write it. */
  decision: Readonly<Record<PaperLanguage, string>>;
}>;

export const emptyAct: ActDraft = {
  headOfRegistry: '',
  secretary: '',
  circumstances: { ru: '', kk: '' },
  decision: { ru: '', kk: '' },
};
