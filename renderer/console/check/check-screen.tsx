import { useState, type CSSProperties, type ReactNode } from 'react';
import type { CheckProgress } from '#contract/check-papers.ts';
import type { HallState } from '#contract/papers.ts';
import type { Fault } from '#domain/faults.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { TextField } from '../../ui/fields.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import { ScreenFrame } from '../../ui/screen-frame.tsx';
import { calledIn } from '../../ui/seat-name.ts';
import { useWords } from '../../ui/words.tsx';
import { ActScreen } from '../incidents/act-screen.tsx';
import { IncidentsBar } from '../incidents/incidents-bar.tsx';
import { IncidentsPanel } from '../incidents/incidents-panel.tsx';
import { CallUpPanel } from '../participants/call-up-panel.tsx';
import { ParticipantsPanel } from '../participants/participants-panel.tsx';
import { TestResultsBefore } from '../test-session/test-results.tsx';
import { CheckOthers } from './check-others.tsx';
import { CameraCard, MicrophoneRow } from './check-seats.tsx';
import styles from './check.module.css';

function Progress({ check, hasLoudspeakers }: { check: CheckProgress; hasLoudspeakers: boolean }): ReactNode {
  const { t } = useWords();
  const { playing: loudspeaker, flashes } = check;
  // Whoever stands before a judge is to know that it will sound, and not to be startled by it.
  const say =
    loudspeaker !== null
      ? t(flashes === null ? 'check.playing' : 'check.flashing', { loudspeaker })
      : t(check.remainingMs === 0 ? 'check.judging' : hasLoudspeakers ? 'check.sayThenSignal' : 'check.say');
  const share = check.totalMs === 0 ? 1 : 1 - check.remainingMs / check.totalMs;
  return (
    <div className={styles['progress']} role="status">
      <div className={styles['left']}>{t('check.seconds', { seconds: Math.ceil(check.remainingMs / 1000) })}</div>
      <div className={styles['say']}>{say}</div>
      <div className={styles['bar']}>
        <div style={{ '--share': share } as CSSProperties} />
      </div>
    </div>
  );
}

/** Ten seconds of test recording, judged in plain words seat by seat; then the hearing may begin. */
export function CheckScreen({ hall, state }: { hall: HallClient; state: HallState }): ReactNode {
  const words = useWords();
  const { t } = words;
  const [fault, setFault] = useState<Fault | null>(null);
  const [withFigures, setWithFigures] = useState(false);
  const [override, setOverride] = useState<{ reason: string; person: string } | null>(null);
  const [open, openList] = useState<'people' | 'call-up' | 'incidents' | 'act' | null>(null);
  const { hearing } = state;
  if (hearing === null) return null;
  const { hearingId, card } = hearing;

  const check = state.check?.hearingId === hearingId ? state.check : null;
  const isRunning = check?.state === 'running';
  const isDone = check?.state === 'done';
  const hasBad = isDone && (!check.passed || fault?.key === 'disk.no-room');
  const { seats } = state.hall;
  const cameras = seats.filter(({ kind }) => kind === 'camera');
  const calledOf = (id: string): string => calledIn(seats, id, words);
  const itemOf = (seatId: string): CheckProgress['items'][number] | null =>
    check?.items.find(({ subject, kind }) => subject === seatId && (kind === 'microphone' || kind === 'camera')) ??
    null;

  const ask = async (asked: Promise<{ ok: true } | { ok: false; fault: Fault }>): Promise<void> => {
    const outcome = await asked;
    setFault(outcome.ok ? null : outcome.fault);
  };
  const checkNow = (): void => {
    setOverride(null);
    void ask(hall.ask('hearing.check', { hearingId }));
  };
  const begin = (accepted: { reason: string; person: string } | null): void =>
    void ask(hall.ask('hearing.open', { hearingId, override: accepted }));
  const isOverrideFull = override !== null && override.reason.trim() !== '' && override.person.trim() !== '';

  const next = (): ReactNode => {
    if (isRunning || check === null) {
      return (
        <BigButton tone="next" size="huge" isDisabled={isRunning} onPress={checkNow}>
          {isRunning ? t('check.running') : t('today.check')}
        </BigButton>
      );
    }
    if (!hasBad)
      return (
        <BigButton tone="next" size="huge" onPress={() => begin(null)}>
          {t('check.open')}
        </BigButton>
      );
    if (override === null) {
      return (
        <>
          <BigButton size="large" onPress={() => setOverride({ reason: '', person: card.judge })}>
            {t('check.openAnyway')}
          </BigButton>
          <BigButton tone="next" size="huge" onPress={checkNow}>
            {t('check.again')}
          </BigButton>
        </>
      );
    }
    return (
      <HoldButton tone="grave" size="huge" isDisabled={!isOverrideFull} onHeld={() => begin(override)}>
        {t('check.open')}
      </HoldButton>
    );
  };

  if (open === 'act')
    return (
      <ActScreen hall={hall} hearingId={hearingId} caseNumber={card.caseNumber} onDone={() => openList('incidents')} />
    );
  return (
    <ScreenFrame
      title={isDone ? (hasBad ? t('check.notReady') : t('check.ready')) : t('check.title')}
      about={`${t('case.number', { number: card.caseNumber })} · ${card.judge}`}
      tools={
        <>
          {state.isRoomOpen && (
            <BigButton tone="quiet" onPress={() => openList(open === 'people' ? null : 'people')}>
              {t(open === 'people' ? 'participants.close' : 'participants.title')}
            </BigButton>
          )}
          {(state.isRoomOpen || state.peers.length > 0) && (
            <BigButton tone="quiet" onPress={() => openList(open === 'call-up' ? null : 'call-up')}>
              {t(open === 'call-up' ? 'callUp.close' : 'callUp.open')}
            </BigButton>
          )}
          {isDone && (
            <BigButton tone="quiet" onPress={() => setWithFigures(!withFigures)}>
              {withFigures ? t('check.hideFigures') : t('check.showFigures')}
            </BigButton>
          )}
        </>
      }
      steps={
        <>
          <BigButton
            size="large"
            isDisabled={isRunning}
            onPress={() => void ask(hall.ask('hearing.select', { hearingId: null }))}
          >
            {t('check.back')}
          </BigButton>
          {isDone && (!hasBad || override !== null) && (
            <BigButton size="large" onPress={checkNow}>
              {t('check.again')}
            </BigButton>
          )}
        </>
      }
      next={next()}
    >
      {fault !== null && <FaultLine fault={fault} seats={seats} />}
      {open === 'people' && <ParticipantsPanel hall={hall} state={state} hearingId={hearingId} />}
      {open === 'call-up' && <CallUpPanel hall={hall} state={state} />}
      <div className={styles['faults']}>
        <IncidentsBar
          state={state}
          hearingId={hearingId}
          isOpen={open === 'incidents'}
          onToggle={() => openList(open === 'incidents' ? null : 'incidents')}
        />
        {open === 'incidents' && (
          <IncidentsPanel {...{ hall, state, hearingId }} isSpecialist={false} onAct={() => openList('act')} />
        )}
      </div>
      <TestResultsBefore hall={hall} hearingId={hearingId} />
      {isRunning && <Progress check={check} hasLoudspeakers={(state.hall.loudspeakers ?? []).length > 0} />}
      {override !== null && (
        <section className={styles['override']}>
          <h2>{t('check.override')}</h2>
          <TextField
            label={t('check.reason')}
            value={override.reason}
            onChange={(reason) => setOverride({ ...override, reason })}
          />
          <TextField
            label={t('check.person')}
            value={override.person}
            onChange={(person) => setOverride({ ...override, person })}
          />
        </section>
      )}
      <div className={styles['columns']} data-cameras={cameras.length > 0}>
        <ul className={styles['seats']}>
          {seats
            .filter(({ kind }) => kind === 'microphone')
            .map((seat) => (
              <MicrophoneRow key={seat.id} {...{ seat, withFigures, calledOf }} item={itemOf(seat.id)} />
            ))}
          {check !== null && <CheckOthers items={check.items} state={state} withFigures={withFigures} />}
        </ul>
        {cameras.length > 0 && (
          <div className={styles['cameras']} data-many={cameras.length > 1}>
            {cameras.map((seat) => (
              <CameraCard key={seat.id} {...{ seat, withFigures, calledOf }} item={itemOf(seat.id)} />
            ))}
          </div>
        )}
      </div>
    </ScreenFrame>
  );
}
