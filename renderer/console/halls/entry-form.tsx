import type { ReactNode } from 'react';
import { institutionKinds } from '#domain/directory/entry.ts';
import { ChoiceField, TextField } from '../../ui/fields.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './directory.module.css';
import { entryFrom, type TypedEntry } from './entry-draft.ts';

/** The fields of one entry. What the hall would refuse is told at its field once something was typed. */
export function EntryForm({
  typed,
  isTouched,
  onChange,
}: {
  typed: TypedEntry;
  isTouched: boolean;
  onChange: (typed: TypedEntry) => void;
}): ReactNode {
  const { t, tt } = useWords();
  const wrong = entryFrom(typed);
  const missing = (field: string): string | undefined =>
    isTouched && wrong === field ? tt(`directory.bad.${field}`) : undefined;
  const field = (name: 'court' | 'hall' | 'host' | 'port' | 'support' | 'note'): ReactNode => (
    <TextField
      label={tt(`directory.column.${name}`)}
      value={typed[name]}
      missing={missing(name)}
      onChange={(value) => onChange({ ...typed, [name]: value })}
    />
  );
  return (
    <div className={styles['form']}>
      {field('court')}
      <div className={styles['pair']}>
        {field('hall')}
        <ChoiceField
          label={t('directory.column.kind')}
          value={typed.kind}
          choices={institutionKinds.map((kind) => ({ value: kind, label: tt(`directory.kind.${kind}`) }))}
          onChange={(kind) => onChange({ ...typed, kind })}
        />
      </div>
      <div className={styles['pair']}>
        {field('host')}
        {field('port')}
      </div>
      <div className={styles['pair']}>
        {field('support')}
        {field('note')}
      </div>
    </div>
  );
}
