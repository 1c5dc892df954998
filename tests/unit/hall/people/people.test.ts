import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AtTheDoor } from '#contract/call.ts';
import type { Person } from '#domain/people.ts';
import type { Outcome } from '#domain/outcome.ts';
import { openPeople, type People } from '../../../../src/hall/people/index.ts';
import { quietLog } from '../api/open-door.ts';

const pin = '203948';
const otherPin = '775310';
const consoleWindow: AtTheDoor = { windowId: 'w1', role: 'console' };
const anotherWindow: AtTheDoor = { windowId: 'w2', role: 'console' };

let folder: string;
let file: string;
let nowMs: number;
let people: People;
const open = (): People => openPeople({ file, nowMs: () => nowMs, log: quietLog });
const key = (outcome: Outcome<unknown>): string => (outcome.ok ? 'done' : outcome.fault.key);
async function add(name: string, duty: Person['duty'], by = pin): Promise<Person> {
  const added = await people.change(consoleWindow, { change: 'add', name, duty, pin: by });
  if (!added.ok) throw new Error(added.fault.key);
  return added.value;
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tarazy-people-'));
  file = path.join(folder, 'people.json');
  nowMs = 1_000_000_000;
  people = open();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the first person', () => {
  test('is an administrator and is signed in at once', async () => {
    expect(people.state()).toBe('nobody');
    expect(key(await people.change(consoleWindow, { change: 'add', name: 'A', duty: 'judge', pin }))).toBe(
      'people.administrator-needed',
    );
    const first = await add('A', 'administrator');
    expect(people.state()).toBe('people');
    expect(people.at('w1')).toEqual(first);
    expect(people.at('w2')).toBeNull();
  });
});

describe('signing in', () => {
  test('takes the right PIN only, and each wrong one makes the next wait longer, also after a restart', async () => {
    const { personId } = await add('A', 'administrator');
    expect(await people.signIn(anotherWindow, personId, otherPin)).toMatchObject({
      fault: { key: 'people.wrong-pin', args: { seconds: 1 } },
    });
    expect(await people.signIn(anotherWindow, personId, pin)).toMatchObject({
      fault: { key: 'people.wait', args: { seconds: 1 } },
    });
    nowMs += 1000;
    expect(await people.signIn(anotherWindow, personId, otherPin)).toMatchObject({
      fault: { key: 'people.wrong-pin', args: { seconds: 2 } },
    });
    people = open();
    expect(key(await people.signIn(anotherWindow, personId, pin))).toBe('people.wait');
    nowMs += 2000;
    expect(key(await people.signIn(anotherWindow, personId, pin))).toBe('done');
    expect(people.at('w2')?.personId).toBe(personId);
    expect(await people.signIn(anotherWindow, personId, otherPin)).toMatchObject({
      fault: { key: 'people.wrong-pin', args: { seconds: 1 } },
    });
  });

  test('is tried one at a time, so that many tries at once are no way around the wait', async () => {
    const { personId } = await add('A', 'administrator');
    const tries = await Promise.all(
      [otherPin, otherPin, pin].map((tried) => people.signIn(anotherWindow, personId, tried)),
    );
    expect(tries.map(key)).toEqual(['people.wrong-pin', 'people.wait', 'people.wait']);
  });

  test('lasts 12 hours over restarts, and is known longer for a hearing that goes on', async () => {
    const first = await add('A', 'administrator');
    nowMs += 11 * 3_600_000;
    people = open();
    expect(people.at('w1')).toEqual(first);
    nowMs += 3_600_000;
    expect(people.at('w1')).toBeNull();
    expect(people.lastAt('console')).toEqual(first);
    expect(people.lastAt('bench')).toBeNull();
  });

  test('ends with signing out', async () => {
    await add('A', 'administrator');
    await people.signOut('w1');
    expect(people.at('w1')).toBeNull();
    expect(people.lastAt('console')).toBeNull();
  });
});

describe('a change among the people', () => {
  test('never takes the last administrator', async () => {
    const first = await add('A', 'administrator');
    const second = await add('B', 'secretary');
    expect(key(await people.change(consoleWindow, { change: 'remove', personId: first.personId }))).toBe(
      'people.administrator-needed',
    );
    expect(key(await people.change(consoleWindow, { change: 'remove', personId: second.personId }))).toBe('done');
    expect(people.list()).toEqual([first]);
  });

  test('of a PIN signs its owner out elsewhere and counts at once', async () => {
    await add('A', 'administrator');
    const { personId } = await add('B', 'secretary');
    await people.signIn(anotherWindow, personId, pin);
    expect(key(await people.change(consoleWindow, { change: 'set-pin', personId, pin: '111111' }))).toBe(
      'people.pin-weak',
    );
    await people.change(consoleWindow, { change: 'set-pin', personId, pin: otherPin });
    expect(people.at('w2')).toBeNull();
    expect(key(await people.signIn(anotherWindow, personId, pin))).toBe('people.wrong-pin');
  });

  test('of somebody who was removed already is refused', async () => {
    await add('A', 'administrator');
    const { personId } = await add('B', 'secretary');
    await people.change(consoleWindow, { change: 'remove', personId });
    expect(key(await people.change(consoleWindow, { change: 'rename', personId, name: 'C' }))).toBe('people.unknown');
  });
});

describe('people.json', () => {
  test('holds no PIN, a salt for each, and is for its owner only', async () => {
    await add('A', 'administrator');
    await add('B', 'secretary');
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain(pin);
    const page = JSON.parse(text) as { people: { pin: { salt: string; hash: string } }[] };
    expect(page.people[0]!.pin.hash).not.toBe(page.people[1]!.pin.hash);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  });

  test('locks the hall when it cannot be trusted, and stays as it is', async () => {
    const { personId } = await add('A', 'administrator');
    const hurt = readFileSync(file, 'utf8').replace('administrator', 'secretary');
    for (const text of [hurt, '{', '{"formatVersion":2}']) {
      writeFileSync(file, text);
      people = open();
      expect(people.state()).toBe('broken');
      expect(key(await people.signIn(consoleWindow, personId, pin))).toBe('people.file-broken');
      const added = await people.change(consoleWindow, { change: 'add', name: 'C', duty: 'administrator', pin });
      expect(key(added)).toBe('people.file-broken');
      expect(readFileSync(file, 'utf8')).toBe(text);
    }
  });
});
