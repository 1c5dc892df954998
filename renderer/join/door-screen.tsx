import { useState, type ReactNode } from 'react';
import type { JoinLine } from '#line/join-line.ts';
import { BigButton } from '../ui/big-button.tsx';
import { TextField } from '../ui/fields.tsx';
import { useWords } from '../ui/words.tsx';
import styles from './join.module.css';

/** P9: the code word, and nothing of the case. */
export function DoorScreen({ line, isKnocking }: { line: JoinLine; isKnocking: boolean }): ReactNode {
  const { t, language } = useWords();
  const [word, setWord] = useState('');
  const mayEnter = word.trim() !== '' && !isKnocking;
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
        {t(isKnocking ? 'join.entering' : 'join.enter')}
      </BigButton>
    </form>
  );
}
