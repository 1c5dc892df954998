import type { IncidentShown } from '#contract/incident-papers.ts';
import type { HallState } from '#contract/papers.ts';
import { clockTime, shortDate, spanOfTime } from './clock.ts';
import type { Words } from './words.tsx';

/** What is out of order, in one sentence as people say it. */
export function whatFailed(
  { cause: told, thing }: IncidentShown,
  words: Words,
  seats: HallState['hall']['seats'],
): string {
  const { t, tt, faultWords } = words;
  const cause = told.source === 'other-court' ? told.cause : told;
  const named = thing.name !== '' ? thing.name : thing.place === null ? '' : tt(`seats.${thing.place}`);
  switch (cause.source) {
    case 'check': {
      const { kind, findings } = cause.item;
      const family = kind === 'microphone' || kind === 'camera' ? kind : 'other';
      const [first] = findings;
      const what = `${tt(`check.kinds.${kind}`)}${named === '' ? '' : ` «${named}»`}`;
      // What to do about it comes after the colon and is for whoever stands at the device.
      const why = first === undefined ? '' : ` (${(tt(`check.findings.${first}`).split(':')[0] ?? '').trim()})`;
      return `${what}: ${tt(`check.verdict.${family}.bad`)}${why}`;
    }
    case 'alarm': {
      const { happened, code } = faultWords(cause.fault, seats);
      return `${happened} · ${t('strip.code', { code })}`;
    }
    case 'person':
      return cause.text;
  }
}

/** Since when it is so; another day with its date. */
export function sinceWords({ sinceMs }: IncidentShown, wallMs: number, { t }: Words): string {
  const time = clockTime(sinceMs);
  return t('incidents.since', { at: wallMs - sinceMs < 12 * 3_600_000 ? time : `${shortDate(sinceMs)}, ${time}` });
}

/** P24: how long is left, or for how long the time is over; null while nobody named one. */
export function countdownOf(
  { restoreByMs }: IncidentShown,
  wallMs: number,
  { t }: Words,
): Readonly<{ text: string; isOver: boolean }> | null {
  if (restoreByMs === null) return null;
  const leftMs = restoreByMs - wallMs;
  const span = spanOfTime(Math.abs(leftMs)).replace(/^00:/, '');
  const isOver = leftMs < 0;
  return { isOver, text: t(isOver ? 'incidents.overBy' : 'incidents.left', { span }) };
}

/** How many incidents still want somebody. */
export function standingIncidents({ incidents }: Pick<HallState, 'incidents'>): readonly IncidentShown[] {
  return incidents.filter(({ isOver }) => !isOver);
}
