import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IncidentShown } from '#contract/incident-papers.ts';
import type { IncidentId } from '#domain/ids.ts';
import { bothUp, pairByCode, startLinkedHall, type LinkedHall } from './hall-pair.ts';

/* P17, P24, P25 between two paired halls, over the real link. */

let court: LinkedHall;
let colony: LinkedHall;
beforeAll(async () => {
  [court, colony] = await Promise.all([startLinkedHall(), startLinkedHall()]);
  await pairByCode(court, colony, court.port);
});
afterAll(async () => {
  await Promise.all([court.close(), colony.close()]);
});

const peerOf = (hall: LinkedHall) => hall.console.state()!.peers[0]!.id;
async function seenIn(hall: LinkedHall, incidentId: IncidentId, holds: (seen: IncidentShown | undefined) => boolean) {
  const isSo = (list: readonly IncidentShown[]) => holds(list.find((each) => each.incidentId === incidentId));
  const { incidents } = await hall.console.until((state) => isSo(state.incidents), 5000, 'the incident is so');
  return incidents.find((each) => each.incidentId === incidentId);
}

describe('an incident of the other hall', () => {
  test('is told over the link, with the time that is named later and its end, and outlives both services', async () => {
    await bothUp(court, colony);
    const { incidentId } = await colony.console.must('incident.report', { hearingId: null, text: 'нет звука' });
    await colony.console.must('incident.send', { incidentId, peerId: peerOf(colony) });
    const told = await seenIn(court, incidentId, (seen) => seen !== undefined);
    expect(told).toMatchObject({
      cause: { source: 'other-court', peerId: peerOf(court), cause: { source: 'person', text: 'нет звука' } },
      restoreByMs: null,
    });
    expect(await seenIn(colony, incidentId, (seen) => seen?.tellings.length === 1)).toMatchObject({
      tellings: [{ to: 'other-court', way: 'link' }],
    });
    await colony.console.must('incident.estimate', { incidentId, inMin: 15, said: 'Оспанов Т.' });
    const named = await seenIn(court, incidentId, (seen) => seen?.restoreByMs != null);
    expect(named!.restoreByMs! - Date.now()).toBeGreaterThan(14 * 60_000);
    await court.service.stop('SIGKILL');
    court.restart();
    await bothUp(court, colony);
    await seenIn(court, incidentId, (seen) => seen?.stage === 'awaited');
    await colony.console.must('incident.settle', { incidentId, isRestored: true, note: '' });
    await seenIn(court, incidentId, (seen) => seen === undefined);
  });

  test('is not told over a link that is down', async () => {
    const { incidentId } = await colony.console.must('incident.report', { hearingId: null, text: 'нет картинки' });
    await court.service.stop();
    await colony.console.until(({ peers }) => peers[0]?.link !== 'up', 10_000, 'the link is down');
    expect(await colony.console.ask('incident.send', { incidentId, peerId: peerOf(colony) })).toMatchObject({
      fault: { key: 'peer.link-down' },
    });
    court.restart();
  });
});
