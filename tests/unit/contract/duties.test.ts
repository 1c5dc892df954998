import { describe, expect, test } from 'vitest';
import { dutiesFor } from '#contract/duties.ts';
import { hallCalls, type Verb } from '#contract/hall.ts';

describe('whose duty a verb is', () => {
  test('the judge breaks, resumes, closes the session, decides who a participant is, what is taken of one and whether the court goes on with a fault, marks and looks from the bench without a PIN, and does nothing else there', () => {
    const free = (Object.keys(hallCalls) as Verb[]).filter(
      (verb) => hallCalls[verb].who.some((role) => role === 'bench') && dutiesFor(verb, 'bench') === null,
    );
    expect(free.sort()).toEqual([
      'exhibit.decide',
      'hearing.pause',
      'hearing.resume',
      'incident.decide',
      'mark.set',
      'participant.identify',
      'people.list',
      'person.sign-in',
      'person.sign-out',
      'picture.open',
      'preview.closed',
      'read-back.prepare',
      'session.close',
      'session.reopen',
      'state.get',
    ]);
  });

  test('the recorder and the shell are never asked for a PIN', () => {
    for (const verb of Object.keys(hallCalls) as Verb[])
      for (const role of ['recorder', 'shell'] as const) expect(dutiesFor(verb, role)).toBeNull();
  });

  test('what takes the hall apart to look inside is the specialist’s, and what a window sees it tells without anybody', () => {
    for (const verb of ['devices.list', 'check.item', 'logs.bundle'] as const)
      expect(dutiesFor(verb, 'console')).toEqual(['specialist', 'administrator']);
    expect(dutiesFor('devices.report', 'console')).toBeNull();
  });

  test('a new verb needs somebody signed in until it says otherwise', () => {
    expect(dutiesFor('hearings.list', 'console')).toBe('any');
    expect(dutiesFor('record.export', 'console')).toEqual(['secretary']);
    expect(dutiesFor('people.change', 'console')).toEqual(['administrator']);
  });
});
