import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IncidentShown } from '#contract/incident-papers.ts';
import { emptyAct } from '#domain/documents/act-draft.ts';
import { blanksOf, paperLanguages, type Paper } from '#domain/documents/paper.ts';
import type { HearingId } from '#domain/ids.ts';
import { renderHtml } from '../../src/hall/documents/render-html.ts';
import { paperCard, paperCourt } from '../fixtures/paper-case.ts';
import { readDocx, readHtml } from '../stage/paper-files.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { spawnService, type Line, type RunningHall } from './start-service.ts';

/* P17, P18, P24, P25 through the real service: nobody brings the microphone's sound, so the check finds it red. */

const home = mkdtempSync(path.join(tmpdir(), 'tarazy-incidents-'));
let service: RunningHall;
let secretary: Line;
let hearingId: HearingId;

beforeAll(async () => {
  service = spawnService(home);
  secretary = await service.connect('console');
  await secretary.must('hall.set-up', {
    card: {
      court: paperCourt,
      hall: '1',
      seats: [
        {
          ...{ id: 'judge', kind: 'microphone', place: 'judge', name: '', gated: false },
          device: { path: 'browser', label: 'One', deviceId: '' },
        },
      ],
    },
  });
  ({ hearingId } = await secretary.must('hearing.plan', { card: paperCard }));
  await secretary.must('hearing.check', { hearingId });
  await secretary.until(({ check }) => check?.state === 'done', 60_000, 'the check is done');
});
afterAll(async () => {
  secretary.close();
  await service.stop();
  rmSync(home, { recursive: true, force: true });
});

const only = async (): Promise<IncidentShown> => {
  const { incidents } = await secretary.must('state.get', {});
  return incidents.find((each) => each.cause.source === 'check')!;
};
const textOf = (paper: Paper): string =>
  paper.blocks
    .flatMap((block) => ('spans' in block ? block.spans : []))
    .map((span) => (span.kind === 'words' ? span.text : span.value))
    .join('\n');

async function beginAnew(signal: NodeJS.Signals): Promise<void> {
  await service.stop(signal);
  service = spawnService(home);
  secretary.close();
  secretary = await service.connect('console');
}

describe('a fault that the check found', () => {
  test('P17: is an incident at once, and the organiser is to be told', async () => {
    expect(await only()).toMatchObject({
      hearingId,
      stage: 'open',
      due: { to: 'organiser', paragraph: 17, isTold: false },
      cause: { item: { subject: 'judge', verdict: 'bad' } },
    });
    await secretary.must('incident.choose-side', { hearingId, side: 'hearing' });
  });

  test('P24, P25: no time is named and nothing decided before somebody was told', async () => {
    const { incidentId } = await only();
    expect(await secretary.ask('incident.estimate', { incidentId, inMin: 20, said: 'Specialist' })).toMatchObject({
      fault: { key: 'incident.untold', args: { paragraph: 17 } },
    });
    expect(await secretary.ask('incident.decide', { incidentId, choice: 'adjourn' })).toMatchObject({
      fault: { key: 'incident.no-term' },
    });
  });

  test('P16.1: opens the hearing only by a reason and a person, which stay with it', async () => {
    expect(await secretary.ask('hearing.open', { hearingId, override: null })).toMatchObject({
      fault: { key: 'hearing.not-checked' },
    });
    const override = { reason: 'есть запасной микрофон', person: paperCard.judge };
    await secretary.must('hearing.open', { hearingId, override });
  });

  test('P17, P24, P25: is told by telephone, its time named, and the judge goes on', async () => {
    const { incidentId } = await only();
    await secretary.must('incident.tell', { incidentId, to: 'organiser', name: 'Жұмабеков Н.', way: 'telephone' });
    await secretary.must('incident.estimate', { incidentId, inMin: 20, said: 'Оспанов Т.' });
    const told = await only();
    expect([told.stage, told.due.isTold]).toEqual(['awaited', true]);
    expect(told.restoreByMs! - Date.now()).toBeGreaterThan(19 * 60_000);
    const bench = await service.connect('bench');
    await bench.must('incident.decide', { incidentId, choice: 'continue' });
    bench.close();
    expect(entriesOf(readJournal(onlyHearingFolder(home)), 'incident.decided').at(-1)?.body).toMatchObject({
      choice: 'continue',
      byOralOrder: false,
    });
  });

  test('stands as it was after the service was killed in the hearing', async () => {
    const before = await only();
    await beginAnew('SIGKILL');
    expect(await only()).toEqual(before);
  });

  test('P18: and stands in the act of both languages with all that was done, the same in the DOCX and on the page', async () => {
    await secretary.must('incident.settle', {
      incidentId: (await only()).incidentId,
      isRestored: false,
      note: 'нет запасного',
    });
    const draft = {
      ...emptyAct,
      headOfRegistry: 'Сейтова А. Б.',
      decision: { ru: 'отложить разбирательство', kk: 'кейінге қалдыру' },
    };
    const ofCard = { secretary: paperCard.secretary };
    const bare = await secretary.must('act.preview', { hearingId, language: 'ru', draft: null });
    expect(bare.draft, 'the form begins with the secretary of the card').toEqual({ ...emptyAct, ...ofCard });
    await secretary.must('act.draft', { hearingId, draft: { ...draft, ...ofCard } });
    for (const language of paperLanguages) {
      const { paper, draft: kept } = await secretary.must('act.preview', { hearingId, language, draft: null });
      expect(kept).toEqual({ ...draft, ...ofCard });
      const text = textOf(paper);
      for (const said of ['Жұмабеков Н.', 'Оспанов Т.', 'есть запасной микрофон', 'нет запасного', paperCard.judge])
        expect(text, language).toContain(said);
      expect(paper.missing).toEqual([]);
      const made = await secretary.must('act.make', { hearingId, language });
      expect(made).toMatchObject({ pdf: null, hindrance: { key: 'document.not-printed' }, missing: [] });
      expect(createHash('sha256').update(readFileSync(made.docx.path)).digest('hex')).toBe(made.docx.sha256);
      expect(readDocx(made.docx.path)).toEqual(readHtml(renderHtml(paper)));
      expect(blanksOf(paper.blocks).find(({ name }) => name === 'headSigns')?.value).toBe('Сейтова А. Б.');
    }
  });

  test('P18: the signers may write what happened themselves, in each language alone', async () => {
    const circumstances = { ru: 'Микрофон не работал.\nЗаседание отложено.', kk: '' };
    const draft = { ...emptyAct, circumstances };
    const { paper, measured } = await secretary.must('act.preview', { hearingId, language: 'ru', draft });
    expect(textOf(paper)).toContain('Заседание отложено.');
    expect(textOf(paper)).not.toContain('Оспанов Т.');
    expect(measured).toContain('Оспанов Т.');
    const kazakh = await secretary.must('act.preview', { hearingId, language: 'kk', draft });
    expect(textOf(kazakh.paper)).toContain('Оспанов Т.');
  });
});

describe('a fault that belongs to no hearing', () => {
  test('P23: lies in the inbox of the hall, is taken up by the specialist who names a time, and outlives the service', async () => {
    const { incidentId } = await secretary.must('incident.report', { hearingId: null, text: 'Мигает лампа' });
    const specialist = await service.connect('specialist');
    // P24: whoever names the time as the specialist has been told of it.
    await specialist.must('incident.estimate', { incidentId, inMin: 30, said: '' });
    specialist.close();
    await beginAnew('SIGKILL');
    const { incidents } = await secretary.must('state.get', {});
    expect(incidents.find((each) => each.incidentId === incidentId)).toMatchObject({
      hearingId: null,
      stage: 'awaited',
      tellings: [{ to: 'specialist', way: 'screen' }],
    });
    expect(existsSync(path.join(home, 'incidents.json'))).toBe(true);
    await secretary.must('incident.settle', { incidentId, isRestored: true, note: '' });
  });

  test('P18: has no act, and neither has a hearing without a fault', async () => {
    const { hearingId: calm } = await secretary.must('hearing.plan', { card: paperCard });
    expect(await secretary.ask('act.make', { hearingId: calm, language: 'ru' })).toMatchObject({
      fault: { key: 'incident.none' },
    });
    expect(await secretary.must('record.verify', { hearingId })).toMatchObject({ intact: true, damages: [] });
  });
});
