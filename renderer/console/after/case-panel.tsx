import { useState, type ReactNode } from 'react';
import type { HearingSummary } from '#contract/papers.ts';
import type { HearingId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { useAsk } from '../hearing/use-ask.ts';
import styles from './side-panel.module.css';

/** Gives the record to another case when it was opened under a wrong number; the old number is kept. */
export function CasePanel({
  hall,
  hearingId,
  card,
}: {
  hall: HallClient;
  hearingId: HearingId;
  card: HearingSummary['card'];
}): ReactNode {
  const { t } = useWords();
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  const [caseNumber, setCaseNumber] = useState('');
  const [reason, setReason] = useState('');
  const [hasChanged, setHasChanged] = useState(false);
  const save = async (): Promise<void> => {
    const outcome = await ask('hearing.reassign-case', { hearingId, caseNumber, reason });
    if (!outcome.ok) return;
    setHasChanged(true);
    setCaseNumber('');
    setReason('');
  };
  const isFilled = caseNumber.trim() !== '' && reason.trim() !== '';
  return (
    <div className={styles['section']}>
      <p>
        {t('after.caseNow')} <strong>№ {card.caseNumber}</strong>
      </p>
      <p className={styles['quiet']}>{t('after.caseAbout')}</p>
      <TextField label={t('after.newCase')} value={caseNumber} onChange={setCaseNumber} />
      <TextField label={t('after.reason')} value={reason} onChange={setReason} />
      <FaultLine fault={fault} onDismiss={dismiss} />
      {hasChanged && (
        <p className={styles['good']} role="status">
          <ShapeMark shape="tick" tone="good" />
          {t('after.caseChanged')}
        </p>
      )}
      <div className={styles['acts']}>
        <BigButton tone="next" size="large" isDisabled={!isFilled || isAsking} onPress={() => void save()}>
          {t('after.changeCase')}
        </BigButton>
      </div>
    </div>
  );
}
