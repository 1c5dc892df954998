import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { appendixOne, emptyRequest, type RequestDraft } from '#domain/documents/appendix-one.ts';
import { blanksOf, paperLanguages, titleOf, type Paper } from '#domain/documents/paper.ts';
import type { HearingCard } from '#domain/hearing/card.ts';
import { readRequestWords } from '../../../../src/hall/documents/request-words.ts';
import { paperCard, paperCourt, paperDraft } from '../../../fixtures/paper-case.ts';
import { labelsLackingIn, labelsOfTheRules, wordsInOrder } from '../../../stage/paper-files.ts';

const resources = path.join(import.meta.dirname, '..', '..', '..', '..', 'resources');
/** Every blank of Appendix 1 that is not signed by hand, one person asked for (A1). */
const blanksOfTheRules = [
  ...['addressee', 'address', 'court', 'subject', 'caseNumber', 'action', 'status1', 'fullName1', 'base', 'plannedAt'],
  ...['secretary', 'secretaryContacts', 'organiser', 'organiserContacts', 'presidentCourt', 'president'],
];
const onlyWitness = { ...paperCard, parties: paperCard.parties.slice(0, 1) };

describe.each(paperLanguages)('the request of Appendix 1 in %s', (language) => {
  const words = readRequestWords(resources, language);
  const make = (card: HearingCard, draft: RequestDraft, court = paperCourt): Paper =>
    appendixOne({ card, court, draft }, words);
  const valueOf = (paper: Paper, name: string): string | undefined =>
    blanksOf(paper.blocks).find((blank) => blank.name === name)?.value;

  test('has every blank of the Rules and no other', () => {
    const names = blanksOf(make(onlyWitness, paperDraft).blocks).map(({ name }) => name);
    expect(names.toSorted()).toEqual(blanksOfTheRules.toSorted());
    expect(new Set(names).size).toBe(names.length);
  });

  test('has a place for the signature of the president of the considering court', () => {
    const places = make(paperCard, paperDraft).blocks.flatMap((block) =>
      block.kind === 'signature' ? block.places.map(({ blank }) => blank?.name ?? 'by hand') : [],
    );
    expect(places).toEqual(['presidentCourt', 'by hand', 'president']);
  });

  test('is whole when everything is known', () => {
    expect(make(paperCard, paperDraft).missing).toEqual([]);
  });

  test('names each person who is asked for, with status and full name, and nobody who comes to the hall', () => {
    const paper = make(paperCard, paperDraft);
    const persons = [1, 2, 3].map((n) => [valueOf(paper, `status${n}`), valueOf(paper, `fullName${n}`)]);
    expect(persons).toEqual([
      [words.roles.witness, 'Омарова Гүлнар Тілеуқызы'],
      [words.roles.expert, 'Ким <Виктор> & "Сыновья"'],
      [undefined, undefined],
    ]);
  });

  test('leaves ruled lines where nothing is known and lists them in reading order', () => {
    const paper = make({ ...paperCard, secretary: '', parties: [] }, emptyRequest, '');
    const known = ['subject', 'caseNumber', 'plannedAt'];
    expect(
      blanksOf(paper.blocks)
        .filter(({ value }) => value === '')
        .map(({ name }) => name),
    ).toEqual(paper.missing);
    expect(paper.missing.toSorted()).toEqual(blanksOfTheRules.filter((name) => !known.includes(name)).toSorted());
  });

  test('takes the court and the subject as they are written for the paper, else from the hall and the case', () => {
    const own = make(paperCard, { ...paperDraft, court: 'Court of the paper', subject: 'subject of the paper' });
    expect([valueOf(own, 'court'), valueOf(own, 'presidentCourt'), valueOf(own, 'subject')]).toEqual([
      'Court of the paper',
      'Court of the paper',
      'subject of the paper',
    ]);
    const taken = make(paperCard, paperDraft);
    expect([valueOf(taken, 'court'), valueOf(taken, 'subject')]).toEqual([paperCourt, words.proceedings.civil]);
    expect(valueOf(taken, 'plannedAt')).toBe('25.11.2026, 10:30');
  });

  test('says that it is a draft exactly where the official text is not loaded', () => {
    const marks = make(paperCard, paperDraft).blocks.filter(({ kind }) => kind === 'mark');
    expect(marks).toHaveLength(language === 'kk' ? 1 : 0);
  });
});

test('the Russian request says every word of the Rules, in their order', () => {
  const paper = appendixOne(
    { card: paperCard, court: paperCourt, draft: paperDraft },
    readRequestWords(resources, 'ru'),
  );
  const text = wordsInOrder(paper).join('');
  expect(labelsOfTheRules().length).toBeGreaterThan(25);
  expect(labelsLackingIn(text, labelsOfTheRules())).toEqual([]);
  expect(titleOf(paper)).toContain('Заявка об организации');
  // The comparison itself can fail: a label that went missing is named.
  expect(labelsLackingIn(text.replace('Адрес', ''), labelsOfTheRules())).toEqual(['Адрес']);
});
