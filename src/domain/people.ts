import { fault, type Fault } from './faults.ts';
import type { PersonId } from './ids.ts';

/** What a person of the hall is there for; words under `duties.<duty>` in the locales. */
export const duties = ['secretary', 'judge', 'specialist', 'administrator'] as const;
export type Duty = (typeof duties)[number];

/** A person who may sign in at this hall. */
export type Person = Readonly<{ personId: PersonId; name: string; duty: Duty }>;

export const fewestPinDigits = 6;
export const mostPinDigits = 12;

/** How long a person stays signed in at one window. */
export const signedInForMs = 12 * 3_600_000;

const longestWaitS = 300;

/** Refuses a PIN that is not 6 to 12 digits, or is one digit repeated, or counts up or down (123456, 890123, 654321). */
export function refusePin(pin: string): Fault | null {
  const isWeak = fault('people.pin-weak', { digits: fewestPinDigits });
  if (!/^[0-9]+$/.test(pin) || pin.length < fewestPinDigits || pin.length > mostPinDigits) return isWeak;
  const digits = Array.from(pin, Number);
  const stepsBy = (step: number): boolean =>
    digits.every((digit, at) => at === 0 || digit === ((digits[at - 1] ?? 0) + step + 10) % 10);
  return [0, 1, -1].some(stepsBy) ? isWeak : null;
}

/** Seconds until the next try after so many wrong PINs in a row: 1, 2, 4 … 300, never for ever. */
export function waitAfterS(wrongPins: number): number {
  return wrongPins <= 0 ? 0 : Math.min(longestWaitS, 2 ** (wrongPins - 1));
}

/** Seconds that are left of that wait; a clock that was set back makes nobody wait longer than the wait itself. */
export function waitLeftS(wrongPins: number, lastWrongMs: number, nowMs: number): number {
  const wholeS = waitAfterS(wrongPins);
  return Math.min(wholeS, Math.max(0, Math.ceil(wholeS - (nowMs - lastWrongMs) / 1000)));
}

/** Refuses people among whom nobody could let anybody in any more, or two of one name. Nobody at all is no such people. */
export function refusePeople(people: readonly Person[]): Fault | null {
  if (!people.some(({ duty }) => duty === 'administrator')) return fault('people.administrator-needed', {});
  const names = new Set<string>();
  for (const { name } of people) {
    const folded = name.trim().toLocaleLowerCase();
    if (names.has(folded)) return fault('people.name-taken', { name });
    names.add(folded);
  }
  return null;
}
