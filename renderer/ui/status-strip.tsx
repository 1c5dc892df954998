import type { ReactNode } from 'react';
import type { Alarm, HallState } from '#contract/papers.ts';
import { fault } from '#domain/faults.ts';
import type { Seat } from '#domain/seats.ts';
import { clockTime, spanOfTime, useWallClock } from './clock.ts';
import type { HallView } from './hall-view.ts';
import { standingIncidents } from './incident-words.ts';
import { seatName } from './seat-name.ts';
import { ShapeMark } from './shape-mark.tsx';
import styles from './status-strip.module.css';
import { lampShown, sortAlarms, stripMood, worstTrack } from './strip-words.ts';
import { languages, useWords } from './words.tsx';

/** The one thing to press about an alarm. */
export type AlarmStep = Readonly<{ label: string; onPress: () => void }>;

/** Room on the disk counts as a worry below this; above it a narrow strip leaves it out. */
const fewHours = 8;

function Worst({ state }: { state: HallState }) {
  const words = useWords();
  const { t, tt } = words;
  const isRunning =
    state.lamp.state === 'recording' || state.lamp.state === 'trouble' || state.lamp.state === 'starting';
  if (!isRunning) return null;
  const worst = worstTrack(state);
  const seat = state.hall.seats.find(({ id }) => id === worst?.seatId);
  return (
    <div className={`${styles['cell']} ${styles['wide']}`}>
      <span className={styles['about']}>
        {worst === null ? t('strip.tracks') : seat === undefined ? worst.trackId : seatName(seat, words)}
      </span>
      <span>{worst === null ? t('strip.tracks.good') : tt(`strip.tracks.${worst.state}`)}</span>
    </div>
  );
}

function Phase({ state }: { state: HallState }) {
  const { t, tt } = useWords();
  const { hearing } = state;
  return (
    <div className={`${styles['cell']} ${styles['wide']}`}>
      <span className={styles['about']}>{hearing === null ? state.hall.hall : `№ ${hearing.card.caseNumber}`}</span>
      <span>
        {state.testSession !== null
          ? t('testSession.title')
          : hearing === null
            ? t('phase.none')
            : hearing.isSessionClosed && hearing.phase === 'open'
              ? t('session.closed')
              : tt(`phase.${hearing.phase}`)}
      </span>
    </div>
  );
}

/** Shown only while something waits: how long what the windows keep has waited for the disk, and how long they can go on. */
function WriteQueue({ state }: { state: HallState }) {
  const { t } = useWords();
  const { queue } = state.disk;
  // What is written within the second waits for nothing.
  if (queue === null || queue.waitingMs < 1000) return null;
  const [seconds, limit] = [queue.waitingMs, queue.limitMs].map((ms) => Math.round(ms / 1000));
  return (
    <div className={styles['cell']} data-few="true">
      <span className={styles['about']}>{t('strip.queue')}</span>
      <span>{t('strip.queue.fill', { seconds: seconds ?? 0, limit: limit ?? 0 })}</span>
    </div>
  );
}

function SecondCopy({ state }: { state: HallState }) {
  const { t } = useWords();
  const { secondCopy } = state;
  if (secondCopy === null) return null;
  const { lagMs, isBroken } = secondCopy;
  return (
    <div className={styles['cell']} data-few={isBroken}>
      <span className={styles['about']}>{t('strip.copy')}</span>
      <span>{lagMs === null ? t('strip.copy.none') : t('strip.copy.lag', { seconds: Math.round(lagMs / 1000) })}</span>
    </div>
  );
}

/** P17, P24: how many technical faults still want somebody; nothing while there is none. */
function Incidents({ state }: { state: HallState }) {
  const { t } = useWords();
  const count = standingIncidents(state).length;
  if (count === 0) return null;
  return (
    <div className={styles['cell']} data-few="true">
      <span className={styles['about']}>{t('incidents.title')}</span>
      <span>{count}</span>
    </div>
  );
}

function Languages() {
  const { language, setLanguage, t, tt } = useWords();
  return (
    <div className={styles['languages']} role="group" aria-label={t('strip.language')}>
      {languages.map((each) => (
        <button
          key={each}
          type="button"
          className={styles['language']}
          lang={each}
          aria-pressed={each === language}
          onClick={() => setLanguage(each)}
        >
          {tt(`language.${each}`)}
        </button>
      ))}
    </div>
  );
}

function AlarmLine({
  alarm,
  seats,
  more,
  step,
  onClear,
}: {
  alarm: Alarm;
  seats: readonly Seat[];
  more: number;
  step: AlarmStep | null;
  onClear: (() => void) | null;
}) {
  const { t, faultWords } = useWords();
  const { happened, todo, code } = faultWords(alarm.fault, seats);
  return (
    <div className={styles['alarm']} role="alert">
      <div className={styles['alarmWords']}>
        <div className={styles['happened']}>{happened}</div>
        <div className={styles['todo']}>
          {todo}
          <span className={styles['code']}>{t('strip.code', { code })}</span>
          {more > 0 && <span className={styles['code']}>{t('strip.more', { count: more })}</span>}
        </div>
      </div>
      {step !== null && (
        <button type="button" className={styles['act']} onClick={step.onPress}>
          {step.label}
        </button>
      )}
      {onClear !== null && (
        <button type="button" className={styles['clear']} onClick={onClear}>
          {t('alarms.ask')}
        </button>
      )}
    </div>
  );
}

/**
 * Always on screen, never covered, the same on console and bench: is it recording, is something wrong, what to
 * press. Without fresh news from the hall it says so and never that anything is being recorded.
 */
export function StatusStrip({
  view,
  stepFor,
  clearFor,
  isPublic = false,
}: {
  view: HallView;
  /** The hall's public screen: whether it is being recorded, and nothing of what troubles the staff. */
  isPublic?: boolean;
  stepFor?: (alarm: Alarm) => AlarmStep | null;
  /** Where a person may take an alarm off with a reason: what asks for it; null for one that only its cause ends. */
  clearFor?: (alarm: Alarm) => (() => void) | null;
}): ReactNode {
  const { t } = useWords();
  const nowMs = useWallClock();
  const { state, isFresh, isSilent } = view;
  const lamp = lampShown(view);
  const unreachable: Alarm = { id: 'hall', fault: fault('api.hall-unreachable', {}), sinceMs: 0 };
  const alarms = isPublic ? [] : isSilent ? [unreachable] : sortAlarms(state?.alarms ?? []);
  const worst = alarms[0];
  const hoursLeft = state?.disk.hoursLeft ?? null;
  return (
    <header className={styles['strip']} data-mood={stripMood(view, worst)}>
      <div className={styles['row']}>
        <div className={styles['lamp']} data-shape={lamp.shape} role="status" aria-live="polite">
          <ShapeMark shape={lamp.shape} />
          <span>{t(lamp.word)}</span>
          {lamp.elapsedMs !== null && (
            <span className={styles['elapsed']} role="timer">
              {spanOfTime(lamp.elapsedMs)}
            </span>
          )}
        </div>
        {state !== null && isFresh && !isPublic && <Worst state={state} />}
        {state !== null && <Phase state={state} />}
        {hoursLeft !== null && isFresh && !isPublic && (
          <div className={styles['cell']} data-few={hoursLeft < fewHours}>
            <span className={styles['about']}>{t('strip.disk')}</span>
            <span>{t('strip.hours', { hours: Math.floor(hoursLeft) })}</span>
          </div>
        )}
        {state !== null && isFresh && !isPublic && <WriteQueue state={state} />}
        {state !== null && isFresh && !isPublic && <Incidents state={state} />}
        {state !== null && isFresh && !isPublic && <SecondCopy state={state} />}
        <div className={`${styles['cell']} ${styles['clock']}`}>{clockTime(nowMs)}</div>
        <Languages />
      </div>
      {worst !== undefined && (
        <AlarmLine
          alarm={worst}
          seats={state?.hall.seats ?? []}
          more={alarms.length - 1}
          step={stepFor?.(worst) ?? null}
          onClear={clearFor?.(worst) ?? null}
        />
      )}
      {state !== null && state.testSession !== null && (
        <div className={styles['test']}>{t('testSession.notRecorded')}</div>
      )}
      {state?.training === true && <div className={styles['training']}>{t('strip.training')}</div>}
    </header>
  );
}
