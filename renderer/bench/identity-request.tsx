import type { ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../ui/big-button.tsx';
import { useWords } from '../ui/words.tsx';
import styles from './identity-request.module.css';

type Participant = HallState['participants'][number];
type Asked = ReturnType<HallClient['ask']>;

/** P9: whoever was let in and is not known yet, or is known by what the secretary wrote down of the judge's words. */
export function undecided({ participants }: Pick<HallState, 'participants'>): Participant | undefined {
  return participants.find(
    ({ stage, identity }) =>
      (stage === 'admitted' && identity === null) ||
      ((stage === 'admitted' || stage === 'identified') && identity?.byOralOrder === true),
  );
}

/** P9: the presiding judge compares photograph and live picture, and decides by one touch. One request at a time. */
export function IdentityRequest({
  hall,
  participant,
  take,
}: {
  hall: HallClient;
  participant: Participant;
  /** Settles the answer and shows what was refused. */
  take(asked: Asked): Promise<void>;
}): ReactNode {
  const { t, tt } = useWords();
  const { participantId, name, role, identity } = participant;
  const decide = (isConfirmed: boolean) => () =>
    void take(hall.ask('participant.identify', { participantId, isConfirmed }));
  return (
    <section className={styles['request']} role="alert">
      <p className={styles['name']}>
        {name} <span className={styles['role']}>{tt(`participants.roles.${role}`)}</span>
      </p>
      <p>
        {t(
          identity === null
            ? 'participants.identityAsked'
            : identity.isConfirmed
              ? 'participants.identityOral'
              : 'participants.identityOralNot',
        )}
      </p>
      <div className={styles['acts']}>
        <BigButton tone="next" size="large" onPress={decide(true)}>
          {t('participants.identify')}
        </BigButton>
        <BigButton size="large" onPress={decide(false)}>
          {t('participants.notIdentified')}
        </BigButton>
      </div>
    </section>
  );
}
