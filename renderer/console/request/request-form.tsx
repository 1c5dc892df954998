import type { ReactNode } from 'react';
import type { Answer } from '#contract/hall.ts';
import type { HearingCard } from '#domain/hearing/card.ts';
import type { RequestDraft } from '#domain/documents/appendix-one.ts';
import { blanksOf, type Paper } from '#domain/documents/paper.ts';
import { DayField, writtenCivilDay } from '../../ui/day-field.tsx';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { TextField } from '../../ui/fields.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './request.module.css';

type SendBy = Answer<'request.preview'>['sendBy'];
type TextBlank = Exclude<keyof RequestDraft, 'inHall' | 'resolvedOn'>;
/** The blanks as they come on the paper; what belongs together stands side by side. */
const beforePersons: readonly (readonly TextBlank[])[] = [['addressee', 'address'], ['court', 'subject'], ['action']];
const afterPersons: readonly (readonly TextBlank[])[] = [
  ['base'],
  ['secretaryContacts'],
  ['organiser', 'organiserContacts'],
  ['president'],
];

/** All blanks of the request that its card does not fill, and a tick for each person who is asked for. */
export function RequestForm({
  card,
  paper,
  draft,
  sendBy,
  onChange,
}: {
  card: HearingCard;
  /** What stands in the paper where nothing else is written is shown in the empty field. */
  paper: Paper | null;
  draft: RequestDraft;
  sendBy: SendBy;
  onChange: (part: Partial<RequestDraft>) => void;
}): ReactNode {
  const { t, tt } = useWords();
  const valueOf = (name: string): string =>
    blanksOf(paper?.blocks ?? []).find((blank) => blank.name === name)?.value ?? '';
  const rows = (blanks: readonly (readonly TextBlank[])[]): ReactNode =>
    blanks.map((row) => (
      <div key={row.join()} className={styles['row']}>
        {row.map((name) => (
          <TextField
            key={name}
            label={tt(`request.blank.${name}`)}
            value={draft[name]}
            placeholder={valueOf(name)}
            onChange={(typed) => onChange({ [name]: typed })}
          />
        ))}
      </div>
    ));
  const ask = (name: string, isAsked: boolean): void => {
    const others = draft.inHall.filter((each) => each !== name);
    onChange({ inHall: isAsked ? others : [...others, name] });
  };
  return (
    <>
      <ResolvedOn draft={draft} sendBy={sendBy} onChange={onChange} />
      {rows(beforePersons)}
      <div className={styles['persons']} role="group" aria-label={t('request.persons')}>
        <div className={styles['personsHead']}>{t('request.persons')}</div>
        {card.parties.length === 0 && <div className={styles['quiet']}>{t('request.noPersons')}</div>}
        {card.parties.map(({ role, name }, index) => (
          <label key={index} className={styles['person']}>
            <input
              type="checkbox"
              checked={!draft.inHall.includes(name)}
              onChange={(event) => ask(name, event.currentTarget.checked)}
            />
            <span>
              {tt(`roles.${role}`)} · {name}
            </span>
          </label>
        ))}
      </div>
      {rows(afterPersons)}
    </>
  );
}

/** P12: the day of the resolution, and until when the request has to be sent. */
function ResolvedOn({
  draft,
  sendBy,
  onChange,
}: Readonly<{ draft: RequestDraft; sendBy: SendBy; onChange: (part: Partial<RequestDraft>) => void }>): ReactNode {
  const { t } = useWords();
  return (
    <div>
      <DayField
        label={t('request.resolvedOn')}
        value={draft.resolvedOn}
        onChange={(resolvedOn) => onChange({ resolvedOn })}
      />
      {sendBy !== null && (
        <p className={styles['sendBy']} data-over={sendBy.isOver} role="status">
          <ShapeMark shape={sendBy.isOver ? 'cross' : 'tick'} tone={sendBy.isOver ? 'bad' : 'good'} />
          <span>
            {t(sendBy.isOver ? 'request.sendByOver' : 'request.sendBy', {
              day: writtenCivilDay(sendBy.lastDay),
              days: sendBy.workingDays,
            })}
            {!sendBy.isConfirmed && ` ${t('request.calendarNotConfirmed')}`}
          </span>
        </p>
      )}
    </div>
  );
}
