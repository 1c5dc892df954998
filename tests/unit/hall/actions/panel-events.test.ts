import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PanelPressed } from '#contract/panels.ts';
import type { HearingId } from '#domain/ids.ts';
import type { PanelAct } from '#domain/panels/panel-acts.ts';
import { panelEvents, type Rooms } from '../../../../src/hall/actions/index.ts';
import { openPeople, type People } from '../../../../src/hall/people/index.ts';
import { darkLamp, quietLog } from '../api/open-door.ts';
import { openStandInHall, type StandInHall } from './stand-in-hall.ts';

/* Whoever presses a pedal acts as the person at the console, and may no more than that person. */

const console = { windowId: 'console-1', role: 'console' } as const;
let folder: string;
let hall: StandInHall;
let people: People;
let rooms: Rooms;
const told: PanelPressed[] = [];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tarazy-presses-'));
  hall = await openStandInHall();
  people = openPeople({ file: path.join(folder, 'people.json'), nowMs: Date.now, log: quietLog });
  const add = (name: string, duty: 'administrator' | 'secretary') =>
    people.change({ windowId: 'set-up', role: 'specialist' }, { change: 'add', name, duty, pin: '483926' });
  await add('A. Sample', 'administrator');
  await add('S. Sample', 'secretary');
  told.length = 0;
  rooms = { ...hall.rooms, people, tell: (_event, body) => void told.push(body as PanelPressed) };
});
afterEach(async () => {
  await hall.close();
  rmSync(folder, { recursive: true, force: true });
});

async function press(act: PanelAct, how: PanelPressed['how']): Promise<PanelPressed> {
  const before = told.length;
  panelEvents(() => rooms).on.pressed(act, how);
  while (told.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
  return told.at(-1)!;
}
async function signIn(): Promise<void> {
  const secretary = people.list().find(({ duty }) => duty === 'secretary')!;
  expect((await people.signIn(console, secretary.personId, '483926')).ok).toBe(true);
}
const authorOf = (hearingId: HearingId, kind: string): string | undefined =>
  hall.entries.findLast(([id, entry]) => id === hearingId && entry.kind === kind)?.[1].author.name;

test('with nobody at the console a held pedal begins nothing and says why', async () => {
  const hearingId = await hall.checkedHearing();
  expect(await press('start', 'held')).toMatchObject({ fault: { key: 'people.sign-in-needed' } });
  expect(hall.kinds(hearingId)).not.toContain('hearing.opened');
});

test('a hearing is begun, marked and ended by the pedal in the name of the person at the console', async () => {
  const hearingId = await hall.checkedHearing();
  await signIn();
  expect(await press('start', 'too-short')).toEqual({ act: 'start', how: 'too-short', fault: null });
  expect(hall.kinds(hearingId)).not.toContain('hearing.opened');
  expect((await press('start', 'held')).fault).toBeNull();
  expect(authorOf(hearingId, 'hearing.opened')).toBe('S. Sample');
  expect((await press('mark', 'pressed')).fault).toBeNull();
  expect(authorOf(hearingId, 'mark.set')).toBe('S. Sample');
  expect((await press('mute-all', 'pressed')).fault).toBeNull();
  expect(authorOf(hearingId, 'line.muted-all')).toBe('S. Sample');
  expect((await press('end', 'too-short')).fault).toBeNull();
  expect(hall.kinds(hearingId)).not.toContain('hearing.ended');
  expect((await press('end', 'held')).fault).toBeNull();
  expect(authorOf(hearingId, 'hearing.ended')).toBe('S. Sample');
});

test('what only the console can do is told to it and journals nothing', async () => {
  const hearingId = await hall.checkedHearing();
  await signIn();
  await press('start', 'held');
  const before = hall.kinds(hearingId);
  for (const act of ['repeat-30', 'play-pause', 'back-5', 'technical-break'] as const)
    expect(await press(act, 'pressed')).toEqual({ act, how: 'pressed', fault: null });
  expect(hall.kinds(hearingId)).toEqual(before);
});

test('the lamp in the hall is red for nothing but a record that is proven on the disk', () => {
  const shown = (['off', 'starting', 'recording', 'trouble', 'closed'] as const).map((state) =>
    panelEvents(() => ({ ...rooms, recorder: { ...rooms.recorder, lamp: () => ({ ...darkLamp, state }) } })).lampNow(),
  );
  expect(shown).toEqual(['off', 'off', 'recording', 'attention', 'off']);
});
