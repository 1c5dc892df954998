import { expect, test } from 'vitest';
import type { ParticipantShown } from '#contract/participants.ts';
import { undecided } from '../../../../renderer/bench/identity-request.tsx';

const one = { participantId: 'p', name: 'W. Sample', role: 'witness' } as unknown as ParticipantShown;
const asks = (stage: ParticipantShown['stage'], identity: ParticipantShown['identity']): boolean =>
  undecided({ participants: [{ ...one, stage, identity }] }) !== undefined;

test('P9: the judge is asked about whoever was let in and is not known', () => {
  expect(asks('admitted', null)).toBe(true);
  expect(asks('waiting', null)).toBe(false);
  expect(asks('invited', null)).toBe(false);
});
test('P9: the judge is asked again about what was only written down of his words, and then no more', () => {
  expect(asks('identified', { isConfirmed: true, byOralOrder: true })).toBe(true);
  expect(asks('admitted', { isConfirmed: false, byOralOrder: true })).toBe(true);
  expect(asks('identified', { isConfirmed: true, byOralOrder: false })).toBe(false);
  expect(asks('admitted', { isConfirmed: false, byOralOrder: false })).toBe(false);
  expect(asks('left', { isConfirmed: true, byOralOrder: true })).toBe(false);
});
