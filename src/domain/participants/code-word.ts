import { fault, type Fault } from '../faults.ts';
import { waitAfterS, waitLeftS } from '../people.ts';

/** P9: a code word is said over the telephone or stands in the motion, and is tried few times. */
export const wordRules = { fewestSigns: 6, mostSigns: 60, tries: 10 } as const;

/** Wrong code words of one invitation in a row, and when the newest of them came, Unix ms. */
export type WordTries = Readonly<{ wrongWords: number; lastWrongMs: number }>;

const umlaut = '\u0308';

/**
 * A code word as it is compared: letters and digits only, lower case, so that hyphens, spaces and capitals do not matter,
 * nor whether the two dots of a Russian letter were written.
 */
export function foldWord(typed: string): string {
  const undotted = typed.normalize('NFD').replaceAll(umlaut, '').normalize('NFC');
  return undotted.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Refuses a code word of the person's own that is too short to be one. */
export function refuseWord(typed: string): Fault | null {
  const signs = foldWord(typed).length;
  const isGood = signs >= wordRules.fewestSigns && signs <= wordRules.mostSigns;
  return isGood ? null : fault('participant.word-weak', { signs: wordRules.fewestSigns });
}

/** Two words and two digits to be said over the telephone; `random(below)` is uniform in [0, below). */
export function pickWord(words: readonly string[], random: (below: number) => number): string {
  const pick = (): string => words[random(words.length)] ?? '';
  return `${pick()} ${pick()} ${10 + random(90)}`;
}

/** Whether another try is looked at now: refuses `participant.word-locked` and `participant.wait`. */
export function refuseTry({ wrongWords, lastWrongMs }: WordTries, nowMs: number): Fault | null {
  if (wrongWords >= wordRules.tries) return fault('participant.word-locked', {});
  const seconds = waitLeftS(wrongWords, lastWrongMs, nowMs);
  return seconds > 0 ? fault('participant.wait', { seconds }) : null;
}

/** What is said of the wrong word that makes it so many in a row. */
export function wrongWord(wrongWords: number): Fault {
  return wrongWords >= wordRules.tries
    ? fault('participant.word-locked', {})
    : fault('participant.word-wrong', { seconds: waitAfterS(wrongWords) });
}
