import { expect, test } from 'vitest';
import type { ParticipantId } from '#domain/ids.ts';
import type { ParticipantBodies } from '#domain/participants/participant-entries.ts';
import {
  askedAnew,
  foldParticipants,
  isInHearing,
  refuseAct,
  sentOut,
  type ParticipantEntry,
  type ParticipantKind,
  type ParticipantSeen,
} from '#domain/participants/participant.ts';

const participantId = 'p1' as ParticipantId;
const of = { participantId, atUs: 0 };
function entry<Kind extends ParticipantKind>(kind: Kind, body: ParticipantBodies[Kind]): ParticipantEntry {
  const chain = { n: 1, wallMs: 7, author: { role: 'system', name: '' }, prev: '', hash: '' };
  return { kind, body, ...chain } as unknown as ParticipantEntry;
}
const invited = entry('participant.invited', { participantId, name: 'W', role: 'witness' });
const knocked = entry('participant.joined', { ...of, how: 'word', language: 'kk' });
const admitted = entry('participant.admitted', of);
const known = entry('participant.identified', { ...of, isConfirmed: true, byOralOrder: false });
function after(...entries: readonly ParticipantEntry[]): ParticipantSeen {
  return entries.reduce<readonly ParticipantSeen[]>(foldParticipants, [])[0]!;
}

test('a participant is invited, waits, is admitted and known, and leaves', () => {
  expect(after(invited).stage).toBe('invited');
  expect(after(invited, knocked)).toMatchObject({ stage: 'waiting', language: 'kk' });
  expect(after(invited, knocked, admitted)).toMatchObject({ stage: 'admitted', identity: null });
  expect(after(invited, knocked, admitted, known)).toMatchObject({
    stage: 'identified',
    identity: { isConfirmed: true, byOralOrder: false },
  });
  expect(after(invited, knocked, admitted, known, entry('participant.left', { ...of, how: 'asked' })).stage).toBe(
    'left',
  );
});

test('a cut takes nothing from whoever comes back by the same page, and everything from whoever says the word anew', () => {
  const lost = entry('participant.left', { ...of, how: 'lost' });
  const back = entry('participant.joined', { ...of, how: 'return', language: 'ru' });
  expect(after(invited, knocked, admitted, known, lost, back)).toMatchObject({ stage: 'identified', language: 'ru' });
  expect(after(invited, knocked, admitted, known, lost, knocked)).toMatchObject({ stage: 'waiting', identity: null });
  const left = entry('participant.left', { ...of, how: 'asked' });
  expect(after(invited, knocked, admitted, left, back).stage).toBe('waiting');
});

test('an invitation made anew brings a withdrawn participant back to the beginning, and nobody twice', () => {
  const withdrawn = entry('participant.withdrawn', { participantId });
  expect(after(invited, knocked, withdrawn).stage).toBe('withdrawn');
  expect(after(invited, knocked, withdrawn, invited).stage).toBe('invited');
  expect([invited, invited].reduce<readonly ParticipantSeen[]>(foldParticipants, [])).toHaveLength(1);
});

test('P28-1: a direction to all reaches only those who are in the hearing', () => {
  const direction = entry('participant.directed', { participantId: null, atUs: 0, text: 'Stand up' });
  expect(after(invited, knocked, direction).directions).toEqual([]);
  expect(after(invited, knocked, admitted, direction).directions).toEqual([{ text: 'Stand up', wallMs: 7 }]);
  const many = Array.from({ length: 9 }, () => direction);
  expect(after(invited, knocked, admitted, ...many).directions).toHaveLength(5);
});

test('P36: page and hall say it each for itself', () => {
  const page = entry('participant.confirmed', { ...of, right: 'hears', isGood: false, by: 'page' });
  const hall = entry('participant.confirmed', { ...of, right: 'hears', isGood: true, by: 'hall' });
  expect(after(invited, knocked, admitted, page, hall).rights.hears).toEqual({ page: false, hall: true });
  expect(after(invited, knocked, admitted, page, hall).rights.sees).toEqual({ page: null, hall: null });
});

test('P29: after a break it is asked anew', () => {
  const answered = after(invited, knocked, admitted, entry('participant.under-16', { ...of, isPresent: false }));
  expect(answered.isUnder16Present).toBe(false);
  expect(askedAnew([answered])[0]!.isUnder16Present).toBeNull();
});

test('P6: whoever was in the hearing waits, whoever was not stays where he was', () => {
  const inside = after(invited, knocked, admitted, known);
  expect(sentOut([inside])[0]).toMatchObject({ stage: 'waiting', identity: null });
  expect(sentOut([after(invited)])[0]!.stage).toBe('invited');
  expect(isInHearing(sentOut([inside])[0]!)).toBe(false);
});

test('only who waits on the line is admitted; only who is in the hearing is known, muted or sent out', () => {
  const waiting = after(invited, knocked);
  expect(refuseAct('admit', waiting, true)).toBeNull();
  expect(refuseAct('admit', waiting, false)).toMatchObject({ key: 'participant.not-here' });
  expect(refuseAct('admit', after(invited), true)).toMatchObject({ key: 'participant.wrong-stage' });
  for (const act of ['identify', 'mute', 'remove'] as const) {
    expect(refuseAct(act, waiting, true)).toMatchObject({ key: 'participant.wrong-stage' });
    expect(refuseAct(act, after(invited, knocked, admitted), false)).toBeNull();
  }
});

test('a refusal at the door changes nobody', () => {
  const refused = { ...of, key: 'participant.word-wrong', code: 'PAR-103', why: 'knock', times: 1 } as const;
  expect(after(invited, entry('participant.refused', refused))).toEqual(after(invited));
  expect(foldParticipants([], entry('participant.refused', { ...refused, participantId: null }))).toEqual([]);
});
