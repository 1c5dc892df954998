import type { Proceedings } from '#domain/hearing/card.ts';
import ruleBook from '../../../resources/rule-book.json';

/** What a key without a template sets; its words are `marks.plain`. */
export const plainMark = 'plain';

/** The marks that are offered for a kind of proceedings (L1, L4), words under `marks.<template>`. */
export function markTemplates(proceedings: Proceedings): readonly string[] {
  return ruleBook.markTemplates[proceedings];
}
