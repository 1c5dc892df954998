import { useState, type ReactNode } from 'react';
import { HoldButton } from '../../ui/hold-button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './reports.module.css';

/** Takes a report as the hall's sample under a name; held for a second, because every later check is compared with it. */
export function AcceptForm({
  firstName,
  isAsking,
  onAccept,
}: Readonly<{ firstName: string; isAsking: boolean; onAccept: (name: string) => void }>): ReactNode {
  const { t } = useWords();
  const [name, setName] = useState(firstName);
  return (
    <div className={styles['accept']}>
      <TextField label={t('reports.acceptName')} value={name} onChange={setName} />
      <HoldButton tone="plain" isDisabled={isAsking || name.trim() === ''} onHeld={() => onAccept(name.trim())}>
        {t('reports.accept')}
      </HoldButton>
    </div>
  );
}
