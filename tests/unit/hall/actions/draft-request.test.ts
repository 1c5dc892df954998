import { afterEach, expect, test } from 'vitest';
import { emptyRequest } from '#domain/documents/appendix-one.ts';
import { systemAuthor } from '../../../../src/hall/actions/index.ts';
import { card, openStandInHall, type StandInHall } from './stand-in-hall.ts';

let hall: StandInHall | undefined;
afterEach(() => hall?.close());

test('the request of a hearing that has ended is not written any more', async () => {
  hall = await openStandInHall();
  const planned = await hall.ask('hearing.plan', { card });
  if (!planned.ok) throw new Error('not planned');
  const { hearingId } = planned.value;
  await hall.journals.note(hearingId, systemAuthor, { kind: 'hearing.ended', body: { atUs: 0, byOralOrder: false } });
  expect(await hall.ask('request.draft', { hearingId, draft: { ...emptyRequest, action: 'late' } })).toMatchObject({
    fault: { key: 'hearing.wrong-phase', args: { phase: 'ended', act: 'draft-request' } },
  });
  expect(hall.kinds(hearingId)).not.toContain('request.drafted');
});
