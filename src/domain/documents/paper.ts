/** Words of the paper itself, or a blank of it; a blank with an empty value is drawn as a ruled line. */
export type Span = Readonly<{ kind: 'words'; text: string }> | Blank;
export type Blank = Readonly<{
  kind: 'blank';
  /** Letters and digits only: it names a bookmark of the DOCX. Unique within a paper. */
  name: string;
  value: string;
}>;

/** One of the columns at the foot of a paper: what is written there (nothing where one signs by hand) and what it is. */
export type SignaturePlace = Readonly<{ blank: Blank | null; caption: string }>;

/**
 * A piece of a paper, in reading order. `mark` is a warning across the whole width, `reference` says which appendix
 * this is (top right), `caption` explains the blank above it in small letters.
 */
export type Block =
  | Readonly<{ kind: 'mark' | 'reference' | 'heading' | 'caption'; text: string }>
  | Readonly<{ kind: 'addressee' | 'line' | 'person'; spans: readonly Span[] }>
  | Readonly<{ kind: 'table'; columns: readonly string[]; rows: readonly (readonly string[])[] }>
  | Readonly<{ kind: 'signature'; office: string; places: readonly SignaturePlace[] }>;

export const paperLanguages = ['ru', 'kk'] as const;
export type PaperLanguage = (typeof paperLanguages)[number];

/** A court paper as one value, from which both the DOCX and the printed page are drawn. */
export type Paper = Readonly<{
  language: PaperLanguage;
  blocks: readonly Block[];
  /** Names of the blanks that have no value, in reading order. */
  missing: readonly string[];
}>;

/** All blanks of a paper in reading order. */
export function blanksOf(blocks: readonly Block[]): readonly Blank[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'signature') return block.places.flatMap(({ blank }) => (blank === null ? [] : [blank]));
    return 'spans' in block ? block.spans.filter((span) => span.kind === 'blank') : [];
  });
}

/** What a paper is called: its heading. */
export function titleOf(paper: Paper): string {
  for (const block of paper.blocks) if (block.kind === 'heading') return block.text;
  return '';
}
