import { useState, type ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import type { InvitationShown, ParticipantShown } from '#contract/participants.ts';
import type { HearingId, ParticipantId } from '#domain/ids.ts';
import { isInHearing } from '#domain/participants/participant.ts';
import type { VoiceFigures } from '#domain/peers/voice-figures.ts';
import type { HallClient } from '#line/hall-client.ts';
import { FaultLine } from '../../ui/fault-line.tsx';
import { useWords } from '../../ui/words.tsx';
import { useAsk } from '../hearing/use-ask.ts';
import { HallChannel } from './hall-channel.tsx';
import { InvitationCard } from './invitation-card.tsx';
import { InviteForm, type Wished } from './invite-form.tsx';
import { ParticipantRow } from './participant-row.tsx';
import styles from './participants.module.css';
import { PhotoButton } from './photo-button.tsx';
import { PrivateRooms } from './private-rooms.tsx';
import { useParticipants } from './use-participants.ts';
import { WordsForm } from './words-form.tsx';

/** P9, P15.4, P16.3: who takes part in a hearing from afar, from the invitation to the end. */
export function ParticipantsPanel({
  hall,
  state,
  hearingId,
}: {
  hall: HallClient;
  state: HallState;
  hearingId: HearingId;
}): ReactNode {
  const { t } = useWords();
  const asking = useAsk(hall);
  const { participants, isRoomOpen, isOnScreen, refresh } = useParticipants(hall, state, hearingId);
  const [shown, setShown] = useState<Readonly<{ invitation: InvitationShown; name: string }> | null>(null);
  const invite = async (participantId: ParticipantId | null, wished: Wished): Promise<boolean> => {
    const outcome = await asking.ask('participant.invite', { hearingId, participantId, ...wished });
    if (outcome.ok) setShown({ invitation: outcome.value, name: wished.name });
    refresh();
    return outcome.ok;
  };
  const anew = ({ participantId, name, role }: ParticipantShown): Promise<boolean> =>
    invite(participantId, { name, role, word: null });
  const voiceOf = ({ participantId }: ParticipantShown): VoiceFigures | null =>
    state.calls.find((call) => call.peerId === participantId && call.state === 'connected')?.voice ?? null;
  const photoOf = (participantId: ParticipantId): ReactNode => {
    const seen = participants.find((each) => each.participantId === participantId);
    const hasPhoto = seen !== undefined && seen.photoUrl !== null;
    return <PhotoButton {...{ hall, hearingId, participantId, hasPhoto }} onBrought={refresh} />;
  };
  if (!isRoomOpen) return <p className={styles['quiet']}>{t('participants.closed')}</p>;
  return (
    <section className={styles['panel']} aria-label={t('participants.title')}>
      <FaultLine fault={asking.fault} onDismiss={asking.dismiss} />
      {shown !== null && (
        <InvitationCard
          {...shown}
          key={shown.invitation.link}
          photo={photoOf(shown.invitation.participantId)}
          onDone={() => setShown(null)}
        />
      )}
      <ul className={styles['rows']}>
        {participants.map((participant) => (
          <ParticipantRow
            key={participant.participantId}
            asking={asking}
            hearingId={hearingId}
            participant={participant}
            voice={voiceOf(participant)}
            photo={photoOf(participant.participantId)}
            isOnScreen={isOnScreen}
            onAnew={() => void anew(participant)}
            onChanged={refresh}
          />
        ))}
        {participants.length === 0 && <li className={styles['quiet']}>{t('participants.none')}</li>}
      </ul>
      {isOnScreen && <HallChannel state={state} asking={asking} />}
      {isOnScreen && <PrivateRooms state={state} asking={asking} />}
      {isOnScreen && participants.some(isInHearing) && (
        <WordsForm
          label={t('participants.direction')}
          button={t('participants.directAll')}
          isAsking={asking.isAsking}
          onSend={async (text) => (await asking.ask('participant.direct', { participantId: null, text })).ok}
        />
      )}
      {shown === null && <InviteForm isAsking={asking.isAsking} onInvite={(wished) => invite(null, wished)} />}
    </section>
  );
}
