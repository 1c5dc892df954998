import { baseOf } from '#domain/check/drift-rules.ts';

/** A figure by its words where it has some, else as it is named in the report; one of several ways with whose it is. */
export function figureName(figure: string, tt: (key: string) => string): string {
  const base = baseOf(figure);
  const words = tt(`reports.figures.${base}`);
  const whose = figure === base ? '' : ` (${figure.slice(base.length + 1)})`;
  return (words.startsWith('reports.') ? base : words) + whose;
}
