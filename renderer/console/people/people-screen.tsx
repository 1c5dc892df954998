import { useState, type ReactNode } from 'react';
import type { PeopleChange } from '#contract/papers.ts';
import { duties, type Duty, type Person } from '#domain/people.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { ChoiceField, TextField } from '../../ui/fields.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import { ScreenFrame } from '../../ui/screen-frame.tsx';
import { useWords } from '../../ui/words.tsx';
import { useAsk } from '../hearing/use-ask.ts';
import { NewPin } from './new-pin.tsx';
import { PersonTiles } from './person-tiles.tsx';
import styles from './people.module.css';
import type { PeopleHere } from './use-people.ts';

type Work =
  | Readonly<{ kind: 'look' }>
  | Readonly<{ kind: 'add'; name: string; duty: Duty }>
  | Readonly<{ kind: 'person'; person: Person; name: string; isChangingPin: boolean }>;
const look: Work = { kind: 'look' };
const somebodyNew: Work = { kind: 'add', name: '', duty: 'secretary' };
/** Nobody may be let in before there is somebody who lets others in. */
const firstPerson: Work = { kind: 'add', name: '', duty: 'administrator' };

/** The administrator's list: who may sign in at this hall. Without anybody it asks for the first administrator. */
export function PeopleScreen({
  hall,
  here,
  onDone,
}: {
  hall: HallClient;
  here: PeopleHere;
  onDone: () => void;
}): ReactNode {
  const { t, tt } = useWords();
  const isFirst = here.people.length === 0;
  const [work, setWork] = useState<Work>(isFirst ? firstPerson : look);
  const { ask, isAsking, fault, dismiss } = useAsk(hall);

  const goTo = (next: Work): void => {
    dismiss();
    setWork(next);
  };
  const change = async (wanted: PeopleChange): Promise<void> => {
    const outcome = await ask('people.change', wanted);
    if (outcome.ok) setWork(look);
    here.refresh();
  };
  return (
    <ScreenFrame
      title={isFirst ? t('people.first') : t('people.title')}
      about={isFirst ? t('people.firstAbout') : undefined}
      steps={
        <BigButton size="large" onPress={onDone}>
          {t('ui.back')}
        </BigButton>
      }
      next={
        work.kind !== 'add' && (
          <BigButton tone="next" size="huge" onPress={() => goTo(somebodyNew)}>
            {t('people.add')}
          </BigButton>
        )
      }
    >
      <div className={styles['columns']} data-first={isFirst}>
        {!isFirst && (
          <PersonTiles
            people={here.people}
            chosen={work.kind === 'person' ? work.person : null}
            onChoose={(person) => goTo({ kind: 'person', person, name: person.name, isChangingPin: false })}
          />
        )}
        <section className={styles['panel']}>
          <FaultLine fault={fault} onDismiss={dismiss} />
          {work.kind === 'look' && <p>{t('people.choose')}</p>}
          {work.kind === 'add' && (
            <>
              <div className={styles['fields']}>
                <TextField label={t('people.name')} value={work.name} onChange={(name) => setWork({ ...work, name })} />
                <ChoiceField
                  label={t('people.duty')}
                  value={work.duty}
                  choices={(isFirst ? [work.duty] : duties).map((duty) => ({
                    value: duty,
                    label: tt(`duties.${duty}`),
                  }))}
                  onChange={(duty) => setWork({ ...work, duty })}
                />
              </div>
              <NewPin
                isDisabled={isAsking || work.name.trim() === ''}
                onReady={(pin) => void change({ change: 'add', name: work.name, duty: work.duty, pin })}
              />
            </>
          )}
          {work.kind === 'person' && (
            <>
              <h2>
                {work.person.name} · {tt(`duties.${work.person.duty}`)}
              </h2>
              {work.isChangingPin ? (
                <NewPin
                  isDisabled={isAsking}
                  onReady={(pin) => void change({ change: 'set-pin', personId: work.person.personId, pin })}
                />
              ) : (
                <>
                  <div className={styles['fields']}>
                    <TextField
                      label={t('people.name')}
                      value={work.name}
                      onChange={(name) => setWork({ ...work, name })}
                    />
                    <BigButton
                      size="large"
                      isDisabled={isAsking || work.name.trim() === '' || work.name === work.person.name}
                      onPress={() => void change({ change: 'rename', personId: work.person.personId, name: work.name })}
                    >
                      {t('people.rename')}
                    </BigButton>
                  </div>
                  <div className={styles['acts']}>
                    <BigButton size="large" onPress={() => goTo({ ...work, isChangingPin: true })}>
                      {t('people.changePin')}
                    </BigButton>
                    <HoldButton
                      size="large"
                      isDisabled={isAsking}
                      onHeld={() => void change({ change: 'remove', personId: work.person.personId })}
                    >
                      {t('people.remove')}
                    </HoldButton>
                  </div>
                </>
              )}
            </>
          )}
        </section>
      </div>
    </ScreenFrame>
  );
}
