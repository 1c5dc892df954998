import type { ReactNode } from 'react';
import type { HallState, HearingSummary } from '#contract/papers.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { useWords } from '../../ui/words.tsx';
import type { Work } from './today-work.ts';
import styles from './today.module.css';

/** What can be done about the chosen hearing beside going on with it. */
export function ChosenActs({
  state,
  chosen,
  onWork,
  onChange,
}: {
  state: HallState;
  chosen: HearingSummary;
  onWork: (work: Work) => void;
  onChange: () => void;
}): ReactNode {
  const { t } = useWords();
  const { hearingId, card, phase } = chosen;
  const isBefore = phase === 'planned' || phase === 'checked';
  return (
    <div className={styles['acts']}>
      {isBefore && (
        <>
          <BigButton onPress={onChange}>{t('today.change')}</BigButton>
          <BigButton onPress={() => onWork({ kind: 'request', hearing: chosen })}>{t('today.request')}</BigButton>
          {state.isRoomOpen && (
            <BigButton onPress={() => onWork({ kind: 'participants', hearing: chosen })}>
              {t('participants.title')}
            </BigButton>
          )}
          {(state.isRoomOpen || state.peers.length > 0) && (
            <BigButton onPress={() => onWork({ kind: 'test-session', hearing: chosen })}>
              {t('testSession.title')}
            </BigButton>
          )}
        </>
      )}
      {!isBefore && (
        <BigButton onPress={() => onWork({ kind: 'reassign', hearing: chosen, draft: { caseNumber: '', reason: '' } })}>
          {t('today.reassign')}
        </BigButton>
      )}
      {phase !== 'planned' && (
        <BigButton onPress={() => onWork({ kind: 'act', hearingId, caseNumber: card.caseNumber })}>
          {t('act.open')}
        </BigButton>
      )}
    </div>
  );
}
