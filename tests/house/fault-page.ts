import { faultCatalogue } from '#domain/faults.ts';
import { wordsOf } from './house-tree.ts';

export const faultPageFile = 'docs/faults.md';

const levels = {
  refusal: 'Refusals: the rules or the input say no',
  warning: 'Warnings: look at it',
  alarm: 'Alarms: act now',
} as const;

const cell = (text: string | undefined) => (text ?? '').replaceAll('|', '\\|').replaceAll('\n', ' ');

/** `docs/faults.md`: every fault by level, with its code and its words in three languages. */
export function faultPage(): string {
  const [ru, kk, en] = [wordsOf('ru'), wordsOf('kk'), wordsOf('en')];
  const sections = (['refusal', 'warning', 'alarm'] as const).map((level) => {
    const rows = Object.entries(faultCatalogue)
      .filter(([, kind]) => kind.level === level)
      .sort(([, one], [, other]) => one.code.localeCompare(other.code))
      .map(([key, kind]) => {
        const said = [ru, kk, en].map(
          (words) => `${cell(words[`faults.${key}.happened`])} **${cell(words[`faults.${key}.todo`])}**`,
        );
        return `| ${kind.code} | \`${key}\` | ${said.join(' | ')} |`;
      });
    return [`## ${levels[level]}`, '', '| code | key | ru | kk | en |', '|---|---|---|---|---|', ...rows].join('\n');
  });
  const head = [
    '# Faults',
    '',
    'Generated from `src/domain/faults.ts` and `resources/locales` by `npm run faults`; do not edit by hand.',
    'A person reads the code out over the telephone; it is never reused. 1xx the rules or the input refuse,',
    "2xx the world broke, 3xx the record's integrity, 9xx ours. In each language: what happened, then **what to do**.",
  ];
  return `${[head.join('\n'), ...sections].join('\n\n')}\n`;
}
