import { expect, test } from 'vitest';
import { cardPage } from '../../../src/shell/card-page.ts';

test('the cover card shows its words as words and may run nothing', () => {
  expect(cardPage(['<b>&"'])).toContain('<p>&lt;b&gt;&amp;&quot;</p>');
  expect(cardPage(['a'])).toContain("default-src 'none'");
});
