import type { ReactNode } from 'react';
import type { OpenHearing } from '#contract/papers.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../ui/big-button.tsx';
import { sizeWords } from '../ui/size-words.ts';
import { useWords } from '../ui/words.tsx';
import styles from './identity-request.module.css';

type Document = OpenHearing['handedIn'][number];

/** P36: a participant handed a document in; the presiding judge looks at it and takes it or does not. One at a time. */
export function DocumentRequest({
  hall,
  document,
  isLookedAt,
  onLook,
  take,
}: {
  hall: HallClient;
  document: Document;
  isLookedAt: boolean;
  onLook(isLookedAt: boolean): void;
  /** Settles the answer and shows what was refused. */
  take(asked: ReturnType<HallClient['ask']>): Promise<void>;
}): ReactNode {
  const words = useWords();
  const { t } = words;
  const { exhibitId, name, from, lengthBytes } = document;
  const decide = (isAccepted: boolean) => () => void take(hall.ask('exhibit.decide', { exhibitId, isAccepted }));
  return (
    <section className={styles['request']} role="alert">
      <p className={styles['name']}>
        {t('exhibits.handedInBy', { name: from?.name ?? '' })}{' '}
        <span className={styles['role']}>
          {name === '' ? t('exhibits.unnamed') : name} · {sizeWords(lengthBytes, words)}
        </span>
      </p>
      <div className={styles['three']}>
        <BigButton size="large" onPress={() => onLook(!isLookedAt)}>
          {t(isLookedAt ? 'exhibits.lookAway' : 'exhibits.look')}
        </BigButton>
        <BigButton tone="next" size="large" onPress={decide(true)}>
          {t('exhibits.accept')}
        </BigButton>
        <BigButton size="large" onPress={decide(false)}>
          {t('exhibits.refuse')}
        </BigButton>
      </div>
    </section>
  );
}
