import { expect, test } from 'vitest';
import type { HallState } from '#contract/papers.ts';
import type { ExhibitId, HallPeerId } from '#domain/ids.ts';
import { transferWords } from '../../../../../renderer/console/hearing/exhibit-words.ts';
import { leftWords, sizeWords } from '../../../../../renderer/ui/size-words.ts';
import { phrase } from '../../../../../renderer/ui/words.tsx';

const words = {
  language: 'en',
  t: (key: string, args = {}) => phrase('en', key, args),
  tt: (key: string, args = {}) => phrase('en', key, args),
} as const;
type Transfer = NonNullable<HallState['transfer']>;
const transfer: Transfer = {
  paper: {
    exhibitId: '6f1c6a4e-9a53-4c55-8d2f-0d4c0f8c7b11' as ExhibitId,
    name: 'Plan.pdf',
    format: 'pdf',
    lengthBytes: 1000,
    sha256: '',
  },
  peerId: 'a'.repeat(64) as HallPeerId,
  way: 'out',
  state: 'going',
  doneBytes: 999,
  remainingMs: 61_200,
  fault: null,
};

test('an exhibit on its way is told in one sentence, and is never all there before it is', () => {
  expect(transferWords(transfer, words)).toBe('Plan.pdf: 99 % sent, 62 s left');
  expect(transferWords({ ...transfer, remainingMs: null }, words)).toBe('Plan.pdf: 99 % sent');
  expect(transferWords({ ...transfer, state: 'waiting' }, words)).toBe('Plan.pdf: waiting for the hall…');
  expect(transferWords({ ...transfer, paper: { ...transfer.paper, name: '' }, state: 'failed' }, words)).toBe(
    'Document without a name: not sent',
  );
});

test('what is left is told in minutes from two on, and never as nothing', () => {
  expect(leftWords(119_000, words)).toBe('119 s');
  expect(leftWords(120_001, words)).toBe('3 min');
  expect(leftWords(0, words)).toBe('1 s');
});

test('the smallest document is not of no size', () => {
  expect(sizeWords(10, words)).toBe('0.1 MB');
  expect(sizeWords(52_428_800, words)).toBe('50 MB');
});
