import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Papers, Verb } from '#contract/hall.ts';
import type { HearingId, PersonId } from '#domain/ids.ts';
import type { Duty } from '#domain/people.ts';
import { hallOfOne } from '../stage/hall-card.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { spawnService, type Line, type RunningHall } from './start-service.ts';

const home = mkdtempSync(path.join(tmpdir(), 'tarazy-sign-in-'));
const card = {
  caseNumber: '7514-26-00-2/9',
  proceedings: 'civil',
  judge: 'A. Sample',
  secretary: 'B. Sample',
  parties: [],
  plannedAtMs: Date.now(),
} as const;
const names: Readonly<Record<Duty, string>> = {
  administrator: 'C. Sample',
  secretary: 'B. Sample',
  judge: 'A. Sample',
  specialist: 'D. Sample',
};
const pins: Readonly<Record<Duty, string>> = {
  administrator: '90417362',
  secretary: '58203917',
  judge: '31790264',
  specialist: '47120985',
};
const wrongPin = '60718249';

let service: RunningHall;
let desk: Line;
let bench: Line;
const lines: Line[] = [];
const ids = new Map<Duty, PersonId>();
let hearingId: HearingId;

const begin = (): RunningHall => spawnService(home, { TARAZY_TRAINING: '1' });
async function connect(role: 'console' | 'bench' | 'specialist'): Promise<Line> {
  const line = await service.connect(role);
  lines.push(line);
  return line;
}
async function refusal<V extends Verb>(line: Line, verb: V, papers: Papers<V>): Promise<string> {
  const outcome = await line.ask(verb, papers);
  return outcome.ok ? 'done' : outcome.fault.key;
}
const signIn = (line: Line, duty: Duty): Promise<Answer<'person.sign-in'>> =>
  line.must('person.sign-in', { personId: ids.get(duty)!, pin: pins[duty] });
const signedInAt = async (line: Line): Promise<Duty | null> =>
  (await line.must('people.list', {})).signedIn?.duty ?? null;
const seconds = (count: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, count * 1000));

beforeAll(async () => {
  service = begin();
  desk = await connect('console');
  bench = await connect('bench');
});
afterAll(async () => {
  for (const line of lines) line.close();
  await service.stop();
  rmSync(home, { recursive: true, force: true });
});

describe('a hall without people', () => {
  test('is open to whoever stands at the console', async () => {
    expect(await desk.must('people.list', {})).toEqual({ people: [], signedIn: null });
    await desk.must('hall.set-up', { card: hallOfOne });
    ({ hearingId } = await desk.must('hearing.plan', { card }));
    expect(readJournal(onlyHearingFolder(home))[0]?.author).toEqual({ role: 'secretary', name: '' });
  });

  test('takes nobody but an administrator first, with a PIN that is not easy to guess', async () => {
    const add = { change: 'add', name: names.administrator, pin: pins.administrator } as const;
    expect(await refusal(desk, 'people.change', { ...add, duty: 'secretary' })).toBe('people.administrator-needed');
    expect(await refusal(desk, 'people.change', { ...add, duty: 'administrator', pin: '123456' })).toBe(
      'people.pin-weak',
    );
    const { person } = await desk.must('people.change', { ...add, duty: 'administrator' });
    ids.set('administrator', person.personId);
    expect(await signedInAt(desk)).toBe('administrator');
  });
});

describe('a hall with people', () => {
  test('is given its people by the administrator', async () => {
    for (const duty of ['secretary', 'judge', 'specialist'] as const) {
      const { person } = await desk.must('people.change', {
        change: 'add',
        name: names[duty],
        duty,
        pin: pins[duty],
      });
      ids.set(duty, person.personId);
    }
    const listed = await desk.must('people.list', {});
    expect(listed.people.map(({ duty }) => duty)).toEqual(['administrator', 'secretary', 'judge', 'specialist']);
    expect(JSON.stringify(listed)).not.toMatch(/hash|salt|pin/);
  });

  test('shows a new window names and asks it to sign in before anything else', async () => {
    const other = await connect('console');
    expect(await signedInAt(other)).toBeNull();
    await other.must('state.get', {});
    for (const verb of ['hearings.list', 'hearing.select', 'hearing.plan', 'record.timeline'] as const) {
      const papers = { fromMs: 0, toMs: 1, text: '', hearingId, card };
      expect(await refusal(other, verb, papers)).toBe('people.sign-in-needed');
    }
    expect(await refusal(bench, 'hearings.list', { fromMs: 0, toMs: 1, text: '' })).toBe('people.sign-in-needed');
    other.close();
  });

  test('refuses a wrong PIN, makes the next try wait longer, and takes the right one', async () => {
    const personId = ids.get('secretary')!;
    const sign = (pin: string): ReturnType<typeof desk.ask<'person.sign-in'>> =>
      bench.ask('person.sign-in', { personId, pin });
    expect(await sign(wrongPin)).toMatchObject({ fault: { key: 'people.wrong-pin', args: { seconds: 1 } } });
    expect(await sign(pins.secretary)).toMatchObject({ fault: { key: 'people.wait' } });
    await seconds(1.1);
    expect(await sign(wrongPin)).toMatchObject({ fault: { key: 'people.wrong-pin', args: { seconds: 2 } } });
    await seconds(2.1);
    expect(await sign(pins.secretary)).toMatchObject({ ok: true });
    await bench.must('person.sign-out', {});
    expect(await signedInAt(bench)).toBeNull();
  });

  test('lets each duty do its own and refuses the rest', async () => {
    await signIn(desk, 'specialist');
    expect(await refusal(desk, 'people.change', { change: 'remove', personId: ids.get('judge')! })).toBe(
      'people.not-your-duty',
    );
    expect(await refusal(desk, 'hearing.plan', { card })).toBe('people.not-your-duty');
    expect(await refusal(desk, 'hall.set-up', { card: hallOfOne })).toBe('done');
    await signIn(desk, 'judge');
    expect(await refusal(desk, 'hall.set-up', { card: hallOfOne })).toBe('people.not-your-duty');
    expect(await refusal(desk, 'record.export', { hearingId, fromUs: 0, toUs: 1, tracks: [] })).toBe(
      'people.not-your-duty',
    );
    await signIn(desk, 'administrator');
    expect(await refusal(desk, 'hearing.open', { hearingId, override: null })).toBe('people.not-your-duty');
  });

  test('keeps at least one administrator', async () => {
    const personId = ids.get('administrator')!;
    expect(await refusal(desk, 'people.change', { change: 'remove', personId })).toBe('people.administrator-needed');
  });

  test('keeps its people and who is signed in over a restart, and forgets a window that was told to sign out', async () => {
    await signIn(desk, 'secretary');
    await service.stop('SIGKILL');
    service = begin();
    await desk.until(() => true, 1000, 'a state');
    for (let tries = 0; tries < 100 && !(await desk.ask('state.get', {})).ok; tries += 1) await seconds(0.1);
    expect(await signedInAt(desk)).toBe('secretary');
    await desk.must('person.sign-out', {});
    expect(await signedInAt(desk)).toBeNull();
    await signIn(desk, 'secretary');
  });
});

describe('a hearing', () => {
  test('has the person signed in as the author of what the window asks', async () => {
    await desk.must('hearing.check', { hearingId });
    await desk.until((state) => state.check?.state === 'done', 40_000, 'the check is done');
    await desk.must('hearing.open', { hearingId, override: { reason: 'training', person: 'A. Sample' } });
    await desk.must('mark.set', { template: '', text: 'one', kind: 'note', atUs: null });
    const authors = new Map(readJournal(onlyHearingFolder(home)).map(({ kind, author }) => [kind, author]));
    const secretary = { role: 'secretary', name: 'B. Sample' };
    for (const kind of ['hearing.checked', 'hearing.opened', 'mark.set'] as const)
      expect(authors.get(kind)).toEqual(secretary);
  });

  test('is paused from the bench at once, without a PIN and as the judge', async () => {
    await bench.must('hearing.pause', { pause: 'technical-break', byOralOrder: false, note: '' });
    await bench.must('hearing.resume', { byOralOrder: false });
    expect(entriesOf(readJournal(onlyHearingFolder(home)), 'hearing.paused').at(-1)?.author).toEqual({
      role: 'judge',
      name: '',
    });
  });

  test('throws nobody out: no signing out, no change of people, and a console that was opened anew goes on', async () => {
    expect(await refusal(desk, 'person.sign-out', {})).toBe('people.during-hearing');
    const anew = await connect('console');
    expect(await signedInAt(anew)).toBe('secretary');
    await anew.must('mark.set', { template: '', text: 'two', kind: 'note', atUs: null });
    expect(entriesOf(readJournal(onlyHearingFolder(home)), 'mark.set').at(-1)?.author.name).toBe('B. Sample');
    const technician = await connect('specialist');
    expect(await refusal(technician, 'hearing.end', { byOralOrder: false })).toBe('people.sign-in-needed');
    expect(await refusal(bench, 'record.timeline', { hearingId })).toBe('people.sign-in-needed');
    await desk.must('hearing.end', { byOralOrder: false });
    expect(await refusal(anew, 'hearing.select', { hearingId: null })).toBe('people.sign-in-needed');
    expect(await refusal(desk, 'hearing.select', { hearingId: null })).toBe('done');
    anew.close();
  });
});

describe('what lies in the hall’s folder', () => {
  test('holds no PIN, right or wrong, in any file', async () => {
    for (const line of lines) line.close();
    await service.stop();
    const files = readdirSync(home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    expect(files.map((file) => path.basename(file))).toEqual(
      expect.arrayContaining(['people.json', 'journal.jsonl', 'index.sqlite']),
    );
    const texts = files.map((file) => readFileSync(file, 'latin1'));
    for (const pin of [...Object.values(pins), wrongPin])
      expect(files.filter((_file, at) => texts[at]!.includes(pin))).toEqual([]);
    const logs = files.flatMap((file, at) => (file.endsWith('.log') ? [texts[at]!] : [])).join('');
    expect(logs).toContain('people.signed-in');
    for (const name of Object.values(names)) expect(logs).not.toContain(name);
  });

  test('says so and lets nobody in when people.json was changed by hand', async () => {
    writeFileSync(path.join(home, 'people.json'), '{');
    service = begin();
    const window = await connect('console');
    const state = await window.until((each) => each.alarms.length > 0, 5000, 'an alarm');
    expect(state.alarms.map((alarm) => alarm.fault.key)).toContain('people.file-broken');
    expect(await refusal(window, 'hearings.list', { fromMs: 0, toMs: 1, text: '' })).toBe('people.sign-in-needed');
  });
});
