import { describe, expect, test } from 'vitest';
import { faultCatalogue } from '#domain/faults.ts';
import { faultPage, faultPageFile } from './fault-page.ts';
import { read } from './house-tree.ts';

describe('the fault catalogue', () => {
  const kinds = Object.entries(faultCatalogue);

  test('gives no code to two faults', () => {
    const codes = kinds.map(([, kind]) => kind.code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  test('writes codes as three letters and three digits', () => {
    expect(kinds.filter(([, kind]) => !/^[A-Z]{3}-[1239]\d\d$/.test(kind.code))).toEqual([]);
  });

  test('lets 1xx be refusals and nothing else', () => {
    const wrong = kinds.filter(([, kind]) => /-1/.test(kind.code) !== (kind.level === 'refusal'));
    expect(wrong.map(([key]) => key)).toEqual([]);
  });

  test('is printed in docs/faults.md as it is (npm run faults)', () => {
    expect(read(faultPageFile)).toBe(faultPage());
  });
});
