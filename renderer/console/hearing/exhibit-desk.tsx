import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { ExhibitListed } from '#contract/exhibits.ts';
import type { HallState, OpenHearing } from '#contract/papers.ts';
import { mostExhibitBytes } from '#domain/exhibits/exhibit.ts';
import { isUnderWay } from '#domain/exhibits/transfer.ts';
import type { Fault } from '#domain/faults.ts';
import type { ExhibitId, HallPeerId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { ExhibitView } from '../../ui/exhibit-view.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { hallName } from '../../ui/hall-name.ts';
import { sizeWords } from '../../ui/size-words.ts';
import { useWords } from '../../ui/words.tsx';
import { bringExhibit } from './bring-exhibit.ts';
import styles from './exhibit-desk.module.css';
import { useAsk } from './use-ask.ts';

/** P36: the documents of the hearing beside the one that is looked at: add, send to a hall, show on the monitors. */
export function ExhibitDesk({
  hall,
  state,
  hearing,
  onPages,
}: {
  hall: HallClient;
  state: HallState;
  hearing: OpenHearing;
  /** Told how many pages the exhibit on the monitors has. */
  onPages(exhibitId: ExhibitId, pages: number): void;
}): ReactNode {
  const words = useWords();
  const { t } = words;
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  const exhibits = useExhibits(hall, hearing);
  const [chosenId, choose] = useState<ExhibitId | null>(null);
  const shown = hearing.shownExhibit;
  const chosen =
    exhibits.find(({ exhibitId }) => exhibitId === (chosenId ?? shown?.exhibitId)) ?? exhibits.at(-1) ?? null;
  const mayShow = hearing.phase === 'open' || hearing.phase === 'technical-break';
  const isOnScreens = chosen !== null && chosen.exhibitId === shown?.exhibitId;
  const called = state.calls.filter((call) => call.state !== 'ended').map(({ peerId }) => peerId);
  // As the hall itself decides: who is on the line, or was and is a seat of the hearing.
  const isOfHearing = (id: HallPeerId): boolean =>
    called.includes(id) || state.hall.seats.some(({ device }) => device.path === 'remote' && device.peerId === id);
  const others = state.peers.filter(({ id, link }) => link === 'up' && isOfHearing(id));
  const mayNotSend =
    isAsking ||
    chosen?.stage !== 'taken' ||
    hearing.isSessionClosed ||
    chosen.isClosed ||
    (state.transfer !== null && isUnderWay(state.transfer));
  return (
    <section className={styles['desk']} aria-label={t('exhibits.title')}>
      <div className={styles['side']}>
        <AddExhibit hall={hall} isNext={exhibits.length === 0} onAdded={choose} />
        {exhibits.length === 0 ? (
          <p className={styles['none']}>{t('exhibits.none', { mostMb: mostExhibitBytes / 1024 / 1024 })}</p>
        ) : (
          <ul className={styles['list']}>
            {exhibits.map((exhibit) => (
              <li key={exhibit.exhibitId}>
                <ExhibitTile
                  exhibit={exhibit}
                  state={state}
                  isChosen={exhibit === chosen}
                  isShown={exhibit.exhibitId === shown?.exhibitId}
                  onChoose={() => choose(exhibit.exhibitId)}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
      {chosen !== null && (
        <div className={styles['look']}>
          <ExhibitView
            key={chosen.exhibitId}
            exhibit={chosen}
            page={isOnScreens ? shown.page : 1}
            onPages={(pages) => onPages(chosen.exhibitId, pages)}
          />
          <div className={styles['acts']}>
            {chosen.stage === 'waiting' &&
              [true, false].map((isAccepted) => (
                <BigButton
                  key={String(isAccepted)}
                  tone={isAccepted ? 'next' : 'plain'}
                  isDisabled={isAsking}
                  hint={t('exhibits.byOralOrder')}
                  onPress={() => void ask('exhibit.decide', { exhibitId: chosen.exhibitId, isAccepted })}
                >
                  {t(isAccepted ? 'exhibits.accept' : 'exhibits.refuse')}
                </BigButton>
              ))}
            {others.map((peer) => (
              <BigButton
                key={peer.id}
                isDisabled={mayNotSend || chosen.peerId === peer.id}
                hint={hallName(peer, words)}
                onPress={() => void ask('exhibit.send', { exhibitId: chosen.exhibitId, peerId: peer.id })}
              >
                {t('exhibits.send')}
              </BigButton>
            ))}
            <BigButton
              tone={chosen.stage === 'taken' ? 'next' : 'plain'}
              isDisabled={!mayShow || isOnScreens || isAsking || chosen.stage !== 'taken'}
              onPress={() => void ask('exhibit.show', { exhibitId: chosen.exhibitId, page: 1 })}
            >
              {t('exhibits.show')}
            </BigButton>
          </div>
        </div>
      )}
      <FaultLine fault={fault} onDismiss={dismiss} />
    </section>
  );
}

/** Asked anew when the hearing has more of them, or another one waits for the judge. */
function useExhibits(hall: HallClient, { hearingId, exhibits, handedIn }: OpenHearing): readonly ExhibitListed[] {
  const decided = handedIn.map(({ exhibitId }) => exhibitId).join();
  const [listed, setListed] = useState<readonly ExhibitListed[]>([]);
  useEffect(() => {
    let isWanted = true;
    void hall.ask('exhibit.list', { hearingId }).then((outcome) => {
      if (isWanted && outcome.ok) setListed(outcome.value.exhibits);
    });
    return () => {
      isWanted = false;
    };
  }, [hall, hearingId, exhibits, decided]);
  return listed;
}

function ExhibitTile({
  exhibit,
  state,
  isChosen,
  isShown,
  onChoose,
}: {
  exhibit: ExhibitListed;
  state: HallState;
  isChosen: boolean;
  isShown: boolean;
  onChoose(): void;
}): ReactNode {
  const words = useWords();
  const { t } = words;
  const from = state.peers.find(({ id }) => id === exhibit.peerId);
  return (
    <button type="button" className={styles['tile']} aria-pressed={isChosen} onClick={onChoose}>
      <b>{exhibit.name === '' ? t('exhibits.unnamed') : exhibit.name}</b>
      <span className={styles['quiet']}>
        {[
          sizeWords(exhibit.lengthBytes, words),
          exhibit.from !== null
            ? t('exhibits.fromParticipant', { name: exhibit.from.name })
            : exhibit.peerId === null
              ? t('exhibits.fromHere')
              : t('exhibits.fromThere', { hall: from?.hall ?? '' }),
        ].join(' · ')}
      </span>
      {exhibit.stage === 'waiting' && <span className={styles['closed']}>{t('exhibits.waits')}</span>}
      {exhibit.stage === 'refused' && <span className={styles['quiet']}>{t('exhibits.refusedOne')}</span>}
      {exhibit.isClosed && <span className={styles['closed']}>{t('exhibits.closedOne')}</span>}
      {isShown && <span className={styles['shown']}>{t('exhibits.shownNow')}</span>}
    </button>
  );
}

function AddExhibit({
  hall,
  isNext,
  onAdded,
}: {
  hall: HallClient;
  isNext: boolean;
  onAdded(exhibitId: ExhibitId): void;
}): ReactNode {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [isBringing, setBringing] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const bring = async (file: File): Promise<void> => {
    setBringing(true);
    const outcome = await bringExhibit(hall, file);
    setBringing(false);
    setFault(outcome.ok ? null : outcome.fault);
    if (outcome.ok) onAdded(outcome.value);
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept="application/pdf,image/png,image/jpeg"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file !== undefined) void bring(file);
          // The same file may be chosen again.
          currentTarget.value = '';
        }}
      />
      <BigButton tone={isNext ? 'next' : 'plain'} isDisabled={isBringing} onPress={() => input.current?.click()}>
        {t(isBringing ? 'exhibits.adding' : 'exhibits.add')}
      </BigButton>
      <FaultLine fault={fault} onDismiss={() => setFault(null)} />
    </>
  );
}
