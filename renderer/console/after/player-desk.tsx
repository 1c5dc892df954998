import { useMemo, useState, type ReactNode } from 'react';
import type { Timeline } from '#contract/hall.ts';
import type { Verification } from '#contract/verification.ts';
import type { HearingSummary } from '#contract/papers.ts';
import type { TrackId } from '#domain/ids.ts';
import type { Seat } from '#domain/seats.ts';
import type { HallClient } from '#line/hall-client.ts';
import { useWords } from '../../ui/words.tsx';
import { seatNameById } from '../hearing/seat-names.ts';
import { timeText } from '../hearing/time-text.ts';
import { usePanelPress } from '../panels/use-panel-press.ts';
import { CameraChoice } from './camera-choice.tsx';
import { neighbourMark } from './mark-jumps.ts';
import { heardTracks, type Stretch } from './pieces.ts';
import styles from './player-desk.module.css';
import { RecordLanes } from './record-lanes.tsx';
import { SidePanel } from './side-panel.tsx';
import { Transport } from './transport.tsx';
import { usePlayer, useShown } from './use-player.ts';
import { usePlayerKeys } from './use-player-keys.ts';

const pedalBackUs = 5_000_000;

function toggled<Id>(before: ReadonlySet<Id>, id: Id): ReadonlySet<Id> {
  const after = new Set(before);
  if (!after.delete(id)) after.add(id);
  return after;
}

/** Picture, transport, lanes and the panel beside them, all of one player. Made anew when addresses change. */
export function PlayerDesk({
  hall,
  timeline,
  card,
  seats,
  startUs,
  verification,
  onVerified,
  onLost,
}: {
  hall: HallClient;
  timeline: Timeline;
  card: HearingSummary['card'];
  seats: readonly Seat[];
  startUs: number;
  verification: Verification | null;
  onVerified: (verification: Verification) => void;
  onLost: (atUs: number) => void;
}): ReactNode {
  const words = useWords();
  const { t } = words;
  const { lanes, marks, lengthUs } = timeline;
  const player = usePlayer(lanes, startUs, onLost);
  const { attachVideo } = player;
  const camera = useShown(player, 'camera');
  const [muted, setMuted] = useState<ReadonlySet<TrackId>>(new Set());
  const [soloed, setSoloed] = useState<ReadonlySet<TrackId>>(new Set());
  const [clip, setClip] = useState<Stretch | null>(null);

  const names = useMemo(
    () => new Map(lanes.map((lane) => [lane.trackId, seatNameById(words, seats, lane.seatId)])),
    [words, seats, lanes],
  );
  const microphones = useMemo(
    () => lanes.filter((lane) => lane.kind === 'microphone').map((lane) => lane.trackId),
    [lanes],
  );
  const cameras = lanes.filter((lane) => lane.kind === 'camera');

  const hear = (nextMuted: ReadonlySet<TrackId>, nextSoloed: ReadonlySet<TrackId>): void => {
    setMuted(nextMuted);
    setSoloed(nextSoloed);
    player.setHeard(heardTracks(microphones, nextMuted, nextSoloed));
  };
  const toMark = (towards: 'next' | 'previous'): void => {
    const mark = neighbourMark(marks, player.shown().atUs, towards);
    if (mark !== null) player.seek(mark.atUs);
  };
  const toggle = (): void => (player.shown().isPlaying ? player.pause() : player.play());
  usePanelPress(hall, ({ act }) => {
    if (act === 'play-pause') toggle();
    else if (act === 'back-5') player.seek(Math.max(0, player.shown().atUs - pedalBackUs));
  });
  usePlayerKeys({
    toggle,
    toMark,
    move: (byUs) => player.seek(player.shown().atUs + byUs),
    toEdge: (edge) => player.seek(edge === 'start' ? 0 : lengthUs),
  });

  return (
    <div className={styles['desk']}>
      <div className={styles['left']}>
        <div className={styles['stage']}>
          {timeline.isPreparing ? (
            <Preparing timeline={timeline} />
          ) : (
            <video
              key={camera ?? ''}
              ref={attachVideo}
              muted
              playsInline
              aria-label={camera === null ? undefined : names.get(camera)}
            />
          )}
          {!timeline.isPreparing && cameras.length === 0 && (
            <p className={styles['noPicture']}>{t('after.noPicture')}</p>
          )}
          <CameraChoice player={player} cameras={cameras} names={names} />
        </div>
        <Transport
          player={player}
          lengthUs={lengthUs}
          isReady={!timeline.isPreparing}
          toMark={toMark}
          toggle={toggle}
        />
        <RecordLanes
          timeline={timeline}
          names={names}
          player={player}
          clip={clip}
          onClip={setClip}
          damages={verification?.damages ?? []}
          muted={muted}
          soloed={soloed}
          onMute={(track) => hear(toggled(muted, track), soloed)}
          onSolo={(track) => hear(muted, toggled(soloed, track))}
        />
      </div>
      <SidePanel
        hall={hall}
        timeline={timeline}
        card={card}
        names={names}
        clip={clip}
        onClip={setClip}
        player={player}
        verification={verification}
        onVerified={onVerified}
      />
    </div>
  );
}

/** How many of the playable copies are made; the record itself is already whole. */
function Preparing({ timeline }: { timeline: Timeline }): ReactNode {
  const { t } = useWords();
  const pieces = timeline.lanes.flatMap((lane) => lane.pieces);
  const ready = pieces.filter((piece) => piece.url !== null).length;
  return (
    <div className={styles['preparing']} role="status">
      <p>{t('after.preparing')}</p>
      <progress max={Math.max(1, pieces.length)} value={ready} />
      <p>{t('after.preparedOf', { ready, all: pieces.length, length: timeText(timeline.lengthUs) })}</p>
    </div>
  );
}
