import { useState, type ReactNode } from 'react';
import { powersShown, type Attendance } from '#domain/participants/participant-entries.ts';
import type { JoinLine } from '#line/join-line.ts';
import { BigButton } from '../ui/big-button.tsx';
import { ShapeMark } from '../ui/shape-mark.tsx';
import { useWords } from '../ui/words.tsx';
import styles from './join.module.css';

const nobody: Attendance = {
  ...{ name: '', isPresent: true, document: '', powers: 'not-needed', canTakePart: true, note: '' },
};
const mostPeople = 30;

/**
 * P26: the official of an institution tells the court who has come, by what papers they are known, whether their powers were
 * shown and whether they can take part. The names are written here: the page is told nothing of the case before (L8).
 */
export function AttendanceForm({ line }: { line: JoinLine }): ReactNode {
  const { t } = useWords();
  const [people, setPeople] = useState<readonly Attendance[]>([nobody]);
  const [isSent, setSent] = useState(false);
  const isWhole = people.every(({ name }) => name.trim() !== '');
  const set = (next: readonly Attendance[]): void => {
    setPeople(next);
    setSent(false);
  };
  const change = (index: number, part: Partial<Attendance>): void =>
    set(people.map((person, at) => (at === index ? { ...person, ...part } : person)));
  return (
    <form
      className={styles['sheet']}
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole) setSent(line.act({ say: 'attendance', people }));
      }}
    >
      <h2>{t('attendance.title')}</h2>
      <p className={styles['quiet']}>{t('attendance.about')}</p>
      {people.map((person, index) => (
        <PersonFields
          key={index}
          no={index + 1}
          person={person}
          onChange={(part) => change(index, part)}
          onRemove={people.length === 1 ? null : () => set(people.filter((_, at) => at !== index))}
        />
      ))}
      <BigButton size="large" isDisabled={people.length >= mostPeople} onPress={() => set([...people, nobody])}>
        {t('attendance.add')}
      </BigButton>
      <BigButton
        tone="next"
        size="huge"
        isDisabled={!isWhole}
        onPress={() => setSent(line.act({ say: 'attendance', people }))}
      >
        {t('attendance.send')}
      </BigButton>
      {isSent && (
        <p className={styles['good']} role="status">
          <ShapeMark shape="tick" tone="good" />
          {t('attendance.sent')}
        </p>
      )}
    </form>
  );
}

function PersonFields({
  no,
  person,
  onChange,
  onRemove,
}: {
  no: number;
  person: Attendance;
  onChange(part: Partial<Attendance>): void;
  onRemove: (() => void) | null;
}): ReactNode {
  const { t, tt } = useWords();
  const text = (field: 'name' | 'document' | 'note', label: string, most: number): ReactNode => (
    <label className={styles['field']}>
      {label}
      <input
        className={styles['text']}
        value={person[field]}
        maxLength={most}
        autoComplete="off"
        onChange={(event) => onChange({ [field]: event.currentTarget.value })}
      />
    </label>
  );
  return (
    <fieldset className={styles['person']}>
      <legend>{t('attendance.person', { no })}</legend>
      {text('name', t('attendance.name'), 200)}
      <YesNo
        label={t('attendance.present')}
        isYes={person.isPresent}
        onChange={(isPresent) => onChange({ isPresent })}
      />
      {person.isPresent && (
        <>
          {text('document', t('attendance.document'), 200)}
          <label className={styles['field']}>
            {t('attendance.powers')}
            <select
              className={styles['text']}
              value={person.powers}
              onChange={(event) =>
                onChange({ powers: powersShown.find((each) => each === event.currentTarget.value) ?? 'not-needed' })
              }
            >
              {powersShown.map((each) => (
                <option key={each} value={each}>
                  {tt(`attendance.powers.${each}`)}
                </option>
              ))}
            </select>
          </label>
          <YesNo
            label={t('attendance.canTakePart')}
            isYes={person.canTakePart}
            onChange={(canTakePart) => onChange({ canTakePart })}
          />
        </>
      )}
      {text('note', t('attendance.note'), 300)}
      {onRemove !== null && (
        <BigButton tone="quiet" onPress={onRemove}>
          {t('attendance.remove')}
        </BigButton>
      )}
    </fieldset>
  );
}

function YesNo({
  label,
  isYes,
  onChange,
}: {
  label: string;
  isYes: boolean;
  onChange(isYes: boolean): void;
}): ReactNode {
  const { t } = useWords();
  return (
    <div className={styles['right']} role="group" aria-label={label}>
      <span>{label}</span>
      {[true, false].map((each) => (
        <button
          key={String(each)}
          type="button"
          className={styles['answer']}
          data-good={each}
          aria-pressed={isYes === each}
          onClick={() => onChange(each)}
        >
          <ShapeMark shape={each ? 'tick' : 'cross'} />
          {t(each ? 'join.yes' : 'join.no')}
        </button>
      ))}
    </div>
  );
}
