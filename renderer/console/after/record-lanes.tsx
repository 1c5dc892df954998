import { useCallback, useRef, type ReactNode } from 'react';
import type { Timeline } from '#contract/hall.ts';
import type { Damage } from '#contract/verification.ts';
import type { TrackId } from '#domain/ids.ts';
import { clockTime, spanOfTime } from '../../ui/clock.ts';
import { useWords } from '../../ui/words.tsx';
import { markWords } from '../hearing/mark-words.ts';
import { tickStepUs, timeText } from '../hearing/time-text.ts';
import { ClipHandles } from './clip-handles.tsx';
import { LaneRow } from './lane-row.tsx';
import type { Stretch } from './pieces.ts';
import type { Player } from './player.ts';
import styles from './record-lanes.module.css';
import { share } from './share.ts';
import { useDrag } from './use-drag.ts';
import { useShown } from './use-player.ts';

const mostTicks = 8;
/** A pause narrower than this share of the line has its words in the title only. */
const leastLabelShare = 0.14;

/** The whole hearing: a lane a track, holes hatched, pauses named, marks as flags, the play head, the stretch to be exported. */
export function RecordLanes({
  timeline,
  names,
  player,
  clip,
  onClip,
  damages,
  muted,
  soloed,
  onMute,
  onSolo,
}: {
  timeline: Timeline;
  names: ReadonlyMap<TrackId, string>;
  player: Player;
  clip: Stretch | null;
  onClip: (clip: Stretch) => void;
  damages: readonly Damage[];
  muted: ReadonlySet<TrackId>;
  soloed: ReadonlySet<TrackId>;
  onMute: (track: TrackId) => void;
  onSolo: (track: TrackId) => void;
}): ReactNode {
  const words = useWords();
  const { t, tt } = words;
  const line = useRef<HTMLDivElement>(null);
  const { lengthUs, lanes, pauses, closedSessions } = timeline;
  const openedAtMs = timeline.hearing.openedAtMs ?? 0;
  const readLine = useCallback(() => line.current, []);
  const seekTo = useCallback((at: number) => player.seek(at * lengthUs), [player, lengthUs]);
  const drag = useDrag(seekTo, readLine);
  const firstMicrophone = lanes.findIndex((lane) => lane.kind === 'microphone');
  const stepUs = tickStepUs(lengthUs, mostTicks);
  const ticks = Array.from({ length: Math.floor(lengthUs / stepUs) + 1 }, (_, index) => index * stepUs);

  return (
    <section className={styles['lanes']} aria-label={t('after.timeline')}>
      <div className={styles['content']}>
        <div className={styles['ruler']}>
          <span className={styles['gutter']}>{t('after.timeline')}</span>
          <div className={styles['line']} {...drag}>
            {ticks.map((atUs) => (
              <span
                key={atUs}
                className={styles['tick']}
                data-late={atUs / lengthUs > 0.93}
                style={{ left: share(atUs, lengthUs) }}
                title={clockTime(openedAtMs + atUs / 1000, true)}
              >
                {timeText(atUs)}
              </span>
            ))}
            {timeline.marks
              .filter((mark) => !mark.takenBack)
              .map((mark) => (
                <button
                  key={mark.markId}
                  type="button"
                  className={styles['flag']}
                  data-kind={mark.kind}
                  style={{ left: share(mark.atUs, lengthUs) }}
                  title={`${timeText(mark.atUs)} ${markWords(words, mark)}`}
                  // A short cut for a mouse: fingers, keys and screen readers use the list of marks beside it.
                  aria-hidden
                  tabIndex={-1}
                  onPointerDown={(event) => event.stopPropagation()}
                  onClick={() => player.seek(mark.atUs)}
                />
              ))}
          </div>
        </div>
        {lanes.map((lane, index) => (
          <LaneRow
            key={lane.trackId}
            lane={lane}
            tone={lane.kind === 'camera' ? 0 : 2 + ((index - firstMicrophone) % 6)}
            name={names.get(lane.trackId) ?? lane.trackId}
            lengthUs={lengthUs}
            damages={damages.filter((damage) => damage.trackId === lane.trackId)}
            isMuted={muted.has(lane.trackId)}
            isSoloed={soloed.has(lane.trackId)}
            isSoloAny={soloed.size > 0}
            onMute={() => onMute(lane.trackId)}
            onSolo={() => onSolo(lane.trackId)}
          />
        ))}
        <div className={styles['over']} ref={line} {...drag}>
          {closedSessions.map(({ fromUs, toUs }) => (
            <div
              key={fromUs}
              className={styles['closed']}
              style={{ left: share(fromUs, lengthUs), width: share(toUs - fromUs, lengthUs) }}
              title={`${t('after.closedSession')}, ${spanOfTime((toUs - fromUs) / 1000)}`}
            >
              {(toUs - fromUs) / lengthUs >= leastLabelShare && <span>{t('after.closedSession')}</span>}
            </div>
          ))}
          {pauses.map((pause) => (
            <div
              key={pause.fromUs}
              className={styles['pause']}
              data-recorded={pause.recorded}
              style={{ left: share(pause.fromUs, lengthUs), width: share(pause.toUs - pause.fromUs, lengthUs) }}
              title={`${tt(`pauses.${pause.kind}`)}, ${spanOfTime((pause.toUs - pause.fromUs) / 1000)}${pause.note === '' ? '' : `: ${pause.note}`}`}
            >
              {(pause.toUs - pause.fromUs) / lengthUs >= leastLabelShare && (
                <span>
                  {tt(`pauses.${pause.kind}`)}
                  <br />
                  {spanOfTime((pause.toUs - pause.fromUs) / 1000)}
                </span>
              )}
            </div>
          ))}
          {clip !== null && <ClipHandles clip={clip} lengthUs={lengthUs} readLine={readLine} onClip={onClip} />}
          <PlayHead player={player} lengthUs={lengthUs} />
        </div>
      </div>
    </section>
  );
}

function PlayHead({ player, lengthUs }: { player: Player; lengthUs: number }): ReactNode {
  const { t } = useWords();
  const atUs = useShown(player, 'atUs');
  return (
    <div
      className={styles['head']}
      style={{ left: share(atUs, lengthUs) }}
      role="slider"
      tabIndex={0}
      aria-label={t('after.playHead')}
      aria-valuemin={0}
      aria-valuemax={Math.round(lengthUs / 1_000_000)}
      aria-valuenow={Math.round(atUs / 1_000_000)}
      aria-valuetext={timeText(atUs)}
    />
  );
}
