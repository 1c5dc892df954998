import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InvitationShown } from '#contract/participants.ts';
import type { HallState } from '#contract/papers.ts';
import type { JournalBodies, JournalEntry } from '#domain/journal/entries.ts';
import { connectHall } from '#line/hall-client.ts';
import { inventedCard } from '../stage/hall-card.ts';
import { entriesOf, readJournal } from '../stage/record-files.ts';
import { freePort } from './hall-pair.ts';
import { authorityOf, knock, smallestPage, type ScriptedPage } from './join-page.ts';
import { openScriptedHearing, type ScriptedHall } from './scripted-hall.ts';
import { until } from './start-service.ts';

/* P35: the public's monitors and the loudspeakers, in a real service with a participant's page on the line. */

const home = mkdtempSync(path.join(tmpdir(), 'tarazy-monitors-'));
const pageFolder = smallestPage();
let hall: ScriptedHall;
let invited: InvitationShown;
let page: ScriptedPage;

beforeAll(async () => {
  const port = await freePort();
  writeFileSync(path.join(home, 'monitors.json'), '{"formatVersion":1,"choice":"everything","volumePercent":50}');
  hall = await openScriptedHearing(home, 1, {
    TARAZY_ROOM_PORT: String(port),
    TARAZY_ROOM_HOST: '127.0.0.1',
    TARAZY_ROOM_PAGE: pageFolder,
  });
  invited = await hall.secretary.must('participant.invite', {
    ...{ hearingId: hall.hearingId, participantId: null, name: 'W. Sample', role: 'witness', word: null },
  });
  page = await knock(port, authorityOf(path.join(home, 'keys')), invited.link, invited.word);
  await page.heard('wait');
  await hall.secretary.must('participant.admit', { participantId: invited.participantId });
  await page.heard('inside');
}, 120_000);
afterAll(async () => {
  await hall.stop();
  rmSync(home, { recursive: true, force: true });
  rmSync(pageFolder, { recursive: true, force: true });
});

const now = () => hall.secretary.state()!;
const journalOf = (hearingId: string): readonly JournalEntry[] => {
  const folders = readdirSync(path.join(home, 'archive')).map((name) => path.join(home, 'archive', name));
  const journals = folders.map((folder) => readJournal(folder));
  return journals.find(([first]) => first?.kind === 'hearing.planned' && first.body.hearingId === hearingId)!;
};
const noted = <Kind extends 'monitors.arranged' | 'line.muted-all' | 'line.volume-set'>(kind: Kind) =>
  entriesOf(journalOf(hall.hearingId), kind) as readonly {
    author: { role: string };
    body: JournalBodies[Kind];
  }[];
const isMuted = (): boolean => now().participants[0]!.isMuted;
const pageIsMuted = (wanted: boolean) =>
  until(() => JSON.stringify(page.last()).includes(`"isMuted":${String(wanted)}`), 5000, 'the page knows');

test('settings that cannot be read are told, and the hearing begins with the first ones and says so in its journal', async () => {
  expect(now().alarms.map(({ fault }) => fault.key)).toContain('monitors.forgotten');
  expect(now().monitors).toMatchObject({ choice: 'auto', layout: 'speaker', spotlight: null, isMutedAll: false });
  expect(noted('monitors.arranged')).toMatchObject([
    { author: { role: 'system' }, body: { atUs: 0, choice: 'auto', spotlight: null } },
  ]);
});

test('who speaks is told out of what is recorded', async () => {
  await hall.secretary.until(({ monitors }) => monitors.speaker === 'hall', 15_000, 'the hall is heard to speak');
});

test('the secretary arranges the monitors and nobody at another window does', async () => {
  await hall.secretary.must('monitors.arrange', { choice: 'grid' });
  await hall.secretary.until(({ monitors }) => monitors.layout === 'grid', 2000, 'everybody is shown alike');
  expect(noted('monitors.arranged').at(-1)).toMatchObject({ author: { role: 'secretary' }, body: { choice: 'grid' } });
  const bench = await hall.service().connect('bench');
  expect(await bench.ask('monitors.arrange', { choice: 'auto' })).toMatchObject({
    ...{ ok: false, fault: { key: 'api.not-allowed' } },
  });
  bench.close();
});

test('one order mutes everybody, is told on the page, gives way to whoever is given the word, and is undone', async () => {
  const { participantId } = invited;
  await hall.secretary.must('line.mute-all', { isMuted: true });
  await pageIsMuted(true);
  await hall.secretary.until(({ monitors }) => monitors.isMutedAll, 2000, 'the windows know');
  expect(isMuted()).toBe(true);
  await hall.secretary.must('participant.mute', { participantId, isMuted: false });
  await pageIsMuted(false);
  await hall.secretary.must('participant.mute', { participantId, isMuted: true });
  await hall.secretary.must('line.mute-all', { isMuted: false });
  await hall.secretary.until(({ monitors }) => !monitors.isMutedAll, 2000, 'it is undone');
  // Who was muted alone stays so.
  expect(isMuted()).toBe(true);
  await hall.secretary.must('participant.mute', { participantId, isMuted: false });
  await hall.secretary.must('line.mute-all', { isMuted: true });
  await hall.secretary.must('line.mute-all', { isMuted: true });
  expect(noted('line.muted-all').map(({ body }) => body.isMuted)).toEqual([true, false, true]);
});

test('the volume is kept within its ends and journaled', async () => {
  await hall.secretary.must('line.set-volume', { volumePercent: 35 });
  expect(await hall.secretary.ask('line.set-volume', { volumePercent: 101 })).toMatchObject({ ok: false });
  expect(noted('line.volume-set').map(({ body }) => body.volumePercent)).toEqual([35]);
});

test('a service that was killed comes back with layout, volume and the order for all as they were', async () => {
  await hall.restart('SIGKILL');
  await hall.secretary.until(
    ({ monitors }) => monitors.layout === 'grid' && monitors.volumePercent === 35 && monitors.isMutedAll,
    15_000,
    'everything is as it was',
  );
  expect(isMuted()).toBe(true);
});

test('a monitor that is unplugged is an alarm by name until it is back', async () => {
  const { shellKey } = hall.service().run();
  const papers = () => Promise.resolve({ address: hall.service().address(), ticket: shellKey });
  const shell = connectHall({ door: { papers } });
  await new Promise<void>((resolve) => shell.onConnection((isUp) => isUp && resolve()));
  const missing = () =>
    now().alarms.flatMap(({ fault }) => (fault.key === 'monitor.missing' ? [fault.args['monitor']] : []));
  expect((await shell.ask('shell.displays', { missing: ['bench', 'screen'] })).ok).toBe(true);
  await until(() => missing().length === 2, 2000, 'both are told');
  expect((await shell.ask('shell.displays', { missing: ['screen'] })).ok).toBe(true);
  await until(() => missing().join() === 'screen', 2000, 'one is back');
  expect((await shell.ask('shell.displays', { missing: [] })).ok).toBe(true);
  await until(() => missing().length === 0, 2000, 'both are back');
  // What the check says of monitors is what the shell told, and what the hall feeds.
  const place = { x: 0, y: 0, width: 1920, height: 1080 };
  const screen = { ...place, x: 1920 };
  const size = { widthPx: 1920, heightPx: 1080, scale: 1 };
  const standing = [
    { monitor: 'console', wanted: place, window: place, ...size },
    { monitor: 'screen', wanted: screen, window: place, ...size },
  ] as const;
  expect((await shell.ask('shell.displays', { missing: ['bench'], standing })).ok).toBe(true);
  shell.close();
  await hall.secretary.must('hall.check', { isPassive: true, only: [{ kind: 'monitor', subject: null }] });
  const isJudged = (): boolean => now().check?.hearingId === null && now().check?.state === 'done';
  await until(isJudged, 10_000, 'the monitors are judged');
  expect(now().monitors.standing.map(({ monitor }) => monitor)).toEqual(['console', 'screen']);
  expect(now().check?.items.map(({ subject, verdict, findings }) => [subject, verdict, ...findings])).toEqual([
    ['bench', 'bad', 'monitor-missing'],
    ['console', 'good'],
    ['screen', 'look', expect.stringMatching(/^monitor-(empty|displaced)$/)],
  ]);
});

test('P6: a closed session leaves the layout as it was and the next hearing begins with it, and with nobody muted', async () => {
  await hall.secretary.must('session.close', { byOralOrder: true });
  await hall.secretary.must('session.reopen', { byOralOrder: true });
  expect(now().monitors.layout).toBe('grid');
  const duringIt = await hall.secretary.ask('monitors.name', { isNamed: true });
  expect(duringIt).toMatchObject({ ok: false, fault: { key: 'setup.during-hearing' } });
  await hall.end();
  await hall.secretary.must('monitors.name', { isNamed: true });
  await until(() => (now().monitors.namedUntilMs ?? 0) > now().wallMs, 2000, 'the monitors say which they are');
  await hall.secretary.must('monitors.name', { isNamed: false });
  await until(() => now().monitors.namedUntilMs === null, 2000, 'they no longer do');
  expect(now().monitors.isMutedAll).toBe(false);
  const refused = await hall.secretary.ask('line.mute-all', { isMuted: true });
  expect(refused).toMatchObject({ ok: false, fault: { key: 'hearing.unknown' } });
  const { hearingId } = await hall.secretary.must('hearing.plan', { card: inventedCard });
  await hall.secretary.must('hearing.check', { hearingId });
  const isChecked = ({ check }: HallState): boolean => check?.hearingId === hearingId && check.state === 'done';
  await hall.secretary.until(isChecked, 60_000, 'the check is done');
  await hall.secretary.must('hearing.open', { hearingId, override: { reason: 'test', person: 'test' } });
  const first = entriesOf(journalOf(hearingId), 'monitors.arranged');
  expect(first.map(({ body }) => body.choice)).toEqual(['grid']);
  expect(now().monitors).toMatchObject({ choice: 'grid', volumePercent: 35, isMutedAll: false });
  const kept: unknown = JSON.parse(readFileSync(path.join(home, 'monitors.json'), 'utf8'));
  expect(kept).toEqual({ formatVersion: 1, choice: 'grid', volumePercent: 35 });
  await hall.secretary.must('hearing.end', { byOralOrder: false });
});
