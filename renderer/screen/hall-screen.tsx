import type { ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import type { HallClient } from '#line/hall-client.ts';
import { ExhibitView } from '../ui/exhibit-view.tsx';
import { hallName } from '../ui/hall-name.ts';
import { useHallView } from '../ui/hall-view.ts';
import { useReadyMark } from '../ui/ready-mark.ts';
import { RemotePicture, useRemoteHalls } from '../ui/remote-picture.tsx';
import { StatusStrip } from '../ui/status-strip.tsx';
import { useWords } from '../ui/words.tsx';
import styles from './hall-screen.module.css';

/** The public's monitor: who is on the line with a caption, the court's name, whether it is being recorded; nothing else. */
export function HallScreen({ hall }: { hall: HallClient }): ReactNode {
  const { t } = useWords();
  const view = useHallView(hall);
  const { state } = view;
  useReadyMark(state !== null);
  return (
    <div className={styles['window']}>
      <StatusStrip view={view} isPublic />
      <main className={styles['screen']} data-stale={view.isSilent}>
        {state === null ? <p>{t('app.waiting')}</p> : <Shown state={state} />}
      </main>
    </div>
  );
}

function Shown({ state }: { state: HallState }): ReactNode {
  const words = useWords();
  const { t, tt } = words;
  const halls = useRemoteHalls(state);
  const { hearing } = state;
  // P6: the shell's card lies over this window then; nothing is painted under it either.
  if (hearing?.isSessionClosed === true)
    return (
      <div className={styles['calm']}>
        <h1>{t('session.close')}</h1>
      </div>
    );
  // P15.5: the public sees neither the case nor whom the specialist speaks with.
  if (state.testSession !== null)
    return (
      <div className={styles['calm']}>
        <h1>{state.hall.court}</h1>
        <p>{t('join.test')}</p>
      </div>
    );
  const remote = halls.length > 0 && (
    <div className={styles['pictures']} data-halls={halls.length}>
      {halls.map(({ peer, picture }) => (
        <div key={peer.id} className={styles['picture']}>
          <RemotePicture picture={picture} name={hallName(peer, words)} />
        </div>
      ))}
    </div>
  );
  const exhibit = hearing?.shownExhibit ?? null;
  // P6: what is for the bench alone is not painted here.
  if (exhibit?.isForPublic === true)
    return (
      <div className={styles['exhibit']} data-with-line={remote !== false}>
        <ExhibitView exhibit={exhibit} page={exhibit.page} />
        {remote}
      </div>
    );
  if (remote !== false) return remote;
  return (
    <div className={styles['calm']}>
      <h1>{state.hall.court}</h1>
      {hearing === null ? (
        <p>{t('screen.noHearing')}</p>
      ) : (
        <>
          <p>№ {hearing.card.caseNumber}</p>
          <p>{tt(`phase.${hearing.phase}`)}</p>
        </>
      )}
    </div>
  );
}
