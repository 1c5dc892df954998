import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { actPhrases, type ActWords } from '#domain/documents/act.ts';
import { paperLanguages, type PaperLanguage } from '#domain/documents/paper.ts';
import { words } from '../plumbing/index.ts';
import { blockTemplate } from './request-words.ts';

const text = z.string().min(1);
const actFile = z.object({
  language: z.enum(paperLanguages),
  mark: text,
  before: z.array(blockTemplate).min(1),
  after: z.array(blockTemplate).min(1),
  phrases: z.record(z.enum(actPhrases), text),
  figures: z.record(z.string(), text.includes('{value}')),
});

/** The words of the act in one language. Throws when they are not whole: they ship with the program. */
export function readActWords(resourcesFolder: string, language: PaperLanguage): ActWords {
  const file = path.join(resourcesFolder, 'documents', `act.${language}.json`);
  return { ...actFile.parse(JSON.parse(readFileSync(file, 'utf8'))), say: words(language) };
}
