import { randomUUID } from 'node:crypto';
import type { AtTheDoor, Role } from '#contract/call.ts';
import type { PeopleChange } from '#contract/papers.ts';
import { fault } from '#domain/faults.ts';
import type { PersonId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { refusePeople, refusePin, signedInForMs, waitAfterS, waitLeftS, type Person } from '#domain/people.ts';
import { hashSecret, isSecret, type Log } from '../plumbing/index.ts';
import { readPeople, writePeople, type KnownPerson, type PeoplePage } from './people-file.ts';

/** Who may sign in, and who is signed in where. */
export type People = Readonly<{
  list(): readonly Person[];
  /** `nobody`: a hall without sign-in. `broken`: people.json cannot be trusted, so nobody can sign in. */
  state(): 'nobody' | 'people' | 'broken';
  /** Who is signed in at this window and for less than 12 h; null when nobody. */
  at(windowId: string): Person | null;
  /** Who signed in last at a window of this role, however long ago; for a hearing that must not be interrupted. */
  lastAt(role: Role): Person | null;
  /** The window of this role at which somebody signed in last, if for less than 12 h. */
  windowOf(role: Role): AtTheDoor | null;
  /** Refuses `people.unknown`, `people.wait`, `people.wrong-pin`; each wrong PIN makes the next wait longer. */
  signIn(window: AtTheDoor, personId: PersonId, pin: string): Promise<Outcome<Person>>;
  signOut(windowId: string): Promise<Outcome<void>>;
  /** Refuses `people.*`; the first person is signed in at the asking window at once. */
  change(window: AtTheDoor, change: PeopleChange): Promise<Outcome<Person>>;
}>;

type Changed = Readonly<{ page: PeoplePage; person: Person }>;

const isOf =
  (personId: PersonId) =>
  (each: KnownPerson): boolean =>
    each.person.personId === personId;

function signedInAt(page: PeoplePage, { windowId, role }: AtTheDoor, personId: PersonId, sinceMs: number): PeoplePage {
  // One that is older than twice the limit cannot be wanted any more, not even by a hearing.
  const others = page.signedIn.filter(
    (each) => each.windowId !== windowId && each.sinceMs > sinceMs - 2 * signedInForMs,
  );
  return { ...page, signedIn: [...others, { windowId, role, personId, sinceMs }] };
}

/** The page after this change and the person it was about; the rules for the people as a whole are not asked here. */
async function afterChange(page: PeoplePage, window: AtTheDoor, change: PeopleChange): Promise<Outcome<Changed>> {
  const weak = 'pin' in change ? refusePin(change.pin) : null;
  if (weak !== null) return failed(weak);
  if (change.change === 'add') {
    const { name, duty, pin } = change;
    const person: Person = { personId: randomUUID() as PersonId, name, duty };
    const known: KnownPerson = { person, pin: await hashSecret(pin), wrongPins: 0, lastWrongMs: 0 };
    return done({ page: { ...page, people: [...page.people, known] }, person });
  }
  const known = page.people.find(isOf(change.personId));
  if (known === undefined) return failed(fault('people.unknown', {}));
  const { personId } = known.person;
  const replaced = (by: KnownPerson): readonly KnownPerson[] =>
    page.people.map((each) => (each.person.personId === personId ? by : each));
  switch (change.change) {
    case 'rename': {
      const person = { ...known.person, name: change.name };
      return done({ page: { ...page, people: replaced({ ...known, person }) }, person });
    }
    case 'set-pin': {
      const people = replaced({ ...known, pin: await hashSecret(change.pin), wrongPins: 0, lastWrongMs: 0 });
      // Whoever came in by the old PIN elsewhere must know the new one.
      const signedIn = page.signedIn.filter((each) => each.personId !== personId || each.windowId === window.windowId);
      return done({ page: { ...page, people, signedIn }, person: known.person });
    }
    case 'remove': {
      const people = page.people.filter((each) => each.person.personId !== personId);
      const signedIn = page.signedIn.filter((each) => each.personId !== personId);
      return done({ page: { ...page, people, signedIn }, person: known.person });
    }
  }
}

/** Reads people.json. Where it cannot be trusted the hall is locked, not open (`broken`). */
export function openPeople({ file, nowMs, log }: Readonly<{ file: string; nowMs(): number; log: Log }>): People {
  const read = readPeople(file, log);
  let page: PeoplePage = read.ok ? read.value : { formatVersion: 1, people: [], signedIn: [] };
  let last: Promise<unknown> = Promise.resolve();

  /** One after another, so that many tries at once are no way around the wait. */
  function inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    const result = last.then(act);
    last = result.catch(() => undefined);
    return result;
  }
  async function keep(next: PeoplePage): Promise<Outcome<void>> {
    if (!read.ok) return read;
    const written = await writePeople(file, next, log);
    if (written.ok) page = next;
    return written;
  }
  const personOf = (personId: PersonId | undefined): Person | null =>
    page.people.find(({ person }) => person.personId === personId)?.person ?? null;

  async function signIn(window: AtTheDoor, personId: PersonId, pin: string): Promise<Outcome<Person>> {
    const known = page.people.find(isOf(personId));
    if (known === undefined) return failed(read.ok ? fault('people.unknown', {}) : read.fault);
    const now = nowMs();
    const seconds = waitLeftS(known.wrongPins, known.lastWrongMs, now);
    if (seconds > 0) return failed(fault('people.wait', { seconds }));
    const withTries = (wrongPins: number): PeoplePage => ({
      ...page,
      people: page.people.map((each) => (each === known ? { ...known, wrongPins, lastWrongMs: now } : each)),
    });
    if (!(await isSecret(pin, known.pin))) {
      const wrongPins = known.wrongPins + 1;
      const counted = await keep(withTries(wrongPins));
      log.warn({ personId, wrongPins }, 'people.wrong-pin');
      return counted.ok ? failed(fault('people.wrong-pin', { seconds: waitAfterS(wrongPins) })) : counted;
    }
    const kept = await keep(signedInAt(withTries(0), window, personId, now));
    if (!kept.ok) return kept;
    log.info({ personId, duty: known.person.duty, role: window.role }, 'people.signed-in');
    return done(known.person);
  }

  async function change(window: AtTheDoor, wanted: PeopleChange): Promise<Outcome<Person>> {
    const changed = await afterChange(page, window, wanted);
    if (!changed.ok) return changed;
    const { person } = changed.value;
    const isFirst = page.people.length === 0;
    const next = isFirst ? signedInAt(changed.value.page, window, person.personId, nowMs()) : changed.value.page;
    const refusal = refusePeople(next.people.map((each) => each.person));
    if (refusal !== null) return failed(refusal);
    const kept = await keep(next);
    if (!kept.ok) return kept;
    log.info({ personId: person.personId, duty: person.duty, change: wanted.change }, 'people.changed');
    return done(person);
  }

  return {
    list: () => page.people.map(({ person }) => person),
    state: () => (!read.ok ? 'broken' : page.people.length === 0 ? 'nobody' : 'people'),
    at(windowId) {
      const found = page.signedIn.find((each) => each.windowId === windowId);
      if (found === undefined || Math.abs(nowMs() - found.sinceMs) >= signedInForMs) return null;
      return personOf(found.personId);
    },
    lastAt: (role) => personOf(page.signedIn.findLast((each) => each.role === role)?.personId),
    windowOf(role) {
      const found = page.signedIn.findLast((each) => each.role === role);
      if (found === undefined || Math.abs(nowMs() - found.sinceMs) >= signedInForMs) return null;
      return { windowId: found.windowId, role };
    },
    signIn: (...asked) => inTurn(() => signIn(...asked)),
    signOut: (windowId) =>
      inTurn(async () => {
        const signedIn = page.signedIn.filter((each) => each.windowId !== windowId);
        return signedIn.length === page.signedIn.length ? done(undefined) : keep({ ...page, signedIn });
      }),
    change: (...asked) => inTurn(() => change(...asked)),
  };
}
