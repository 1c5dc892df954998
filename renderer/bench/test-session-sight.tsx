import type { ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import { hallName } from '../ui/hall-name.ts';
import { RemotePicture, type RemoteHall } from '../ui/remote-picture.tsx';
import { useWords } from '../ui/words.tsx';
import styles from './bench.module.css';

/** P15.5: whom the specialist speaks with in a test session, outside any record. */
export function TestSessionSight({ state, halls }: { state: HallState; halls: readonly RemoteHall[] }): ReactNode {
  const words = useWords();
  const { t } = words;
  const rows = state.testSession?.rows.filter(({ isOnLine }) => isOnLine) ?? [];
  const seen = halls.filter(({ peer }) => rows.some(({ partyId }) => partyId === peer.id));
  if (seen.length === 0)
    return (
      <main className={styles['waiting']}>
        <h1>{t('bench.testSession')}</h1>
        <p>{t('bench.testNobody')}</p>
      </main>
    );
  return (
    <main className={styles['test']} data-many={seen.length > 1}>
      {seen.map(({ peer, picture }) => (
        <RemotePicture key={peer.id} picture={picture} name={hallName(peer, words)} />
      ))}
    </main>
  );
}
