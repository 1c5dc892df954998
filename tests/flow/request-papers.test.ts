import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CivilDay } from '#domain/calendar/civil-day.ts';
import { emptyRequest } from '#domain/documents/appendix-one.ts';
import { blanksOf, paperLanguages } from '#domain/documents/paper.ts';
import type { HearingId } from '#domain/ids.ts';
import { renderHtml } from '../../src/hall/documents/render-html.ts';
import { paperCard, paperCourt, paperDraft } from '../fixtures/paper-case.ts';
import {
  convertByOffice,
  labelsLackingIn,
  labelsOfTheRules,
  readDocx,
  readHtml,
  squeezed,
  wordsInOrder,
} from '../stage/paper-files.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { spawnService, type Line, type RunningHall } from './start-service.ts';

const home = mkdtempSync(path.join(tmpdir(), 'tarazy-papers-'));
let service: RunningHall;
let secretary: Line;
let hearingId: HearingId;
const made = new Map<string, string>();

const hasOffice = ((): boolean => {
  try {
    execFileSync('soffice', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

beforeAll(async () => {
  service = spawnService(home);
  secretary = await service.connect('console');
  await secretary.must('hall.set-up', {
    card: {
      court: paperCourt,
      hall: '1',
      seats: [
        {
          id: 'judge',
          kind: 'microphone',
          place: 'judge',
          name: '',
          gated: false,
          device: { path: 'browser', label: 'One', deviceId: '' },
        },
      ],
    },
  });
  ({ hearingId } = await secretary.must('hearing.plan', { card: paperCard }));
});
afterAll(async () => {
  secretary.close();
  await service.stop();
  rmSync(home, { recursive: true, force: true });
});

describe('the request of a planned hearing', () => {
  test('begins with what the card knows and names what is missing', async () => {
    const { paper, draft } = await secretary.must('request.preview', { hearingId, language: 'ru', draft: null });
    expect(draft).toEqual(emptyRequest);
    const value = (name: string): string | undefined =>
      blanksOf(paper.blocks).find((each) => each.name === name)?.value;
    expect([value('court'), value('caseNumber'), value('fullName3'), value('secretary')]).toEqual([
      paperCourt,
      paperCard.caseNumber,
      'Сәрсенов Ержан Қанатұлы',
      paperCard.secretary,
    ]);
    expect(paper.missing).toContain('addressee');
    expect(entriesOf(readJournal(onlyHearingFolder(home)), 'request.drafted')).toEqual([]);
  });

  test('P12: it says until when it is to be sent, by the working days of Kazakhstan, and whether that is over', async () => {
    const sendBy = async (resolvedOn: string): Promise<unknown> => {
      const draft = { ...emptyRequest, resolvedOn: resolvedOn as CivilDay };
      return (await secretary.must('request.preview', { hearingId, language: 'ru', draft })).sendBy;
    };
    expect(await sendBy('')).toBeNull();
    expect(await sendBy('2026-03-19')).toEqual({
      lastDay: '2026-03-27',
      workingDays: 3,
      isConfirmed: true,
      isOver: true,
    });
    expect(await sendBy('2099-12-31')).toMatchObject({ isConfirmed: false, isOver: false });
  });

  test('is shown with words that are not kept yet, and kept on demand, once', async () => {
    const ask = { hearingId, language: 'kk', draft: { ...emptyRequest, action: 'only a try' } } as const;
    const { paper } = await secretary.must('request.preview', ask);
    expect(blanksOf(paper.blocks).find(({ name }) => name === 'action')?.value).toBe('only a try');
    for (let time = 0; time < 2; time += 1)
      expect(await secretary.must('request.draft', { hearingId, draft: paperDraft })).toEqual({ missing: [] });
    expect(entriesOf(readJournal(onlyHearingFolder(home)), 'request.drafted').map(({ body }) => body.draft)).toEqual([
      paperDraft,
    ]);
  });

  test.each(paperLanguages)(
    'is made as DOCX in %s, the same in every field as the page to be printed',
    async (language) => {
      const { paper } = await secretary.must('request.preview', { hearingId, language, draft: null });
      const answer = await secretary.must('request.make', { hearingId, language });
      // Nobody can print here: there is no shell. The DOCX is made all the same, and the hindrance is told.
      expect(answer).toMatchObject({ pdf: null, hindrance: { key: 'document.not-printed' }, missing: [] });
      expect(path.dirname(answer.docx.path)).toBe(path.join(home, 'exports', 'papers'));
      expect(createHash('sha256').update(readFileSync(answer.docx.path)).digest('hex')).toBe(answer.docx.sha256);
      if (process.platform !== 'win32') expect(statSync(answer.docx.path).mode & 0o077).toBe(0);
      const docx = readDocx(answer.docx.path);
      const printed = readHtml(renderHtml(paper));
      expect(docx).toEqual(printed);
      expect(docx.blanks).toMatchObject({ addressee: paperDraft.addressee, fullName2: paperCard.parties[1]!.name });
      made.set(language, answer.docx.path);
      const entry = entriesOf(readJournal(onlyHearingFolder(home)), 'request.made').at(-1);
      expect(entry?.body).toEqual({
        language,
        files: [{ fileName: path.basename(answer.docx.path), sha256: answer.docx.sha256 }],
        missing: [],
      });
    },
  );

  test.skipIf(!hasOffice).each(paperLanguages)(
    'in %s is opened by LibreOffice with every label of the Rules and every value in its place',
    async (language) => {
      const file = made.get(language)!;
      const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-office-'));
      const text = readFileSync(convertByOffice(file, 'txt:Text (encoded):UTF8', folder), 'utf8');
      rmSync(folder, { recursive: true, force: true });
      const { paper } = await secretary.must('request.preview', { hearingId, language, draft: null });
      // Blank by blank: each value stands between the words around it, as on the form.
      expect(labelsLackingIn(text, wordsInOrder(paper))).toEqual([]);
      for (const { value } of blanksOf(paper.blocks)) expect(squeezed(text)).toContain(squeezed(value));
      if (language === 'ru') expect(labelsLackingIn(text, labelsOfTheRules())).toEqual([]);
      else expect(text).toContain(paper.blocks.flatMap((block) => (block.kind === 'mark' ? [block.text] : []))[0]);
    },
  );

  test('is whole after the service began anew, and the journal that tells of it verifies', async () => {
    await service.stop();
    service = spawnService(home);
    secretary.close();
    secretary = await service.connect('console');
    const { draft } = await secretary.must('request.preview', { hearingId, language: 'ru', draft: null });
    expect(draft).toEqual(paperDraft);
    expect(await secretary.must('record.verify', { hearingId })).toMatchObject({ intact: true, damages: [] });
  });

  test('is asked for by the console only, and refuses what is no draft', async () => {
    const judge = await service.connect('bench');
    expect(await judge.ask('request.make', { hearingId, language: 'ru' })).toMatchObject({
      fault: { key: 'api.not-allowed' },
    });
    judge.close();
    const unknown = '00000000-0000-4000-8000-000000000000';
    expect(await secretary.ask('request.make', { hearingId: unknown, language: 'ru' })).toMatchObject({
      fault: { key: 'hearing.unknown' },
    });
    const tooLong = { hearingId, draft: { ...paperDraft, base: 'x'.repeat(301) } };
    expect(await secretary.ask('request.draft', tooLong)).toMatchObject({ fault: { key: 'api.malformed' } });
  });
});
