import { useState, type ReactNode } from 'react';
import type { HallState, OpenHearing } from '#contract/papers.ts';
import { isUnderWay } from '#domain/exhibits/transfer.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './exhibit-bar.module.css';
import { transferWords } from './exhibit-words.ts';
import { useAsk } from './use-ask.ts';

/** P36: what is on the monitors, how far a document is on its way, and the way to all documents. */
export function ExhibitBar({
  hall,
  state,
  hearing,
  pages,
  isOpen,
  onToggle,
}: {
  hall: HallClient;
  state: HallState;
  hearing: OpenHearing;
  /** Of the exhibit that is shown; null while nobody has counted them. */
  pages: number | null;
  isOpen: boolean;
  onToggle(): void;
}): ReactNode {
  const words = useWords();
  const { t } = words;
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  const { shownExhibit: shown } = hearing;
  // What is over stays to be read until somebody takes it off.
  const [read, setRead] = useState('');
  if (state.transfer !== null && isUnderWay(state.transfer) && read !== '') setRead('');
  const ended = state.transfer === null || isUnderWay(state.transfer) ? null : endOf(state.transfer);
  const transfer = ended !== null && ended === read ? null : state.transfer;
  const turn = (page: number): void => {
    if (shown !== null) void ask('exhibit.show', { exhibitId: shown.exhibitId, page });
  };
  // Of a document whose pages nobody has counted yet the next one may be there.
  const isLast = shown === null || (pages !== null && shown.page >= pages);
  return (
    <div className={styles['bar']} role="group" aria-label={t('exhibits.title')}>
      <BigButton tone={hearing.handedIn.length > 0 && !isOpen ? 'next' : 'plain'} onPress={onToggle}>
        {isOpen ? t('exhibits.close') : t('exhibits.open', { count: hearing.exhibits })}
      </BigButton>
      {hearing.handedIn.length > 0 && (
        <div className={styles['row']} role="status">
          <ShapeMark shape="triangle" tone="look" />
          <span className={styles['shown']}>
            {t('exhibits.waitingFrom', {
              names: [...new Set(hearing.handedIn.map(({ from }) => from?.name ?? ''))].join(', '),
            })}
          </span>
        </div>
      )}
      {shown !== null && (
        <div className={styles['row']}>
          <span className={styles['shown']}>
            <b>{shown.name === '' ? t('exhibits.unnamed') : shown.name}</b>{' '}
            {t(shown.isForPublic ? 'exhibits.shownNow' : 'exhibits.shownBench')}
          </span>
          {shown.format === 'pdf' && (
            <>
              <BigButton
                functionKey="PageUp"
                label={t('exhibits.previous')}
                isDisabled={shown.page <= 1}
                onPress={() => turn(shown.page - 1)}
              >
                ◀
              </BigButton>
              <span className={styles['page']} role="status">
                {pages === null
                  ? t('exhibits.page', { page: shown.page })
                  : t('exhibits.pageOf', { page: Math.min(shown.page, pages), pages })}
              </span>
              <BigButton
                functionKey="PageDown"
                label={t('exhibits.next')}
                isDisabled={isLast}
                onPress={() => turn(shown.page + 1)}
              >
                ▶
              </BigButton>
            </>
          )}
          <BigButton isDisabled={isAsking} onPress={() => void ask('exhibit.hide', {})}>
            {t('exhibits.hide')}
          </BigButton>
        </div>
      )}
      {transfer !== null && (
        <div className={styles['row']} data-state={transfer.state}>
          <span className={styles['shown']} role="status">
            {transferWords(transfer, words)}
          </span>
          {isUnderWay(transfer) ? (
            <>
              <progress className={styles['progress']} max={transfer.paper.lengthBytes} value={transfer.doneBytes} />
              <BigButton isDisabled={isAsking} onPress={() => void ask('exhibit.cancel', {})}>
                {t('exhibits.stop')}
              </BigButton>
            </>
          ) : (
            <BigButton tone="quiet" label={t('hearing.dismiss')} onPress={() => setRead(endOf(transfer))}>
              ✕
            </BigButton>
          )}
        </div>
      )}
      {transfer?.fault != null && <FaultLine fault={transfer.fault} />}
      <FaultLine fault={fault} onDismiss={dismiss} />
    </div>
  );
}

/** What names an end that was read. */
function endOf({ paper, peerId, state }: NonNullable<HallState['transfer']>): string {
  return [paper.exhibitId, peerId, state].join(' ');
}
