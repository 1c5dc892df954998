import { expect, test } from 'vitest';
import type { ParticipantId } from '#domain/ids.ts';
import type { ExhibitStage } from '#domain/exhibits/exhibit.ts';
import { pageDocumentRules, refuseDocument } from '#domain/participants/page-document.ts';

const [one, other] = ['one' as ParticipantId, 'other' as ParticipantId];
const papers = (count: number, stage: ExhibitStage, participantId = one) =>
  Array.from({ length: count }, () => ({ from: { participantId, name: 'A' }, stage }));
const { mostBytes, mostWaiting, mostInHearing } = pageDocumentRules;

test('a document is taken up to its size, and refused beyond it', () => {
  expect(refuseDocument([], one, mostBytes)).toBeNull();
  expect(refuseDocument([], one, mostBytes + 1)).toMatchObject({ key: 'exhibit.too-large', args: { mostMb: 25 } });
});

test('so many may wait for the judge, and so many come in one hearing, of one participant', () => {
  expect(refuseDocument(papers(mostWaiting, 'waiting'), one, 1)?.key).toBe('participant.documents-waiting');
  expect(refuseDocument(papers(mostWaiting, 'refused'), one, 1)).toBeNull();
  expect(refuseDocument(papers(mostInHearing, 'taken'), one, 1)?.key).toBe('participant.documents-many');
  expect(refuseDocument(papers(mostInHearing, 'waiting', other), one, 1)).toBeNull();
});
