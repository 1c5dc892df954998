import { useState, type ReactNode } from 'react';
import { refusePin } from '#domain/people.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { useWords } from '../../ui/words.tsx';
import { isWholePin, PinPad } from './pin-pad.tsx';
import styles from './people.module.css';

/** A new PIN, entered twice because it is never seen. */
export function NewPin({
  isDisabled = false,
  onReady,
}: {
  /** Something else of the form is missing still, or it is being saved. */
  isDisabled?: boolean;
  onReady: (pin: string) => void;
}): ReactNode {
  const { t } = useWords();
  const [first, setFirst] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [hasDiffered, setDiffered] = useState(false);
  const weak = first === null && isWholePin(typed) ? refusePin(typed) : null;
  const canGoOn = isWholePin(typed) && weak === null && (first === null || !isDisabled);

  const goOn = (): void => {
    if (!canGoOn) return;
    setTyped('');
    setDiffered(first !== null && first !== typed);
    setFirst(first === null ? typed : null);
    if (first === typed) onReady(typed);
  };
  return (
    <div className={styles['padRow']}>
      <PinPad
        label={first === null ? t('people.newPin') : t('people.pinAgain')}
        pin={typed}
        onChange={setTyped}
        onEnter={goOn}
      />
      <div className={styles['beside']}>
        {hasDiffered && typed === '' && <p>{t('people.pinDiffers')}</p>}
        <FaultLine fault={weak} />
        <BigButton tone="next" size="large" isDisabled={!canGoOn} onPress={goOn}>
          {first === null ? t('people.next') : t('people.save')}
        </BigButton>
      </div>
    </div>
  );
}
