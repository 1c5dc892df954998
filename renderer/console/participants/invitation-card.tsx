import { useState, type ReactNode } from 'react';
import type { InvitationShown } from '#contract/participants.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './participants.module.css';

/** The link and the word, large enough to be dictated, until the secretary says that they were passed on. */
export function InvitationCard({
  invitation,
  name,
  photo,
  onDone,
}: {
  invitation: InvitationShown;
  name: string;
  /** Brings the photograph of the motion. */
  photo: ReactNode;
  onDone(): void;
}): ReactNode {
  const { t } = useWords();
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    // A window without the right to the clipboard still shows the link, which can be marked and copied by hand.
    const isDone = await navigator.clipboard.writeText(invitation.link).then(
      () => true,
      () => false,
    );
    setCopied(isDone);
  };
  return (
    <section className={styles['shown']} role="status">
      <h2>{name}</h2>
      <span className={styles['label']}>{t('participants.word')}</span>
      <strong className={styles['word']}>{invitation.word}</strong>
      <span className={styles['label']}>{t('participants.link')}</span>
      <span className={styles['link']}>{invitation.link}</span>
      {invitation.fingerprint !== null && (
        <>
          <span className={styles['label']}>{t('participants.fingerprint')}</span>
          <span className={styles['print']}>{invitation.fingerprint}</span>
        </>
      )}
      <p>{t('participants.shownOnce')}</p>
      <div className={styles['acts']}>
        {photo}
        <BigButton size="large" onPress={() => void copy()}>
          {t(isCopied ? 'participants.copied' : 'participants.copy')}
        </BigButton>
        <BigButton tone="next" size="large" onPress={onDone}>
          {t('participants.done')}
        </BigButton>
      </div>
    </section>
  );
}
