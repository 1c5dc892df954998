import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { RequestWords } from '#domain/documents/appendix-one.ts';
import { paperLanguages, type PaperLanguage } from '#domain/documents/paper.ts';
import { partyRoles, proceedings } from '#domain/hearing/card.ts';

const text = z.string().min(1);
const place = z.object({ text: z.string().regex(/^(\{\w+\})?$/), caption: text });
/** A block of a template as it stands in resources/documents. */
export const blockTemplate = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['mark', 'reference', 'heading', 'caption', 'addressee', 'line', 'person']), text }),
  z.object({ kind: z.literal('signature'), text, places: z.array(place).min(1) }),
]);
const appendixWords = z.object({
  language: z.enum(paperLanguages),
  proceedings: z.record(z.enum(proceedings), text),
  blocks: z.array(blockTemplate).min(1),
});

/** The words of Appendix 1 and of the roles in one language. Throws when they are not whole: they ship with the program. */
export function readRequestWords(resourcesFolder: string, language: PaperLanguage): RequestWords {
  const read = (...names: readonly string[]): unknown =>
    JSON.parse(readFileSync(path.join(resourcesFolder, ...names), 'utf8'));
  const own = appendixWords.parse(read('documents', `appendix-1.${language}.json`));
  const locale = z.record(z.string(), z.string()).parse(read('locales', `${language}.json`));
  const roles = Object.fromEntries(partyRoles.map((role) => [role, locale[`roles.${role}`]]));
  return {
    template: own,
    proceedings: own.proceedings,
    roles: z.record(z.enum(partyRoles), text).parse(roles),
  };
}
