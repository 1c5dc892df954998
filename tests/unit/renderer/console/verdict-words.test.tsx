import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { VerdictWords } from '../../../../renderer/console/check/verdict-words.tsx';
import { languages, WordsProvider } from '../../../../renderer/ui/words.tsx';
import { checked } from '../../../fixtures/check-report.ts';

test.each(languages)('two microphones that were swapped are both named in %s', (first) => {
  const item = { ...checked('microphone', 'mic-1', {}, ['swapped']), swappedWith: 'mic-2' };
  const calledOf = (subject: string): string => `<${subject}>`;
  const children = createElement(VerdictWords, { item, calledOf });
  const drawn = renderToStaticMarkup(createElement(WordsProvider, { window: 'console', first, children }));
  for (const name of ['mic-1', 'mic-2']) expect(drawn).toContain(`&lt;${name}&gt;`);
  expect(drawn).not.toMatch(/\{[a-zA-Z]+\}|check\./);
});
