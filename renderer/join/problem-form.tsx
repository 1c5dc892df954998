import { useState, type ReactNode } from 'react';
import type { JoinLine } from '#line/join-line.ts';
import { BigButton } from '../ui/big-button.tsx';
import { ShapeMark } from '../ui/shape-mark.tsx';
import { useWords } from '../ui/words.tsx';
import styles from './join.module.css';

const usual = ['no-sound', 'no-picture', 'breaks'] as const;

/** P14: a problem is told to the court at once, by one touch or in words. */
export function ProblemForm({ line }: { line: JoinLine }): ReactNode {
  const { t, tt } = useWords();
  const [step, setStep] = useState<'closed' | 'writing' | 'sent'>('closed');
  const [text, setText] = useState('');
  const send = (said: string): void => {
    if (said.trim() === '' || !line.act({ say: 'problem', text: said.trim() })) return;
    setText('');
    setStep('sent');
  };
  if (step !== 'writing')
    return (
      <div className={styles['column']}>
        <BigButton size="large" onPress={() => setStep('writing')}>
          {t('join.problem')}
        </BigButton>
        {step === 'sent' && (
          <p className={styles['good']} role="status">
            <ShapeMark shape="tick" tone="good" />
            {t('join.sent')}
          </p>
        )}
      </div>
    );
  return (
    <form
      className={styles['sheet']}
      onSubmit={(event) => {
        event.preventDefault();
        send(text);
      }}
    >
      <label htmlFor="problem">{t('join.problemAbout')}</label>
      <div className={styles['choices']}>
        {usual.map((each) => (
          <BigButton key={each} onPress={() => send(tt(`join.problems.${each}`))}>
            {tt(`join.problems.${each}`)}
          </BigButton>
        ))}
      </div>
      <textarea
        id="problem"
        className={styles['text']}
        rows={3}
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={styles['choices']}>
        <BigButton tone="next" size="large" isDisabled={text.trim() === ''} onPress={() => send(text)}>
          {t('join.send')}
        </BigButton>
        <BigButton size="large" onPress={() => setStep('closed')}>
          {t('join.cancel')}
        </BigButton>
      </div>
    </form>
  );
}
