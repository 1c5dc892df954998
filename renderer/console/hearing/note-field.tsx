import { useState, type ReactNode } from 'react';
import { BigButton } from '../../ui/big-button.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './note-field.module.css';
import { timeText } from './time-text.ts';
import { WritingLine } from './writing-line.tsx';

/** A note to the moment at which it was begun, however long the writing takes. */
export function NoteField({
  atUs,
  onSave,
  onCancel,
}: {
  atUs: number;
  onSave(text: string): void;
  onCancel(): void;
}): ReactNode {
  const { t } = useWords();
  const [text, setText] = useState('');
  const save = (): void => {
    if (text.trim() !== '') onSave(text);
  };
  return (
    <form
      className={styles['note']}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <WritingLine
        label={t('hearing.noteAt', { time: timeText(atUs) })}
        value={text}
        isLong
        hasFocus
        onChange={setText}
        onCancel={onCancel}
      />
      <div className={styles['row']}>
        <BigButton tone="quiet" onPress={onCancel}>
          {t('hearing.cancel')}
        </BigButton>
        <BigButton tone="next" size="large" isDisabled={text.trim() === ''} onPress={save}>
          {t('hearing.saveNote')}
        </BigButton>
      </div>
    </form>
  );
}
