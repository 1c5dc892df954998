import { useState, type ReactNode } from 'react';
import type { Fault } from '#domain/faults.ts';
import type { JoinLine } from '#line/join-line.ts';
import { BigButton } from '../ui/big-button.tsx';
import { TextField } from '../ui/fields.tsx';
import { useWords } from '../ui/words.tsx';
import styles from './join.module.css';
import { useWaitS } from './use-wait-s.ts';

/** P9: the code word, and nothing of the case. */
export function DoorScreen({
  line,
  isKnocking,
  fault,
}: {
  line: JoinLine;
  isKnocking: boolean;
  fault: Fault | null;
}): ReactNode {
  const { t, language } = useWords();
  const [word, setWord] = useState('');
  const waitS = useWaitS(fault);
  const mayEnter = word.trim() !== '' && !isKnocking && waitS === 0;
  const enter = (): void => {
    if (mayEnter) line.knock(word, language);
  };
  return (
    <form
      className={styles['column']}
      onSubmit={(event) => {
        event.preventDefault();
        enter();
      }}
    >
      <TextField label={t('join.word')} value={word} onChange={setWord} />
      <p className={styles['quiet']}>{t('join.wordAbout')}</p>
      <BigButton tone="next" size="huge" isDisabled={!mayEnter} onPress={enter}>
        {waitS > 0 ? t('join.enterIn', { seconds: waitS }) : t(isKnocking ? 'join.entering' : 'join.enter')}
      </BigButton>
    </form>
  );
}
