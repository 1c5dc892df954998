import { useState, type ReactNode } from 'react';
import type { PauseKind } from '#domain/hearing/phases.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { useWords } from '../../ui/words.tsx';
import { OralOrderTick } from './oral-order-tick.tsx';
import styles from './pause-sheet.module.css';
import { WritingLine } from './writing-line.tsx';

/** Usual causes of a technical break, words under `pauses.reasons.<reason>`. */
const reasons = ['link', 'sound', 'picture', 'power'] as const;

/** Asks why before a break (P19); one more press, also of the same key, begins it, also with nothing said. */
export function PauseSheet({
  pause,
  isAsking,
  byOralOrder,
  onOralOrder,
  likelyReason,
  onBegin,
  onCancel,
}: {
  pause: PauseKind;
  isAsking: boolean;
  byOralOrder: boolean;
  onOralOrder(isTicked: boolean): void;
  /** What is known to be amiss now, filled in for a technical break. */
  likelyReason: string;
  onBegin(note: string): void;
  onCancel(): void;
}): ReactNode {
  const { t, tt } = useWords();
  const [note, setNote] = useState(pause === 'technical-break' ? likelyReason : '');
  return (
    <form
      className={styles['sheet']}
      onSubmit={(event) => {
        event.preventDefault();
        onBegin(note);
      }}
    >
      <h2>{tt(`pauses.${pause}`)}</h2>
      {pause === 'technical-break' && (
        <div className={styles['reasons']}>
          {reasons.map((reason) => {
            const words = tt(`pauses.reasons.${reason}`);
            return (
              <button
                key={reason}
                type="button"
                aria-pressed={note === words}
                onClick={() => setNote(note === words ? '' : words)}
              >
                {words}
              </button>
            );
          })}
        </div>
      )}
      <WritingLine label={t('hearing.reason')} value={note} hasFocus={false} onChange={setNote} onCancel={onCancel} />
      <div className={styles['row']}>
        <OralOrderTick isTicked={byOralOrder} onTick={onOralOrder} />
        <span className={styles['far']} />
        <BigButton tone="quiet" onPress={onCancel}>
          {t('hearing.cancel')}
        </BigButton>
        <BigButton
          tone="next"
          size="large"
          isDisabled={isAsking}
          onPress={() => onBegin(note)}
          {...(pause === 'technical-break' && { functionKey: 'F4' as const })}
        >
          {t('hearing.beginBreak')}
        </BigButton>
      </div>
    </form>
  );
}
