import type { ReactNode } from 'react';
import { TextField } from '../../ui/fields.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './today.module.css';

export type Reassignment = Readonly<{ caseNumber: string; reason: string }>;

/** For a record made under the wrong case: the right number and why. The old number stays in the journal for ever. */
export function ReassignForm({
  from,
  draft,
  onChange,
}: {
  from: string;
  draft: Reassignment;
  onChange: (draft: Reassignment) => void;
}): ReactNode {
  const { t } = useWords();
  return (
    <>
      <h2>{t('reassign.title')}</h2>
      <dl className={styles['facts']}>
        <dt>{t('reassign.from')}</dt>
        <dd>№ {from}</dd>
      </dl>
      <TextField
        label={t('reassign.to')}
        value={draft.caseNumber}
        onChange={(caseNumber) => onChange({ ...draft, caseNumber })}
      />
      <TextField
        label={t('reassign.reason')}
        value={draft.reason}
        onChange={(reason) => onChange({ ...draft, reason })}
      />
      <div>{t('reassign.stays')}</div>
    </>
  );
}
