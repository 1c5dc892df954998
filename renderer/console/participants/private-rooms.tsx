import { useState, type ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import type { ParticipantId } from '#domain/ids.ts';
import { isInHearing } from '#domain/participants/participant.ts';
import { privateRoomSize } from '#domain/participants/private-room.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { clockTime } from '../../ui/clock.ts';
import { HoldButton } from '../../ui/hold-button.tsx';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import type { Asking } from '../hearing/use-ask.ts';
import styles from './call-up.module.css';

/** L5: private talks that are going on, and a new one by direction of the presiding judge. */
export function PrivateRooms({ state, asking }: { state: HallState; asking: Asking }): ReactNode {
  const { t, tt } = useWords();
  const [chosen, setChosen] = useState<ReadonlySet<ParticipantId>>(new Set());
  const [isOpen, setOpen] = useState(false);
  const { participants, privateRooms } = state;
  const isAway = (id: ParticipantId): boolean => privateRooms.some(({ participantIds }) => participantIds.includes(id));
  const inside = participants.filter((each) => isInHearing(each) && each.isHere && !isAway(each.participantId));
  const wanted = inside.filter(({ participantId }) => chosen.has(participantId)).map((each) => each.participantId);
  const nameOf = (id: ParticipantId): string =>
    participants.find(({ participantId }) => participantId === id)?.name ?? '';
  const turn = (id: ParticipantId): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const open = async (): Promise<void> => {
    const outcome = await asking.ask('private-room.open', { participantIds: wanted, byOralOrder: true });
    if (!outcome.ok) return;
    setChosen(new Set());
    setOpen(false);
  };
  if (privateRooms.length === 0 && inside.length < privateRoomSize.fewest) return null;
  return (
    <section className={styles['rooms']} aria-label={t('privateRoom.title')}>
      {privateRooms.map(({ roomId, participantIds, sinceMs }) => (
        <div key={roomId} className={styles['room']} role="status">
          <ShapeMark shape="pause" />
          <span className={styles['who']}>
            <span className={styles['name']}>
              {t('privateRoom.goes', { names: participantIds.map(nameOf).join(', '), time: clockTime(sinceMs) })}
            </span>
            <span className={styles['quiet']}>{t('privateRoom.goesAbout')}</span>
          </span>
          <BigButton isDisabled={asking.isAsking} onPress={() => void asking.ask('private-room.close', { roomId })}>
            {t('privateRoom.close')}
          </BigButton>
        </div>
      ))}
      {inside.length >= privateRoomSize.fewest &&
        (isOpen ? (
          <fieldset className={styles['choice']}>
            <legend>{t('privateRoom.who')}</legend>
            {inside.map(({ participantId, name, role }) => (
              <label key={participantId} className={styles['tick']}>
                <input
                  type="checkbox"
                  checked={chosen.has(participantId)}
                  disabled={!chosen.has(participantId) && wanted.length >= privateRoomSize.most}
                  onChange={() => turn(participantId)}
                />
                <span>
                  {name} <span className={styles['quiet']}>· {tt(`participants.roles.${role}`)}</span>
                </span>
              </label>
            ))}
            <p>{t('privateRoom.about')}</p>
            <div className={styles['acts']}>
              <BigButton onPress={() => setOpen(false)}>{t('hearing.cancel')}</BigButton>
              <HoldButton
                tone="plain"
                isDisabled={asking.isAsking || wanted.length < privateRoomSize.fewest}
                onHeld={() => void open()}
              >
                {t('privateRoom.open')}
              </HoldButton>
            </div>
          </fieldset>
        ) : (
          <div>
            <BigButton tone="quiet" onPress={() => setOpen(true)}>
              {t('privateRoom.title')}
            </BigButton>
          </div>
        ))}
    </section>
  );
}
