import type { ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import type { Voice } from '#domain/monitors/layout.ts';
import { hallName } from '../ui/hall-name.ts';
import { RemotePicture, type RemoteHall } from '../ui/remote-picture.tsx';
import { ShapeMark } from '../ui/shape-mark.tsx';
import { useWords } from '../ui/words.tsx';
import styles from './hall-screen.module.css';

/** One picture with who that is, in what role, and whether they speak or are muted. */
export function PersonPicture({
  state,
  voice,
  on,
  own,
}: {
  state: HallState;
  voice: Voice;
  /** Whoever it is on the line; nobody where the voice is this hall's. */
  on: RemoteHall | undefined;
  own: MediaStream | null;
}): ReactNode {
  const words = useWords();
  const { t, tt } = words;
  const picture = voice === 'hall' ? own : (on?.picture ?? null);
  if (picture === null) return null;
  const participant = state.participants.find(({ participantId }) => participantId === voice);
  const isMuted = voice !== 'hall' && (participant?.isMuted ?? state.monitors.isMutedAll);
  const isSpeaking = state.monitors.speaker === voice && !isMuted;
  const name = voice === 'hall' ? t('screen.ownHall') : on === undefined ? '' : hallName(on.peer, words);
  return (
    <div className={styles['picture']} data-voice={voice} data-speaking={isSpeaking}>
      <RemotePicture picture={picture} name={name}>
        {participant !== undefined && (
          <span className={styles['role']}> {tt(`participants.roles.${participant.role}`)}</span>
        )}
        {(isMuted || isSpeaking) && (
          <span className={styles['sign']}>
            <ShapeMark shape={isMuted ? 'cross' : 'dots'} />
            {t(isMuted ? 'participants.muted' : 'monitors.speaks')}
          </span>
        )}
      </RemotePicture>
    </div>
  );
}
