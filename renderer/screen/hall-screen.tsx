import type { CSSProperties, ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import { isParticipant } from '#domain/ids.ts';
import { planScreen, type ScreenPlan } from '#domain/monitors/layout.ts';
import { isInHearing } from '#domain/participants/participant.ts';
import type { HallClient } from '#line/hall-client.ts';
import { ExhibitView } from '../ui/exhibit-view.tsx';
import { FlashLight } from '../ui/flash-light.tsx';
import { useHallView } from '../ui/hall-view.ts';
import { MonitorSign } from '../ui/monitor-sign.tsx';
import { useReadyMark } from '../ui/ready-mark.ts';
import { useOwnPicture, useRemoteHalls, type RemoteHall } from '../ui/remote-picture.tsx';
import { StatusStrip } from '../ui/status-strip.tsx';
import { useWords } from '../ui/words.tsx';
import styles from './hall-screen.module.css';
import { PersonPicture } from './person-picture.tsx';

/** The public's monitor: who is on the line with a caption, the court's name, whether it is being recorded; nothing else. */
export function HallScreen({ hall, monitor }: { hall: HallClient; monitor: 'screen' | 'witness' }): ReactNode {
  const { t } = useWords();
  const view = useHallView(hall);
  const { state } = view;
  useReadyMark(state !== null);
  return (
    <div className={styles['window']}>
      <StatusStrip view={view} isPublic />
      <MonitorSign monitor={monitor} state={state} />
      <FlashLight check={state?.check ?? null} />
      <main className={styles['screen']} data-stale={view.isSilent}>
        {state === null ? <p>{t('app.waiting')}</p> : <Shown state={state} />}
      </main>
    </div>
  );
}

/** L5: a hearing is held in which devices must be closed. */
function mustBeSilent({ hearing, previewsAllowed }: HallState): boolean {
  return hearing !== null && !previewsAllowed && !['planned', 'checked', 'ended'].includes(hearing.phase);
}

/** L8: only halls, and participants whom the court has let in. */
function mayBeSeen({ participants }: HallState, { peer }: RemoteHall): boolean {
  return !isParticipant(peer.id) || participants.some((each) => each.participantId === peer.id && isInHearing(each));
}

function Shown({ state }: { state: HallState }): ReactNode {
  const { t } = useWords();
  const all = useRemoteHalls(state);
  const own = useOwnPicture();
  const { hearing, monitors } = state;
  const halls = all.filter((each) => mayBeSeen(state, each));
  const exhibit = hearing?.shownExhibit ?? null;
  const isClosed = hearing?.isSessionClosed === true;
  const plan = planScreen({
    isDark: isClosed || mustBeSilent(state),
    layout: monitors.layout,
    onLine: halls.map(({ peer }) => peer.id),
    spotlight: monitors.spotlight,
    lastSpeaker: monitors.lastSpeaker,
    // P6: what is for the bench alone is not painted here.
    hasExhibit: exhibit?.isForPublic === true,
    hasOwnPicture: own !== null,
  });
  // P6: the shell's card lies over this window then; nothing is painted under it either.
  if (isClosed)
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
  if (plan.kind !== 'pictures') return <Calm state={state} />;
  const pictures = <Pictures state={state} plan={plan} halls={halls} own={own} />;
  if (!plan.hasExhibit || exhibit === null) return pictures;
  return (
    <div className={styles['exhibit']} data-with-line={plan.large !== null}>
      <ExhibitView exhibit={exhibit} page={exhibit.page} />
      {plan.large !== null && pictures}
    </div>
  );
}

/** Somebody large with the others in a row below, or all of one size. */
function Pictures({
  state,
  plan: { large, small },
  halls,
  own,
}: {
  state: HallState;
  plan: Extract<ScreenPlan, { kind: 'pictures' }>;
  halls: readonly RemoteHall[];
  own: MediaStream | null;
}): ReactNode {
  const picture = (voice: (typeof small)[number]): ReactNode => (
    <PersonPicture key={voice} state={state} voice={voice} on={halls.find(({ peer }) => peer.id === voice)} own={own} />
  );
  const columns = { '--columns': Math.ceil(Math.sqrt(small.length)) } as CSSProperties;
  if (large === null)
    return (
      <div className={styles['pictures']} style={columns} data-pictures={small.length}>
        {small.map(picture)}
      </div>
    );
  return (
    <div className={styles['spotlight']} data-alone={small.length === 0}>
      {picture(large)}
      {small.length > 0 && <div className={styles['others']}>{small.map(picture)}</div>}
    </div>
  );
}

function Calm({ state }: { state: HallState }): ReactNode {
  const { t, tt } = useWords();
  const { hearing } = state;
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
