import { invariant } from '../outcome.ts';
import type { Blank, Block, PaperLanguage, SignaturePlace, Span } from './paper.ts';

type PlaceTemplate = Readonly<{ text: string; caption: string }>;
/** A block as a template says it: its text holds `{name}` where a blank is. A `person` is repeated for each person. */
export type BlockTemplate =
  | Readonly<{ kind: 'mark' | 'reference' | 'heading' | 'caption' | 'addressee' | 'line' | 'person'; text: string }>
  | Readonly<{ kind: 'signature'; text: string; places: readonly PlaceTemplate[] }>;

/** The words of one paper in one language, from resources/documents. */
export type PaperTemplate = Readonly<{
  language: PaperLanguage;
  blocks: readonly BlockTemplate[];
}>;

/** What goes into the blanks by name, and for each person the values of the blanks of its line. */
export type BlankValues = Readonly<{
  values: Readonly<Record<string, string>>;
  persons: readonly Readonly<Record<string, string>>[];
}>;

/** The blocks of a paper with its blanks filled. Throws on a blank that nobody knows: templates ship with the program. */
export function fillTemplate(template: PaperTemplate, { values, persons }: BlankValues): readonly Block[] {
  const blank = (name: string, from: Readonly<Record<string, string>>, suffix: string): Blank => {
    const value = from[name];
    invariant(value !== undefined, `no blank of the paper is called ${name}`);
    return { kind: 'blank', name: `${name}${suffix}`, value };
  };
  const spans = (text: string, from = values, suffix = ''): readonly Span[] =>
    text
      .split(/(\{\w+\})/)
      .filter((part) => part !== '')
      .map((part) => (/^\{\w+\}$/.test(part) ? blank(part.slice(1, -1), from, suffix) : { kind: 'words', text: part }));
  const place = ({ text, caption }: PlaceTemplate): SignaturePlace => ({
    blank: text === '' ? null : blank(text.slice(1, -1), values, ''),
    caption,
  });
  return template.blocks.flatMap((block): readonly Block[] => {
    switch (block.kind) {
      case 'mark':
      case 'reference':
      case 'heading':
      case 'caption':
        return [{ kind: block.kind, text: block.text }];
      case 'addressee':
      case 'line':
        return [{ kind: block.kind, spans: spans(block.text) }];
      case 'person':
        return persons.map((person, index) => ({
          kind: 'person',
          spans: spans(block.text, person, String(index + 1)),
        }));
      case 'signature':
        return [{ kind: 'signature', office: block.text, places: block.places.map(place) }];
    }
  });
}
