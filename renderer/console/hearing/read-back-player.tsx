import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import type { HearingId, TrackId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { ChoiceField } from '../../ui/fields.tsx';
import { useWords } from '../../ui/words.tsx';
import { useAudioOutputs } from './audio-outputs.ts';
import { FaultLine } from '../../ui/fault-line.tsx';
import { usePanelPress } from '../panels/use-panel-press.ts';
import { neighbourStretch, type ReadBackRange } from './read-back-range.ts';
import styles from './read-back-player.module.css';
import { timeText } from './time-text.ts';
import { useAsk } from './use-ask.ts';

const readBackSpeeds = [0.75, 1, 1.5, 2] as const;
const backS = 10;
const pedalBackS = 5;

type Clip = Readonly<{ url: string } & ReadBackRange>;

/**
 * Plays a stretch of the record to the chosen output while the record goes on. Sound that is let into the hall is
 * marked in the record. Mount it anew (by key) for another stretch.
 */
export function ReadBackPlayer({
  hall,
  hearingId,
  range,
  camera,
  newestUs,
  onMove,
  onClose,
}: {
  hall: HallClient;
  hearingId: HearingId;
  range: ReadBackRange;
  camera: TrackId | null;
  newestUs: number;
  onMove(range: ReadBackRange): void;
  onClose(): void;
}): ReactNode {
  const { t } = useWords();
  const { ask, fault, dismiss } = useAsk(hall);
  const { outputs, chosen, isSettled, choose, setHall } = useAudioOutputs();
  const [clip, setClip] = useState<Clip | null>(null);
  const [speed, setSpeed] = useState(1);
  const [atUs, setAtUs] = useState(range.fromUs);
  const [isPlaying, setIsPlaying] = useState(false);
  const [isOutputRefused, setIsOutputRefused] = useState(false);
  const [isLost, setIsLost] = useState(false);
  const video = useRef<HTMLVideoElement>(null);
  /** What the element was given. The screen follows with its first picture: painted meanwhile, it would make that late. */
  const given = useRef<Clip | null>(null);
  const isMarked = useRef(false);

  const start = useEffectEvent(async () => {
    const element = video.current;
    if (element === null || given.current === null || !isSettled) return;
    // Asked for the output that it has, an element takes its time all the same.
    if (element.sinkId === chosen.deviceId) setIsOutputRefused(false);
    else {
      element.pause();
      // Never the wrong loudspeaker: where the chosen output refuses, the system's own is used and that is said.
      const isTaken = await element.setSinkId(chosen.deviceId).then(
        () => true,
        () => false,
      );
      setIsOutputRefused(!isTaken);
    }
    await element.play().catch(() => undefined);
  });
  const { fromUs, toUs } = range;
  useEffect(() => {
    let isGone = false;
    void ask('read-back.prepare', { hearingId, fromUs, toUs, camera }).then((outcome) => {
      if (isGone || !outcome.ok || video.current === null) return;
      given.current = outcome.value;
      video.current.src = outcome.value.url;
      void start();
    });
    return () => {
      isGone = true;
    };
  }, [ask, hearingId, fromUs, toUs, camera]);
  useLayoutEffect(() => void start(), [chosen.deviceId, isSettled]);

  const isHeardInHall = chosen.isHall;
  useEffect(() => {
    if (!isPlaying || !isHeardInHall || isMarked.current) return;
    isMarked.current = true;
    void ask('mark.set', {
      template: 'read-back-hall',
      text: `${timeText(fromUs)}–${timeText(toUs)}`,
      kind: 'mark',
      atUs: null,
    });
  }, [ask, isPlaying, isHeardInHall, fromUs, toUs]);

  const jumpBack = (byS: number): void => {
    if (video.current !== null) video.current.currentTime = Math.max(0, video.current.currentTime - byS);
  };
  const toggle = (): void => {
    if (video.current === null) return;
    if (video.current.paused) void video.current.play().catch(() => undefined);
    else video.current.pause();
  };
  usePanelPress(hall, ({ act }) => {
    if (act === 'play-pause') toggle();
    else if (act === 'back-5') jumpBack(pedalBackS);
  });
  const changeSpeed = (next: number): void => {
    setSpeed(next);
    if (video.current !== null) video.current.playbackRate = next;
  };
  const earlier = neighbourStretch(range, newestUs, 'earlier');
  const later = neighbourStretch(range, newestUs, 'later');
  const lost = isLost ? { key: 'playback.not-ready' as const, args: {} } : null;
  const shareDone =
    clip === null ? 0 : Math.min(1, Math.max(0, (atUs - clip.fromUs) / Math.max(1, clip.toUs - clip.fromUs)));

  return (
    <section className={styles['player']} aria-label={t('hearing.readBack')}>
      <header className={styles['head']}>
        <h2>{t('hearing.readBack')}</h2>
        <span className={styles['range']}>
          {timeText(clip?.fromUs ?? fromUs)} – {timeText(clip?.toUs ?? toUs)}
        </span>
        <span className={styles['goesOn']}>{t('hearing.readBackGoesOn')}</span>
      </header>
      <div className={styles['stage']}>
        <video
          ref={video}
          onTimeUpdate={(event) => setAtUs((clip?.fromUs ?? fromUs) + event.currentTarget.currentTime * 1_000_000)}
          onLoadedMetadata={(event) => {
            event.currentTarget.playbackRate = speed;
          }}
          onLoadedData={() => setClip(given.current)}
          onError={() => setIsLost(true)}
          onPlaying={() => setIsPlaying(true)}
          onPause={() => setIsPlaying(false)}
          onEnded={() => setIsPlaying(false)}
        />
        {clip === null && (
          <p className={styles['wait']} role="status">
            {fault === null && !isLost ? t('hearing.readBackPreparing') : ''}
          </p>
        )}
      </div>
      <FaultLine
        fault={fault ?? lost}
        // Where nothing plays it is all that the player has to say.
        {...(clip !== null && { onDismiss: fault === null ? () => setIsLost(false) : dismiss })}
      />
      <div className={styles['progress']} role="progressbar" aria-valuenow={Math.round(shareDone * 100)}>
        <span style={{ width: `${shareDone * 100}%` }} />
        <time>{timeText(atUs)}</time>
      </div>
      <div className={styles['row']}>
        <BigButton
          label={t('hearing.earlier')}
          isDisabled={earlier === null}
          onPress={() => earlier !== null && onMove(earlier)}
        >
          ‹ {t('hearing.earlier')}
        </BigButton>
        <BigButton isDisabled={clip === null} onPress={() => jumpBack(backS)}>
          −10 {t('hearing.secondsShort')}
        </BigButton>
        <BigButton isDisabled={clip === null} onPress={toggle}>
          {isPlaying ? t('hearing.pausePlaying') : t('hearing.play')}
        </BigButton>
        <BigButton isDisabled={later === null} onPress={() => later !== null && onMove(later)}>
          {t('hearing.later')} ›
        </BigButton>
        <div className={styles['speeds']} role="group" aria-label={t('hearing.speed')}>
          {readBackSpeeds.map((each) => (
            <button key={each} type="button" aria-pressed={each === speed} onClick={() => changeSpeed(each)}>
              {each}×
            </button>
          ))}
        </div>
      </div>
      <div className={styles['row']}>
        <div className={styles['output']}>
          <ChoiceField
            label={t('hearing.output')}
            isLabelHidden
            value={chosen.deviceId}
            choices={outputs.map((output) => ({
              value: output.deviceId,
              label: output.deviceId === '' ? t('hearing.systemOutput') : output.label,
            }))}
            onChange={choose}
          />
        </div>
        <label className={styles['inHall']}>
          <input
            type="checkbox"
            checked={chosen.isHall}
            onChange={(event) => setHall(chosen.deviceId, event.currentTarget.checked)}
          />
          {t('hearing.outputIsHall')}
        </label>
        {isOutputRefused && (
          <span className={styles['refused']} role="alert">
            ▲ {t('hearing.outputRefused')}
          </span>
        )}
        <span className={styles['far']} />
        <BigButton tone="next" size="large" onPress={onClose}>
          {t('hearing.stopReadBack')}
        </BigButton>
      </div>
    </section>
  );
}
