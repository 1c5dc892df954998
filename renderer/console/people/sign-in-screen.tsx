import { useState, type ReactNode } from 'react';
import type { Fault } from '#domain/faults.ts';
import type { PersonId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { ScreenFrame } from '../../ui/screen-frame.tsx';
import { useWords } from '../../ui/words.tsx';
import { PersonTiles } from './person-tiles.tsx';
import { isWholePin, PinPad } from './pin-pad.tsx';
import styles from './people.module.css';
import type { PeopleHere } from './use-people.ts';
import { useSecondsLeft } from './use-seconds-left.ts';

/** Stands before everything but a hearing that is being held: a name, a PIN, and the day's list. */
export function SignInScreen({ hall, here }: { hall: HallClient; here: PeopleHere }): ReactNode {
  const { t } = useWords();
  const [chosenId, setChosenId] = useState<PersonId | null>(null);
  const [pin, setPin] = useState('');
  const [fault, setFault] = useState<Fault | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [secondsLeft, waitFor] = useSecondsLeft();
  const only = here.people.length === 1 ? here.people[0] : undefined;
  const chosen = here.people.find(({ personId }) => personId === chosenId) ?? only ?? null;
  const canSignIn = chosen !== null && isWholePin(pin) && !isAsking && secondsLeft === 0;

  const signIn = async (): Promise<void> => {
    if (chosen === null || !canSignIn) return;
    setAsking(true);
    const outcome = await hall.ask('person.sign-in', { personId: chosen.personId, pin });
    setAsking(false);
    setPin('');
    setFault(outcome.ok ? null : outcome.fault);
    if (outcome.ok) here.refresh();
    else waitFor(Number(outcome.fault.args['seconds'] ?? 0));
  };
  return (
    <ScreenFrame
      title={t('people.signInTitle')}
      about={t('people.signInAbout')}
      next={
        <BigButton
          tone="next"
          size="huge"
          isDisabled={!canSignIn}
          {...(secondsLeft > 0 && { hint: t('people.waitLeft', { seconds: secondsLeft }) })}
          onPress={() => void signIn()}
        >
          {isAsking ? t('people.checking') : t('people.signIn')}
        </BigButton>
      }
    >
      <div className={styles['columns']} data-wide="pad">
        <PersonTiles
          people={here.people}
          chosen={chosen}
          onChoose={({ personId }) => {
            setChosenId(personId);
            setPin('');
            setFault(null);
            // The wait belongs to the person; the hall says it again where it still lasts.
            waitFor(0);
          }}
        />
        {chosen !== null && (
          <section className={styles['panel']}>
            <div className={styles['padRow']}>
              <PinPad
                label={t('people.pin')}
                pin={pin}
                isDisabled={isAsking}
                onChange={setPin}
                onEnter={() => void signIn()}
              />
              <div className={styles['beside']}>
                <h2>{chosen.name}</h2>
                <FaultLine fault={fault} />
              </div>
            </div>
          </section>
        )}
      </div>
    </ScreenFrame>
  );
}
