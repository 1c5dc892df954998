import { useState, type ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import type { HearingId, IncidentId } from '#domain/ids.ts';
import { courtSides } from '#domain/incidents/incident-entries.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { TextField } from '../../ui/fields.tsx';
import { useWords } from '../../ui/words.tsx';
import { useAsk } from '../hearing/use-ask.ts';
import { IncidentCard } from './incident-card.tsx';
import styles from './incidents.module.css';

/**
 * P17, P23, P24: technical faults, those first that still want somebody; one is open at a time. `hearingId` null: the inbox of the
 * hall, with all that is not over.
 */
export function IncidentsPanel({
  hall,
  state,
  hearingId,
  isSpecialist,
  onAct,
}: {
  hall: HallClient;
  state: HallState;
  hearingId: HearingId | null;
  isSpecialist: boolean;
  /** Opens the act of a hearing; null where there is no room for it. */
  onAct: ((hearingId: HearingId) => void) | null;
}): ReactNode {
  const { t, tt } = useWords();
  const asking = useAsk(hall);
  const [chosen, choose] = useState<IncidentId | null>(null);
  const [text, setText] = useState('');
  const rows = state.incidents.filter((each) => hearingId === null || each.hearingId === hearingId);
  const open = rows.find(({ incidentId }) => incidentId === chosen) ?? rows.find(({ isOver }) => !isOver);
  const side = rows[0]?.side ?? 'hearing';
  const report = async (): Promise<void> => {
    const outcome = await asking.ask('incident.report', { hearingId, text });
    if (!outcome.ok) return;
    setText('');
    choose(outcome.value.incidentId);
  };
  return (
    <section className={styles['panel']} aria-label={t('incidents.title')}>
      {hearingId !== null && (
        <div className={styles['sides']} role="group" aria-label={t('incidents.side')}>
          <span>{t('incidents.side')}</span>
          {courtSides.map((each) => (
            <BigButton
              key={each}
              isPressed={each === side}
              tone={each === side ? 'next' : 'plain'}
              isDisabled={asking.isAsking}
              onPress={() => void asking.ask('incident.choose-side', { hearingId, side: each })}
            >
              {tt(`incidents.sides.${each}`)}
            </BigButton>
          ))}
        </div>
      )}
      <FaultLine fault={asking.fault} seats={state.hall.seats} onDismiss={asking.dismiss} />
      <ul className={styles['rows']}>
        {rows.map((each) => (
          <IncidentCard
            key={each.incidentId}
            {...{ state, asking, isSpecialist, onAct }}
            incident={each}
            isOpen={each === open}
            onOpen={() => choose(each.incidentId)}
          />
        ))}
        {rows.length === 0 && <li className={styles['quiet']}>{t('incidents.none')}</li>}
      </ul>
      <form
        className={styles['report']}
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '') void report();
        }}
      >
        <TextField label={t('incidents.reportLabel')} value={text} onChange={setText} />
        <BigButton size="large" isDisabled={text.trim() === '' || asking.isAsking} onPress={() => void report()}>
          {t('incidents.report')}
        </BigButton>
      </form>
    </section>
  );
}
