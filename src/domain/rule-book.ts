import type { Proceedings } from './hearing/card.ts';

/** What the law or the court may re-issue without a new program; `resources/rule-book.json`. */
export type RuleBook = Readonly<{
  /** How long a passed check is good for opening a hearing, minutes. */
  checkValidMin: number;
  /** Length of the test recording, seconds. */
  checkLengthS: number;
  /** P19: a break for technical reasons is recorded unless the court says otherwise. */
  recordTechnicalBreak: boolean;
  recordBreak: boolean;
  /** Keys of the marks that are offered, by kind of proceedings; words under `marks.<template>`. */
  markTemplates: Readonly<Record<Proceedings, readonly string[]>>;
}>;
