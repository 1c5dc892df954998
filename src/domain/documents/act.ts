import type { CheckItem } from '../check/check-item.ts';
import type { HearingCard } from '../hearing/card.ts';
import { stageOf, type IncidentSeen } from '../incidents/incident.ts';
import type { BrokenThing, OwnCause } from '../incidents/incident-entries.ts';
import type { IncidentsSeen, TechnicalBreak } from '../incidents/incidents-seen.ts';
import type { Author } from '../journal/entries.ts';
import type { ActDraft } from './act-draft.ts';
import { blanksOf, type Paper, type PaperLanguage } from './paper.ts';
import { fillTemplate, type PaperTemplate } from './template.ts';
import { writtenDay, writtenMoment, writtenTime } from './written-moment.ts';

/** All that the act is made from. `atMs`: now, by the clock of this hall. */
export type Act = Readonly<{
  card: HearingCard;
  court: string;
  hall: string;
  incidents: IncidentsSeen;
  draft: ActDraft;
  training: boolean;
  atMs: number;
}>;

/** The sentences of the act; `{name}` is filled in. */
export const actPhrases = [
  'what',
  'code',
  'since',
  'found.check',
  'found.alarm',
  'found.person',
  'found.other-court',
  'figures',
  'told',
  'estimated',
  'restored',
  'restored.measured',
  'notRestored',
  'standing',
  'accepted',
  'decided.continue',
  'decided.adjourn',
  'break',
  'breakLasts',
  'system',
] as const;
export type ActPhrase = (typeof actPhrases)[number];

/** The words of one language: the paper's own, and by `say` those of the locale (names of faults, seats, duties). */
export type ActWords = Readonly<{
  language: PaperLanguage;
  mark: string;
  before: PaperTemplate['blocks'];
  after: PaperTemplate['blocks'];
  phrases: Readonly<Record<ActPhrase, string>>;
  /** What figures of the check are called, with their unit; a figure without a word stands under its own name. */
  figures: Readonly<Record<string, string>>;
  say(key: string, args?: Readonly<Record<string, string | number>>): string;
}>;

type Args = Readonly<Record<string, string | number>>;
function phraseOf(words: ActWords, name: ActPhrase, args: Args = {}): string {
  return words.phrases[name].replace(/\{(\w+)\}/g, (place, key: string) => String(args[key] ?? place));
}

function nameOf({ role, name }: Author, words: ActWords): string {
  const duty = role === 'system' ? phraseOf(words, 'system') : words.say(`duties.${role}`).toLocaleLowerCase();
  return name === '' ? duty : `${name} (${duty})`;
}

function thingName({ name, place }: BrokenThing, words: ActWords): string {
  if (name !== '') return name;
  return place === null ? '' : words.say(`seats.${place}`);
}

/** What is out of order in one short sentence, as the secretary saw it on the screen. */
function whatFailed(cause: OwnCause, thing: BrokenThing, words: ActWords): string {
  switch (cause.source) {
    case 'check': {
      const { kind, findings } = cause.item;
      const family = kind === 'microphone' || kind === 'camera' ? kind : 'other';
      const named = thingName(thing, words);
      const verdict = words.say(`check.verdict.${family}.bad`);
      // What to do about it comes after the colon and is no matter of the act.
      const found = findings.map((finding) => words.say(`check.findings.${finding}`).split(':')[0]).join('; ');
      return `${words.say(`check.kinds.${kind}`)}${named === '' ? '' : ` «${named}»`}: ${verdict}${found === '' ? '' : ` (${found})`}`;
    }
    case 'alarm': {
      const named = thingName(thing, words);
      const seat = named === '' ? {} : { seat: named, track: named };
      return words.say(`faults.${cause.fault.key}.happened`, { ...cause.fault.args, ...seat });
    }
    case 'person':
      return cause.text;
  }
}

/** Decimal comma and a true minus, at most one place: −91,2. */
function writtenFigure(value: number): string {
  return String(Math.round(value * 10) / 10)
    .replace('-', '−')
    .replace('.', ',');
}

function figuresOf({ figures }: CheckItem, words: ActWords): string {
  // A share or a factor of nothing tells nothing.
  return Object.entries(figures)
    .filter(([, value]) => Math.round(value * 10) !== 0)
    .map(([name, value]) => {
      const called = words.figures[name];
      return called === undefined ? `${name} ${writtenFigure(value)}` : called.replace('{value}', writtenFigure(value));
    })
    .join('; ');
}

/** One incident as the hall's own timeline has it: what, since when, who was told, until when, how it ended. */
function incidentText(incident: IncidentSeen, number: number, words: ActWords): string {
  const say = (name: ActPhrase, args: Args = {}): string => phraseOf(words, name, args);
  const own = incident.cause.source === 'other-court' ? incident.cause.cause : incident.cause;
  const when = (atMs: number): string => `${writtenDay(atMs)}, ${writtenTime(atMs)}`;
  const by = (author: Author): string => nameOf(author, words);
  const code = own.source === 'alarm' ? ` ${say('code', { code: own.code })}` : '';
  const { restored, notRestored, accepted } = incident;
  const found =
    incident.cause.source === 'other-court'
      ? say('found.other-court', { court: incident.cause.court, hall: incident.cause.hall })
      : say(`found.${own.source}`, { by: by(incident.openedBy) });
  const figures = own.source === 'check' ? figuresOf(own.item, words) : '';
  const sentences = [
    say('what', { number, what: `${whatFailed(own, incident.thing, words)}${code}` }),
    `${say('since', { at: when(incident.sinceMs) })}, ${found}.`,
    ...(figures === '' ? [] : [say('figures', { figures })]),
    ...incident.tellings.map(({ to, name, way, atMs, by: author }) =>
      say('told', {
        at: when(atMs),
        to: words.say(`incidents.to.${to}`).toLocaleLowerCase(),
        name,
        way: words.say(`incidents.ways.${way}`).toLocaleLowerCase(),
        by: by(author),
      }),
    ),
    ...incident.estimates.map(({ restoreByMs, said, atMs }) =>
      say('estimated', { at: when(atMs), until: when(restoreByMs), said }),
    ),
    ...(accepted === null ? [] : [say('accepted', { ...accepted, at: when(accepted.atMs) })]),
    ...incident.decisions.map(({ choice, atMs }) => say(`decided.${choice}`, { at: when(atMs) })),
    ...(notRestored === null
      ? []
      : [
          say('notRestored', {
            at: when(notRestored.atMs),
            by: by(notRestored.by),
            note: notRestored.note === '' ? '' : `: ${notRestored.note}`,
          }),
        ]),
  ];
  if (restored === null) {
    if (stageOf(incident) !== 'not-restored') sentences.push(say('standing'));
  } else if (restored.isMeasured) sentences.push(say('restored.measured', { at: when(restored.atMs) }));
  else {
    const note = restored.note === '' ? '' : `: ${restored.note}`;
    sentences.push(say('restored', { at: when(restored.atMs), by: by(restored.by), note }));
  }
  return sentences.join(' ');
}

function breakText({ fromMs, toMs, note }: TechnicalBreak, words: ActWords): string {
  const reason = note === '' ? '' : ` (${note})`;
  const from = `${writtenDay(fromMs)}, ${writtenTime(fromMs)}`;
  if (toMs === null) return phraseOf(words, 'breakLasts', { from, reason });
  const minutes = Math.max(1, Math.round((toMs - fromMs) / 60_000));
  return phraseOf(words, 'break', { from, to: writtenTime(toMs), minutes, reason });
}

/** What happened as the hall measured it, one paragraph a line: each incident, then the technical breaks (P19). */
export function measuredCircumstances({ list, breaks }: IncidentsSeen, words: ActWords): string {
  return [
    ...list.map((incident, index) => incidentText(incident, index + 1, words)),
    ...breaks.map((each) => breakText(each, words)),
  ].join('\n');
}

/**
 * The act about technical faults. P18: drawn up in free form, signed by the head of the registry and the secretary of the
 * hearing, and joined to the case. What happened stands as it was measured, unless the
 * signers wrote it themselves.
 */
export function actOf({ card, court, hall, incidents, draft, training, atMs }: Act, words: ActWords): Paper {
  const values = {
    day: writtenDay(atMs),
    court,
    hall,
    caseNumber: card.caseNumber,
    judge: card.judge,
    plannedAt: writtenMoment(card.plannedAtMs),
    headOfRegistry: draft.headOfRegistry,
    secretary: draft.secretary || card.secretary,
    headSigns: draft.headOfRegistry,
    secretarySigns: draft.secretary || card.secretary,
    decision: draft.decision[words.language],
  };
  const { language } = words;
  const fill = (blocks: PaperTemplate['blocks']): Paper['blocks'] =>
    fillTemplate({ language, blocks }, { values, persons: [] });
  const written = draft.circumstances[language].trim() || measuredCircumstances(incidents, words);
  const blocks: Paper['blocks'] = [
    ...(training ? [{ kind: 'mark', text: words.mark } as const] : []),
    ...fill(words.before),
    ...written
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((text) => ({ kind: 'line', spans: [{ kind: 'words', text }] }) as const),
    ...fill(words.after),
  ];
  const missing = blanksOf(blocks)
    .filter(({ name, value }) => value === '' && !name.endsWith('Signs'))
    .map(({ name }) => name);
  return { language, blocks, missing };
}
