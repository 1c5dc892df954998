import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { HallState } from '#contract/papers.ts';
import type { ExhibitId, HearingId } from '#domain/ids.ts';
import { entriesOf } from '../stage/record-files.ts';
import {
  bring,
  brought,
  journal,
  lying,
  peerOf,
  pictureOf,
  send,
  startExhibitPair,
  transfer,
  type ExhibitPair,
} from './exhibit-pair.ts';
import { bothUp, type LinkedHall } from './hall-pair.ts';

/* P36, P6: what one hall shows, the other shows too, and nothing of a closed session gets out. */

let pair: ExhibitPair;
let court: LinkedHall;
let colony: LinkedHall;
let courtHearing: HearingId;
beforeAll(async () => {
  pair = await startExhibitPair();
  ({ court, colony } = pair);
  [courtHearing] = await pair.openHearings();
  await pair.call();
});
afterAll(() => pair.close());

describe('an exhibit that is shown', () => {
  const shownIn = (hall: LinkedHall, holds: (shown: NonNullable<HallState['hearing']>['shownExhibit']) => boolean) =>
    hall.console.until(({ hearing }) => holds(hearing!.shownExhibit), 5000, 'the monitors follow');
  let exhibitId: ExhibitId;
  beforeAll(async () => {
    exhibitId = await brought(court, pictureOf(50_000), 'Plan.png');
    await send(court, exhibitId);
    await transfer(colony, exhibitId, 'done');
  });
  beforeEach(async () => {
    for (const hall of [court, colony]) await shownIn(hall, (shown) => shown === null);
  });

  test('is shown and turned in both halls, and taken off in both by either', async () => {
    await court.console.must('exhibit.show', { exhibitId, page: 1 });
    await court.console.must('exhibit.show', { exhibitId, page: 3 });
    const here = await shownIn(court, (shown) => shown?.page === 3);
    const there = await shownIn(colony, (shown) => shown?.page === 3);
    expect(here.hearing!.shownExhibit).toMatchObject({ exhibitId, name: 'Plan.png', peerId: null, isForPublic: true });
    expect(there.hearing!.shownExhibit).toMatchObject({ exhibitId, peerId: peerOf(colony), isForPublic: true });
    expect(there.hearing!.shownExhibit!.sha256).toBe(here.hearing!.shownExhibit!.sha256);
    await colony.console.must('exhibit.hide', {});
    await shownIn(court, (shown) => shown === null);
    await shownIn(colony, (shown) => shown === null);
    expect(entriesOf(journal(colony), 'exhibit.shown').at(-1)).toMatchObject({
      author: { role: 'system' },
      body: { exhibitId, page: 3, peerId: peerOf(colony) },
    });
    expect(entriesOf(journal(court), 'exhibit.hidden').at(-1)!.body).toMatchObject({
      exhibitId,
      peerId: peerOf(court),
    });
  });

  test('waits there until the same bytes have come, and is shown at once then', async () => {
    const late = await brought(court, pictureOf(60_000));
    await court.console.must('exhibit.show', { exhibitId: late, page: 2 });
    await shownIn(court, (shown) => shown?.exhibitId === late);
    expect(colony.console.state()!.hearing!.shownExhibit).toBeNull();
    await send(court, late);
    const there = await shownIn(colony, (shown) => shown?.exhibitId === late);
    expect(there.hearing!.shownExhibit).toMatchObject({ page: 2 });
    await court.console.must('exhibit.hide', {});
  });

  test('is taken off there too when that was said while the link was cut', async () => {
    await court.console.must('exhibit.show', { exhibitId, page: 1 });
    await shownIn(colony, (shown) => shown !== null);
    pair.cable.cut(true);
    await court.console.until(({ peers }) => peers[0]?.link !== 'up', 10_000, 'the link is down');
    await court.console.must('exhibit.hide', {});
    expect(colony.console.state()!.hearing!.shownExhibit).not.toBeNull();
    pair.cable.cut(false);
    await bothUp(court, colony);
    await shownIn(colony, (shown) => shown === null);
  });

  test('P6: is dark in both halls with the order to close the session; what is shown or brought then never leaves', async () => {
    await court.console.must('exhibit.show', { exhibitId, page: 1 });
    await shownIn(colony, (shown) => shown !== null);
    const sent = await brought(court, pictureOf(2 * 1024 * 1024));
    await send(court, sent);
    await transfer(colony, sent, 'going');
    await court.console.must('session.close', { byOralOrder: false });
    for (const hall of [court, colony]) await shownIn(hall, (shown) => shown === null);
    await transfer(court, sent, 'cancelled');
    await transfer(colony, sent, 'cancelled');
    expect(await send(court, exhibitId)).toMatchObject({ ok: false, fault: { key: 'hearing.session-closed' } });
    const closed = await brought(court, pictureOf(1000));
    await court.console.must('exhibit.show', { exhibitId: closed, page: 1 });
    const here = await shownIn(court, (shown) => shown?.exhibitId === closed);
    expect(here.hearing!.shownExhibit).toMatchObject({ isForPublic: false });
    await court.console.must('session.reopen', { byOralOrder: false });
    await shownIn(court, (shown) => shown === null);
    await pair.call();
    expect(await send(court, closed)).toMatchObject({ ok: false, fault: { key: 'exhibit.closed' } });
    await court.console.must('exhibit.show', { exhibitId: closed, page: 1 });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(court.console.state()!.hearing!.shownExhibit).toMatchObject({ exhibitId: closed, isForPublic: false });
    expect(colony.console.state()!.hearing!.shownExhibit).toBeNull();
    expect(JSON.stringify(journal(colony))).not.toContain(closed);
    await court.console.must('exhibit.hide', {});
  });

  test('P6: a hall in closed session takes nothing from another', async () => {
    await colony.console.must('session.close', { byOralOrder: false });
    const refused = await brought(court, pictureOf(1000));
    await send(court, refused);
    expect(await transfer(court, refused, 'failed')).toMatchObject({ fault: { key: 'exhibit.refused-there' } });
    expect(lying(colony).filter((name) => name.startsWith(refused))).toEqual([]);
    await colony.console.must('session.reopen', { byOralOrder: false });
  });

  test('is off once the hearing has ended, and can still be listed', async () => {
    await pair.call();
    await court.console.must('exhibit.show', { exhibitId, page: 1 });
    await shownIn(colony, (shown) => shown !== null);
    await court.console.must('hearing.end', { byOralOrder: false });
    for (const hall of [court, colony]) await shownIn(hall, (shown) => shown === null);
    const { exhibits } = await court.console.must('exhibit.list', { hearingId: courtHearing });
    expect(exhibits.map((exhibit) => exhibit.exhibitId)).toContain(exhibitId);
    expect(lying(court).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(await bring(court, pictureOf(1000))).toMatchObject({ ok: false, fault: { key: 'hearing.unknown' } });
  });
});
