import { useState, type ReactNode } from 'react';
import type { HallState, HearingSummary } from '#contract/papers.ts';
import type { Fault } from '#domain/faults.ts';
import type { HearingId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { longDate } from '../../ui/clock.ts';
import { FaultLine } from '../../ui/fault-line.tsx';
import { TextField } from '../../ui/fields.tsx';
import { ScreenFrame } from '../../ui/screen-frame.tsx';
import { useScreenKeyboard } from '../../ui/screen-keyboard.tsx';
import { useWords } from '../../ui/words.tsx';
import { standingIncidents } from '../../ui/incident-words.ts';
import { ActScreen } from '../incidents/act-screen.tsx';
import { IncidentsScreen } from '../incidents/incidents-screen.tsx';
import { ParticipantsScreen } from '../participants/participants-screen.tsx';
import type { PeopleHere } from '../people/use-people.ts';
import { CheckedLine } from '../reports/checked-line.tsx';
import { ReportsScreen } from '../reports/reports-screen.tsx';
import { RequestScreen } from '../request/request-screen.tsx';
import { DiagnosticsScreen } from '../diagnostics/diagnostics-screen.tsx';
import { mayDiagnose } from '../diagnostics/may-diagnose.ts';
import { SetupScreen } from '../setup/setup-screen.tsx';
import { TestSessionScreen } from '../test-session/test-session-screen.tsx';
import { cardOf, draftOf, newDraft } from './card-draft.ts';
import { CardForm } from './card-form.tsx';
import { HearingFacts } from './hearing-facts.tsx';
import { HearingList } from './hearing-list.tsx';
import { ReassignForm } from './reassign-form.tsx';
import { ChosenActs } from './chosen-acts.tsx';
import type { Work } from './today-work.ts';
import styles from './today.module.css';
import { useHearings } from './use-hearings.ts';

const look: Work = { kind: 'look' };

/** The day's list: choose a hearing or write a new one, and go on to check the hall or to open a record. */
export function TodayScreen({
  hall,
  state,
  here,
}: {
  hall: HallClient;
  state: HallState;
  here: PeopleHere;
}): ReactNode {
  const words = useWords();
  const { t } = words;
  const keyboard = useScreenKeyboard();
  const [text, setText] = useState('');
  const [work, setWork] = useState<Work>(look);
  const [chosenId, setChosenId] = useState<HearingId | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const { hearings, fault: listFault, refresh } = useHearings(hall, text.trim());
  // The next hearing of the day is chosen by itself: most days the secretary only presses the big button.
  const chosen =
    hearings?.find(({ hearingId }) => hearingId === chosenId) ??
    hearings?.find(({ phase }) => phase !== 'ended') ??
    null;

  async function settle<Value>(
    asked: Promise<{ ok: true; value: Value } | { ok: false; fault: Fault }>,
  ): Promise<Value | null> {
    const outcome = await asked;
    setFault(outcome.ok ? null : outcome.fault);
    refresh();
    return outcome.ok ? outcome.value : null;
  }
  const openForm = (hearing: HearingSummary | null): void => {
    const newest = hearings?.at(-1)?.card;
    setFault(null);
    setWork({
      kind: 'card',
      hearingId: hearing?.hearingId ?? null,
      dayMs: hearing?.card.plannedAtMs ?? Date.now(),
      missing: [],
      draft:
        hearing === null
          ? newDraft(Date.now(), { judge: newest?.judge ?? '', secretary: newest?.secretary ?? '' })
          : draftOf(hearing.card),
    });
  };
  const saveCard = async (): Promise<void> => {
    if (work.kind !== 'card') return;
    const made = cardOf(work.draft, work.dayMs);
    if ('missing' in made) {
      setWork({ ...work, missing: made.missing });
      return;
    }
    const hearingId =
      work.hearingId ?? (await settle(hall.ask('hearing.plan', { card: made.card })))?.hearingId ?? null;
    if (hearingId === null) return;
    if (
      work.hearingId !== null &&
      (await settle(hall.ask('hearing.change-card', { hearingId, card: made.card }))) === null
    )
      return;
    setChosenId(hearingId);
    setWork(look);
  };
  const saveReassignment = async (): Promise<void> => {
    if (work.kind !== 'reassign') return;
    if (
      (await settle(hall.ask('hearing.reassign-case', { hearingId: work.hearing.hearingId, ...work.draft }))) !== null
    )
      setWork(look);
  };
  const goOn = async ({ hearingId, phase }: HearingSummary): Promise<void> => {
    if ((await settle(hall.ask('hearing.select', { hearingId }))) === null) return;
    if (phase === 'planned') await settle(hall.ask('hearing.check', { hearingId }));
  };

  const signOut = async (): Promise<void> => {
    await settle(hall.ask('person.sign-out', {}));
    here.refresh();
  };

  const openAct = (hearingId: HearingId): void => {
    const { caseNumber = '' } = state.incidents.find((each) => each.hearingId === hearingId) ?? {};
    setWork({ kind: 'act', hearingId, caseNumber });
  };
  const faults = standingIncidents(state).length;

  if (work.kind === 'set-up') return <SetupScreen hall={hall} state={state} here={here} onDone={() => setWork(look)} />;
  if (work.kind === 'diagnostics') return <DiagnosticsScreen hall={hall} state={state} onDone={() => setWork(look)} />;
  if (work.kind === 'incidents') {
    return (
      <IncidentsScreen
        hall={hall}
        state={state}
        isSpecialist={here.signedIn?.duty === 'specialist'}
        onAct={openAct}
        onDone={() => setWork(look)}
      />
    );
  }
  if (work.kind === 'act')
    return (
      <ActScreen hall={hall} hearingId={work.hearingId} caseNumber={work.caseNumber} onDone={() => setWork(look)} />
    );
  if (work.kind === 'reports')
    return (
      <ReportsScreen hall={hall} state={state} personName={here.signedIn?.name ?? ''} onDone={() => setWork(look)} />
    );
  if (work.kind === 'request') return <RequestScreen hall={hall} hearing={work.hearing} onDone={() => setWork(look)} />;
  if (work.kind === 'participants')
    return <ParticipantsScreen hall={hall} state={state} hearing={work.hearing} onDone={() => setWork(look)} />;
  if (work.kind === 'test-session')
    return <TestSessionScreen hall={hall} state={state} hearing={work.hearing} onDone={() => setWork(look)} />;
  const isEmpty = hearings !== null && hearings.length === 0;
  const back = (
    <BigButton size="large" onPress={() => setWork(look)}>
      {t('ui.back')}
    </BigButton>
  );
  return (
    <ScreenFrame
      title={t('today.title')}
      about={`${longDate(state.wallMs, words)} · ${state.hall.court}`}
      tools={
        <>
          <div className={styles['search']}>
            <TextField
              label={t('today.search')}
              isLabelHidden
              type="search"
              placeholder={t('today.search')}
              value={text}
              onChange={setText}
            />
          </div>
          <BigButton tone="quiet" onPress={() => keyboard.setWanted(!keyboard.isWanted)}>
            {t('keyboard.open')}
          </BigButton>
          <BigButton tone={faults > 0 ? 'plain' : 'quiet'} onPress={() => setWork({ kind: 'incidents' })}>
            {faults > 0 ? t('incidents.count', { count: faults }) : t('incidents.title')}
          </BigButton>
          <BigButton tone="quiet" onPress={() => setWork({ kind: 'set-up' })}>
            {t('today.setUp')}
          </BigButton>
          {mayDiagnose(here) && (
            <BigButton tone="quiet" onPress={() => setWork({ kind: 'diagnostics' })}>
              {t('diagnostics.title')}
            </BigButton>
          )}
          {here.signedIn !== null && (
            <BigButton hint={t('people.signOut')} onPress={() => void signOut()}>
              <span className={styles['signedIn']}>{here.signedIn.name}</span>
            </BigButton>
          )}
        </>
      }
      steps={
        work.kind === 'look'
          ? (!isEmpty || text !== '') && (
              <BigButton size="large" onPress={() => openForm(null)}>
                {t('today.new')}
              </BigButton>
            )
          : back
      }
      next={
        <>
          {work.kind === 'card' && (
            <BigButton tone="next" size="huge" onPress={() => void saveCard()}>
              {t('card.save')}
            </BigButton>
          )}
          {work.kind === 'reassign' && (
            <BigButton
              tone="next"
              size="huge"
              isDisabled={work.draft.caseNumber.trim() === '' || work.draft.reason.trim() === ''}
              onPress={() => void saveReassignment()}
            >
              {t('reassign.save')}
            </BigButton>
          )}
          {work.kind === 'look' && chosen !== null && (
            <BigButton tone="next" size="huge" onPress={() => void goOn(chosen)}>
              {chosen.phase === 'ended'
                ? t('today.openRecord')
                : chosen.phase === 'planned'
                  ? t('today.check')
                  : t('today.goOn')}
            </BigButton>
          )}
          {work.kind === 'look' && isEmpty && text === '' && (
            <BigButton tone="next" size="huge" onPress={() => openForm(null)}>
              {t('today.new')}
            </BigButton>
          )}
        </>
      }
    >
      <div className={styles['whole']}>
        <CheckedLine state={state} onOpen={() => setWork({ kind: 'reports' })} />
        <div className={styles['columns']}>
          {isEmpty || hearings === null ? (
            <div className={styles['empty']}>
              {hearings !== null && (
                <>
                  <strong>{text === '' ? t('today.empty') : t('today.notFound')}</strong>
                  {text === '' && t('today.emptyTodo')}
                </>
              )}
            </div>
          ) : (
            <HearingList
              hearings={hearings}
              chosen={work.kind === 'card' && work.hearingId === null ? null : (chosen?.hearingId ?? null)}
              withDay={text !== ''}
              onChoose={({ hearingId }) => {
                setChosenId(hearingId);
                setWork(look);
              }}
            />
          )}
          {(work.kind !== 'look' || chosen !== null) && (
            <section className={styles['panel']}>
              <FaultLine fault={fault ?? listFault} />
              {work.kind === 'card' && (
                <CardForm
                  title={work.hearingId === null ? t('today.new') : t('today.change')}
                  draft={work.draft}
                  missing={work.missing}
                  onChange={(draft) => setWork({ ...work, draft, missing: [] })}
                />
              )}
              {work.kind === 'reassign' && (
                <ReassignForm
                  from={work.hearing.card.caseNumber}
                  draft={work.draft}
                  onChange={(draft) => setWork({ ...work, draft })}
                />
              )}
              {work.kind === 'look' && chosen !== null && (
                <>
                  <HearingFacts hearing={chosen} />
                  <ChosenActs {...{ state, chosen }} onWork={setWork} onChange={() => openForm(chosen)} />
                </>
              )}
            </section>
          )}
        </div>
      </div>
    </ScreenFrame>
  );
}
