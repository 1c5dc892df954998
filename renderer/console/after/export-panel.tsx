import { useEffect, useState, type ReactNode } from 'react';
import type { Lane } from '#contract/hall.ts';
import type { HearingId, TrackId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { spanOfTime } from '../../ui/clock.ts';
import { TextField } from '../../ui/fields.tsx';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { readTime, timeText } from '../hearing/time-text.ts';
import { useAsk } from '../hearing/use-ask.ts';
import { clipWith } from './clip.ts';
import type { Stretch } from './pieces.ts';
import styles from './side-panel.module.css';

type Progress = Readonly<{ doneShare: number; remainingMs: number | null }>;

/** A copy, bit by bit or for the parties, of the whole record or of a clip, of all tracks or of some. */
export function ExportPanel({
  hall,
  hearingId,
  lengthUs,
  lanes,
  names,
  clip,
  onClip,
  readAtUs,
}: {
  hall: HallClient;
  hearingId: HearingId;
  lengthUs: number;
  lanes: readonly Lane[];
  names: ReadonlyMap<TrackId, string>;
  clip: Stretch | null;
  onClip: (clip: Stretch | null) => void;
  readAtUs: () => number;
}): ReactNode {
  const { t } = useWords();
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  const [left, setLeft] = useState<ReadonlySet<TrackId>>(new Set());
  const [progress, setProgress] = useState<Progress | null>(null);
  const [copies, setCopies] = useState<readonly Readonly<{ path: string; sha256: string }>[]>([]);
  const [form, setForm] = useState<'exact' | 'party'>('exact');
  const tracks = lanes.map((lane) => lane.trackId).filter((track) => !left.has(track));

  useEffect(
    () =>
      hall.on('export.progressed', (told) => {
        if (told.hearingId === hearingId) setProgress(told);
      }),
    [hall, hearingId],
  );

  const make = async (): Promise<void> => {
    setCopies([]);
    setProgress(null);
    const outcome = await ask('record.export', {
      hearingId,
      fromUs: clip?.fromUs ?? 0,
      toUs: clip?.toUs ?? lengthUs,
      tracks,
      form,
    });
    setProgress(null);
    if (outcome.ok) setCopies([outcome.value, ...outcome.value.others]);
  };
  return (
    <div className={styles['section']}>
      <FaultLine fault={fault} onDismiss={dismiss} />
      {isAsking && <Running progress={progress} />}
      {copies.length > 0 && (
        <div role="status">
          <p className={styles['good']}>
            <ShapeMark shape="tick" tone="good" />
            {t('after.exported')}
          </p>
          {copies.map(({ path, sha256 }) => (
            <p key={path} className={styles['path']}>
              {path}
              <br />
              SHA-256: {sha256}
            </p>
          ))}
        </div>
      )}
      <div className={styles['choice']} role="group" aria-label={t('after.form')}>
        <button type="button" aria-pressed={form === 'exact'} onClick={() => setForm('exact')}>
          {t('after.formExact')}
        </button>
        <button type="button" aria-pressed={form === 'party'} onClick={() => setForm('party')}>
          {t('after.formParty')}
        </button>
      </div>
      {form === 'party' && <p className={styles['quiet']}>{t('after.aboutParty')}</p>}
      <div className={styles['choice']} role="group" aria-label={t('after.tabs.export')}>
        <button type="button" aria-pressed={clip === null} onClick={() => onClip(null)}>
          {t('after.whole')}
        </button>
        <button
          type="button"
          aria-pressed={clip !== null}
          onClick={() => onClip(clip ?? clipAround(readAtUs(), lengthUs))}
        >
          {t('after.clip')}
        </button>
      </div>
      {clip !== null && (
        <div className={styles['times']}>
          <Edge
            edge="fromUs"
            label={t('after.from')}
            clip={clip}
            lengthUs={lengthUs}
            onClip={onClip}
            readAtUs={readAtUs}
          />
          <Edge edge="toUs" label={t('after.to')} clip={clip} lengthUs={lengthUs} onClip={onClip} readAtUs={readAtUs} />
        </div>
      )}
      <div className={styles['tracks']} role="group" aria-label={t('after.tracks')}>
        {lanes.map(({ trackId }) => (
          <label key={trackId}>
            <input
              type="checkbox"
              checked={!left.has(trackId)}
              onChange={(event) => {
                const next = new Set(left);
                if (event.currentTarget.checked) next.delete(trackId);
                else next.add(trackId);
                setLeft(next);
              }}
            />
            {names.get(trackId) ?? trackId}
          </label>
        ))}
      </div>
      <div className={styles['acts']}>
        <BigButton tone="next" size="large" isDisabled={isAsking || tracks.length === 0} onPress={() => void make()}>
          {clip === null
            ? t('after.exportWhole')
            : t('after.exportClip', { length: timeText(clip.toUs - clip.fromUs) })}
        </BigButton>
      </div>
    </div>
  );
}

/** Half a minute to each side of the play head, to begin with. */
function clipAround(atUs: number, lengthUs: number): Stretch {
  const halfUs = 30_000_000;
  return { fromUs: Math.max(0, Math.round(atUs) - halfUs), toUs: Math.min(lengthUs, Math.round(atUs) + halfUs) };
}

function Edge({
  edge,
  label,
  clip,
  lengthUs,
  onClip,
  readAtUs,
}: {
  edge: keyof Stretch;
  label: string;
  clip: Stretch;
  lengthUs: number;
  onClip: (clip: Stretch) => void;
  readAtUs: () => number;
}): ReactNode {
  const { t } = useWords();
  // What is being typed stands until it is a time; dragging the edge elsewhere takes its place.
  const [typed, setTyped] = useState<Readonly<{ text: string; forUs: number }> | null>(null);
  const isTyping = typed !== null && typed.forUs === clip[edge];
  const type = (text: string): void => {
    const atUs = readTime(text);
    const next = atUs === null ? clip : clipWith(clip, edge, atUs, lengthUs);
    setTyped({ text, forUs: next[edge] });
    onClip(next);
  };
  const isRefused = isTyping && readTime(typed.text) === null;
  return (
    <div>
      <TextField
        label={label}
        value={isTyping ? typed.text : timeText(clip[edge], true)}
        onChange={type}
        missing={isRefused ? t('after.timeShape') : undefined}
      />
      <button
        type="button"
        className={styles['here']}
        onClick={() => onClip(clipWith(clip, edge, readAtUs(), lengthUs))}
      >
        {t('after.here')}
      </button>
    </div>
  );
}

function Running({ progress }: { progress: Progress | null }): ReactNode {
  const { t } = useWords();
  const remainingMs = progress?.remainingMs ?? null;
  return (
    <div role="status">
      <p>
        {t('after.exporting')}
        {remainingMs !== null && ` ${t('after.remaining', { time: spanOfTime(remainingMs) })}`}
      </p>
      <progress className={styles['progress']} {...(progress !== null && { max: 1, value: progress.doneShare })} />
    </div>
  );
}
