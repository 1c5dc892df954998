import { useState, type ReactNode } from 'react';
import { participantRoles, type ParticipantRole } from '#domain/participants/participant-entries.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { ChoiceField, TextField } from '../../ui/fields.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './participants.module.css';

export type Wished = Readonly<{ name: string; role: ParticipantRole; word: string | null }>;

/** P9, P15.4: whom to invite; the code word of the motion where there is one. */
export function InviteForm({
  isAsking,
  onInvite,
}: {
  isAsking: boolean;
  onInvite(wished: Wished): Promise<boolean>;
}): ReactNode {
  const { t, tt } = useWords();
  const [name, setName] = useState('');
  const [role, setRole] = useState<ParticipantRole>('witness');
  const [word, setWord] = useState('');
  const mayInvite = name.trim() !== '' && !isAsking;
  const invite = async (): Promise<void> => {
    if (!mayInvite || !(await onInvite({ name: name.trim(), role, word: word.trim() === '' ? null : word.trim() })))
      return;
    setName('');
    setWord('');
  };
  return (
    <form
      className={styles['invite']}
      onSubmit={(event) => {
        event.preventDefault();
        void invite();
      }}
    >
      <h2>{t('participants.inviteTitle')}</h2>
      <div className={styles['fields']}>
        <TextField label={t('participants.name')} value={name} onChange={setName} />
        <ChoiceField
          label={t('participants.role')}
          value={role}
          choices={participantRoles.map((each) => ({ value: each, label: tt(`participants.roles.${each}`) }))}
          onChange={setRole}
        />
        <TextField label={t('participants.ownWord')} value={word} onChange={setWord} />
      </div>
      <BigButton tone="next" size="large" isDisabled={!mayInvite} onPress={() => void invite()}>
        {t('participants.invite')}
      </BigButton>
    </form>
  );
}
