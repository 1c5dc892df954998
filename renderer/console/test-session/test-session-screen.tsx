import { useState, type ReactNode } from 'react';
import type { HallState, HearingSummary } from '#contract/papers.ts';
import type { TestSessionShown } from '#contract/test-session.ts';
import type { PartyId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { clockTime, longDate } from '../../ui/clock.ts';
import { FaultLine } from '../../ui/fault-line.tsx';
import { TextField } from '../../ui/fields.tsx';
import { hallName } from '../../ui/hall-name.ts';
import { ScreenFrame } from '../../ui/screen-frame.tsx';
import { useScreenKeyboard } from '../../ui/screen-keyboard.tsx';
import { useWords } from '../../ui/words.tsx';
import { useAsk, type Asking } from '../hearing/use-ask.ts';
import { useParticipants } from '../participants/use-participants.ts';
import { sessionTimeMs, typedDay } from './session-time.ts';
import { TestResults } from './test-results.tsx';
import styles from './test-session.module.css';
import { useTestSessions } from './use-test-sessions.ts';

/** P15.5: the test sessions of a hearing of the day's list: appointed, begun, and what came of those that were held. */
export function TestSessionScreen({
  hall,
  state,
  hearing,
  onDone,
}: {
  hall: HallClient;
  state: HallState;
  hearing: HearingSummary;
  onDone(): void;
}): ReactNode {
  const words = useWords();
  const { t } = words;
  const keyboard = useScreenKeyboard();
  const asking = useAsk(hall);
  const { hearingId, card } = hearing;
  const { sessions, refresh } = useTestSessions(hall, hearingId);
  const [isMoving, setMoving] = useState(false);
  const planned = sessions?.find(({ begunAtMs }) => begunAtMs === null) ?? null;
  const held = (sessions ?? []).filter(({ endedAtMs }) => endedAtMs !== null);
  const isFormShown = sessions !== null && (planned === null || isMoving);
  return (
    <ScreenFrame
      title={t('testSession.title')}
      about={t('case.number', { number: card.caseNumber })}
      tools={
        <BigButton tone="quiet" onPress={() => keyboard.setWanted(!keyboard.isWanted)}>
          {t('keyboard.open')}
        </BigButton>
      }
      steps={
        <>
          <BigButton size="large" onPress={isMoving ? () => setMoving(false) : onDone}>
            {t('ui.back')}
          </BigButton>
          {planned !== null && !isMoving && (
            <BigButton size="large" onPress={() => setMoving(true)}>
              {t('testSession.move')}
            </BigButton>
          )}
        </>
      }
      next={
        planned !== null &&
        !isMoving && (
          <BigButton
            tone="next"
            size="huge"
            isDisabled={asking.isAsking}
            onPress={() => void asking.ask('test-session.begin', { hearingId })}
          >
            {t('testSession.begin')}
          </BigButton>
        )
      }
    >
      <FaultLine fault={asking.fault} onDismiss={asking.dismiss} />
      <p className={styles['about']}>{t('testSession.about')}</p>
      {isFormShown && (
        <PlanForm
          key={planned?.no ?? 0}
          hall={hall}
          state={state}
          hearing={hearing}
          planned={planned}
          asking={asking}
          onPlanned={() => {
            setMoving(false);
            refresh();
          }}
        />
      )}
      {planned !== null && !isMoving && (
        <section className={styles['planned']}>
          <h2>
            {t('testSession.planned', {
              date: longDate(planned.plannedAtMs, words),
              time: clockTime(planned.plannedAtMs),
            })}
          </h2>
          <p>{t('testSession.by', { specialist: planned.specialist })}</p>
          <p>{planned.rows.map(({ name }) => name).join('; ')}</p>
        </section>
      )}
      {held.map((session) => (
        <TestResults key={session.no} session={session} />
      ))}
    </ScreenFrame>
  );
}

/** A test session is mostly held on the day itself, some time before the hearing. */
const usualLeadMs = 60 * 60_000;

/** When, by whom and for whom. Everybody who was invited is ticked at first. */
function PlanForm({
  hall,
  state,
  hearing,
  planned,
  asking,
  onPlanned,
}: {
  hall: HallClient;
  state: HallState;
  hearing: HearingSummary;
  planned: TestSessionShown | null;
  asking: Asking;
  onPlanned(): void;
}): ReactNode {
  const words = useWords();
  const { t, tt } = words;
  const { hearingId, card } = hearing;
  const people = useParticipants(hall, state, hearingId).participants.filter(({ stage }) => stage !== 'withdrawn');
  const firstMs = planned?.plannedAtMs ?? card.plannedAtMs - usualLeadMs;
  const [day, setDay] = useState(typedDay(firstMs));
  const [time, setTime] = useState(clockTime(firstMs));
  const [specialist, setSpecialist] = useState(planned?.specialist ?? '');
  const [turned, setTurned] = useState<ReadonlySet<PartyId>>(new Set());
  const isFirstTicked = (id: PartyId, isPerson: boolean): boolean =>
    planned === null ? isPerson : planned.rows.some(({ partyId }) => partyId === id);
  const guests: readonly Readonly<{ id: PartyId; name: string; about: string; isPerson: boolean }>[] = [
    ...people.map(({ participantId, name, role }) => ({
      ...{ id: participantId, name, about: tt(`participants.roles.${role}`), isPerson: true },
    })),
    ...state.peers.map((peer) => ({
      id: peer.id,
      name: hallName(peer, words),
      about: t('callUp.hall'),
      isPerson: false,
    })),
  ];
  const invited = guests
    .filter(({ id, isPerson }) => isFirstTicked(id, isPerson) !== turned.has(id))
    .map(({ id }) => id);
  const plannedAtMs = sessionTimeMs(day, time);
  const isWhole = plannedAtMs !== null && specialist.trim() !== '' && invited.length > 0;
  const turn = (id: PartyId): void => {
    const next = new Set(turned);
    if (!next.delete(id)) next.add(id);
    setTurned(next);
  };
  const save = async (): Promise<void> => {
    if (plannedAtMs === null) return;
    const outcome = await asking.ask('test-session.plan', { hearingId, plannedAtMs, specialist, invited });
    if (outcome.ok) onPlanned();
  };
  return (
    <section className={styles['form']}>
      <h2>{t(planned === null ? 'testSession.plan' : 'testSession.move')}</h2>
      <div className={styles['fields']}>
        <TextField
          label={t('testSession.day')}
          value={day}
          missing={plannedAtMs === null ? t('testSession.dayMissing') : undefined}
          onChange={setDay}
        />
        <TextField label={t('card.time')} value={time} onChange={setTime} />
        <TextField label={t('testSession.specialist')} value={specialist} onChange={setSpecialist} />
      </div>
      <fieldset className={styles['guests']}>
        <legend>{t('testSession.guests')}</legend>
        {guests.length === 0 && <p className={styles['quiet']}>{t('testSession.noGuests')}</p>}
        {guests.map(({ id, name, about }) => (
          <label key={id} className={styles['tick']}>
            <input type="checkbox" checked={invited.includes(id)} onChange={() => turn(id)} />
            <span>
              {name} <span className={styles['quiet']}>· {about}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div>
        <BigButton tone="next" size="large" isDisabled={!isWhole || asking.isAsking} onPress={() => void save()}>
          {t('testSession.save')}
        </BigButton>
      </div>
    </section>
  );
}
