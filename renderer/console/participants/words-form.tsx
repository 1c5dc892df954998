import { useState, type ReactNode } from 'react';
import { BigButton } from '../../ui/big-button.tsx';
import { TextField } from '../../ui/fields.tsx';
import styles from './participants.module.css';

/** A few words that go somewhere: a direction, a report by telephone. Emptied once they are taken. */
export function WordsForm({
  label,
  button,
  isAsking,
  onSend,
}: {
  label: string;
  button: string;
  isAsking: boolean;
  onSend(text: string): Promise<boolean>;
}): ReactNode {
  const [text, setText] = useState('');
  const maySend = text.trim() !== '' && !isAsking;
  const send = async (): Promise<void> => {
    if (maySend && (await onSend(text.trim()))) setText('');
  };
  return (
    <form
      className={styles['words']}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <TextField label={label} value={text} onChange={setText} />
      <BigButton isDisabled={!maySend} onPress={() => void send()}>
        {button}
      </BigButton>
    </form>
  );
}
