import { useState, type ReactNode } from 'react';
import type { IncidentShown } from '#contract/incident-papers.ts';
import type { HallState } from '#contract/papers.ts';
import { addressees, type Addressee } from '#domain/incidents/incident-entries.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { ChoiceField, TextField } from '../../ui/fields.tsx';
import { hallName } from '../../ui/hall-name.ts';
import { countdownOf, sinceWords, whatFailed } from '../../ui/incident-words.ts';
import { useWords } from '../../ui/words.tsx';
import type { Asking } from '../hearing/use-ask.ts';
import styles from './incidents.module.css';

const ways = ['telephone', 'in-person', 'e-mail'] as const;

/** P17, P23: what is to be read out by telephone, to whom, and the tick that it was; a paired hall on the link is told by one press. */
export function TellForm({
  asking,
  incident,
  state,
  onDone,
}: {
  asking: Asking;
  incident: IncidentShown;
  state: HallState;
  onDone: () => void;
}): ReactNode {
  const words = useWords();
  const { t, tt } = words;
  const { incidentId, due, cause } = incident;
  const [to, setTo] = useState<Addressee>(due.to);
  const [name, setName] = useState('');
  const [way, setWay] = useState<(typeof ways)[number]>('telephone');
  const halls = cause.source === 'other-court' ? [] : state.peers.filter(({ link }) => link === 'up');
  const settle = async (asked: Promise<{ ok: boolean }>): Promise<void> => {
    if ((await asked).ok) onDone();
  };
  const { court, hall } = state.hall;
  const text = [
    [court, hall].filter((part) => part !== '').join(', '),
    incident.caseNumber === '' ? '' : t('case.number', { number: incident.caseNumber }),
    whatFailed(incident, words, state.hall.seats),
    sinceWords(incident, state.wallMs, words),
    countdownOf(incident, state.wallMs, words)?.text ?? t('incidents.noTerm'),
  ];
  return (
    <div className={styles['form']}>
      <p className={styles['readOut']}>
        <span className={styles['quiet']}>{t('incidents.readOut')}</span>
        <span>
          {text
            .filter((part) => part !== '')
            .map((part) => part.charAt(0).toLocaleUpperCase() + part.slice(1))
            .join('. ')}
          .
        </span>
      </p>
      {halls.map((peer) => (
        <BigButton
          key={peer.id}
          tone="next"
          isDisabled={asking.isAsking}
          onPress={() => void settle(asking.ask('incident.send', { incidentId, peerId: peer.id }))}
        >
          {t('incidents.send', { hall: hallName(peer, words) })}
        </BigButton>
      ))}
      <div className={styles['fields']}>
        <ChoiceField
          label={t('incidents.whom')}
          value={to}
          choices={addressees.map((value) => ({ value, label: tt(`incidents.to.${value}`) }))}
          onChange={setTo}
        />
        <TextField label={t('incidents.name')} value={name} onChange={setName} />
        <ChoiceField
          label={t('incidents.way')}
          value={way}
          choices={ways.map((value) => ({ value, label: tt(`incidents.ways.${value}`) }))}
          onChange={setWay}
        />
      </div>
      <div className={styles['acts']}>
        <BigButton tone="quiet" onPress={onDone}>
          {t('ui.back')}
        </BigButton>
        <BigButton
          tone="next"
          size="large"
          isDisabled={name.trim() === '' || asking.isAsking}
          onPress={() => void settle(asking.ask('incident.tell', { incidentId, to, name, way }))}
        >
          {tt(`incidents.toldBy.${way}`)}
        </BigButton>
      </div>
    </div>
  );
}
