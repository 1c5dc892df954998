import { useCallback, useEffect, useRef, type ReactNode } from 'react';
import { seatPlaces, type SeatPlace } from '#domain/seats.ts';
import { CameraView } from '../../ui/camera-view.tsx';
import { ChoiceField, TextField } from '../../ui/fields.tsx';
import { LevelMeter } from '../../ui/level-meter.tsx';
import { usePreview } from '../../ui/previews.tsx';
import { useWords } from '../../ui/words.tsx';
import type { SeatDraft } from './seat-drafts.ts';
import styles from './setup.module.css';

const unused = 'unused';
const places = {
  microphone: seatPlaces.filter((place) => !place.endsWith('-view') && !place.startsWith('remote-')),
  camera: seatPlaces.filter(
    (place) =>
      place.endsWith('-view') || place === 'hall' || place === 'other' || place === 'judge' || place === 'witness',
  ),
} as const;
/** A word spoken into a microphone at arm's length is well above this; a neighbour's microphone is below. */
const spokenDbfs = -30;
const heardForMs = 1500;

type RowProps = Readonly<{ draft: SeatDraft; onChange: (draft: SeatDraft) => void }>;

function deviceName({ device }: SeatDraft, channelWord: (channel: number) => string): string {
  return device.path === 'hall' ? `${device.label} · ${channelWord(device.channel + 1)}` : device.label;
}

function PlaceChoice({ draft, onChange }: RowProps): ReactNode {
  const { t, tt } = useWords();
  const choices = [
    { value: unused, label: t('setup.unused') },
    ...places[draft.kind].map((place) => ({ value: place, label: tt(`seats.${place}`) })),
  ];
  return (
    <ChoiceField
      label={t('setup.place')}
      isLabelHidden
      value={draft.place ?? unused}
      choices={choices}
      onChange={(value) => onChange({ ...draft, place: value === unused ? null : (value as SeatPlace) })}
    />
  );
}

function NameField({ draft, onChange }: RowProps): ReactNode {
  const { t } = useWords();
  if (draft.place === null) return <span />;
  return (
    <TextField
      label={t('setup.seatName')}
      isLabelHidden
      placeholder={t('setup.seatName')}
      value={draft.name}
      onChange={(name) => onChange({ ...draft, name })}
    />
  );
}

/** A microphone with its live level; the row lights up while it hears the loudest word. */
export function MicrophoneDevice({
  draft,
  onChange,
  onHeard,
  isLoudest,
  isUntold,
}: RowProps &
  Readonly<{
    onHeard: (key: string, dbfs: number) => void;
    isLoudest: boolean;
    /** Another one bears the same name and nothing tells the two apart. */
    isUntold: boolean;
  }>): ReactNode {
  const { t } = useWords();
  const { stream } = usePreview(draft.key);
  const name = deviceName(draft, (channel) => t('setup.channel', { channel }));
  return (
    <li className={styles['device']} data-used={draft.place !== null} data-heard={isLoudest}>
      <div>
        <div className={styles['label']}>{name}</div>
        {draft.isPresent ? (
          draft.device.path === 'browser' && (
            <LevelMeter stream={stream} name={name} onLevel={(dbfs) => onHeard(draft.key, dbfs)} />
          )
        ) : (
          <div className={styles['absent']}>{t('setup.absent')}</div>
        )}
        {isUntold && <div className={styles['absent']}>{t('setup.untold')}</div>}
      </div>
      <PlaceChoice draft={draft} onChange={onChange} />
      <NameField draft={draft} onChange={onChange} />
      {draft.place !== null && (
        <label className={styles['gated']}>
          <input
            type="checkbox"
            checked={draft.gated}
            onChange={(event) => onChange({ ...draft, gated: event.currentTarget.checked })}
          />
          {t('setup.gated')}
        </label>
      )}
    </li>
  );
}

/** A camera with its live picture. */
export function CameraDevice({ draft, onChange }: RowProps): ReactNode {
  const { t } = useWords();
  const preview = usePreview(draft.key);
  return (
    <div className={styles['camera']} data-used={draft.place !== null}>
      <CameraView preview={preview} />
      <div className={styles['label']}>{deviceName(draft, String)}</div>
      {!draft.isPresent && <div className={styles['absent']}>{t('setup.absent')}</div>}
      {draft.device.path === 'network' && draft.id === null && <div>{t('setup.seenWhenSaved')}</div>}
      <PlaceChoice draft={draft} onChange={onChange} />
      <NameField draft={draft} onChange={onChange} />
    </div>
  );
}

/** Tells which of several microphones heard the loudest word of the last moment, or none. */
export function useLoudest(changed: (key: string | null) => void): (key: string, dbfs: number) => void {
  const loudest = useRef({ key: '', dbfs: -Infinity, atMs: 0 });
  const tell = useRef(changed);
  useEffect(() => {
    tell.current = changed;
  });
  useEffect(() => {
    const timer = setInterval(() => {
      if (performance.now() - loudest.current.atMs > heardForMs) tell.current(null);
    }, 500);
    return () => clearInterval(timer);
  }, []);
  return useCallback((key: string, dbfs: number) => {
    const { current } = loudest;
    const isOver = performance.now() - current.atMs > heardForMs;
    if (dbfs < spokenDbfs || (!isOver && current.key !== key && dbfs < current.dbfs)) return;
    loudest.current = { key, dbfs, atMs: performance.now() };
    tell.current(key);
  }, []);
}
