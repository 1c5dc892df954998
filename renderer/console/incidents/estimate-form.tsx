import { useState, type ReactNode } from 'react';
import type { IncidentId } from '#domain/ids.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { useWords } from '../../ui/words.tsx';
import type { Asking } from '../hearing/use-ask.ts';
import styles from './incidents.module.css';

/** Minutes that are named most; longer than the last is a day of another hearing. */
const spansMin = [5, 15, 30, 60, 120] as const;

/** P24: in how many minutes it works again, by one press; the secretary also writes who said so. */
export function EstimateForm({
  asking,
  incidentId,
  isSpecialist,
  onDone,
}: {
  asking: Asking;
  incidentId: IncidentId;
  isSpecialist: boolean;
  onDone: () => void;
}): ReactNode {
  const { t } = useWords();
  const [said, setSaid] = useState('');
  const estimate = async (inMin: number): Promise<void> => {
    const outcome = await asking.ask('incident.estimate', { incidentId, inMin, said });
    if (outcome.ok) onDone();
  };
  const isFull = isSpecialist || said.trim() !== '';
  return (
    <div className={styles['form']}>
      {!isSpecialist && <TextField label={t('incidents.whoSaid')} value={said} onChange={setSaid} />}
      <div className={styles['acts']}>
        <BigButton tone="quiet" onPress={onDone}>
          {t('ui.back')}
        </BigButton>
        {spansMin.map((inMin) => (
          <BigButton
            key={inMin}
            tone="next"
            size="large"
            isDisabled={!isFull || asking.isAsking}
            onPress={() => void estimate(inMin)}
          >
            {t('incidents.inMin', { minutes: inMin })}
          </BigButton>
        ))}
      </div>
    </div>
  );
}
