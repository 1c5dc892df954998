import type { ReactNode } from 'react';
import type { TestRow, TestSessionShown } from '#contract/test-session.ts';
import type { HearingId } from '#domain/ids.ts';
import { judgeVoice } from '#domain/peers/voice-figures.ts';
import type { HallClient } from '#line/hall-client.ts';
import { clockTime, longDate, spanOfTime } from '../../ui/clock.ts';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './test-session.module.css';
import { useTestSessions } from './use-test-sessions.ts';

const asked = ['light', 'noise', 'speech', 'movement'] as const;

/** P15.5: what came of the test sessions that were held, on the screens of the hearing itself. Nothing where there were none. */
export function TestResultsBefore({ hall, hearingId }: { hall: HallClient; hearingId: HearingId }): ReactNode {
  const { sessions } = useTestSessions(hall, hearingId);
  const over = (sessions ?? []).filter(({ endedAtMs }) => endedAtMs !== null);
  return over.map((session) => <TestResults key={session.no} session={session} />);
}

/** One session: who came, what their place was like, whether the line carried, and what the specialist says. */
export function TestResults({ session }: { session: TestSessionShown }): ReactNode {
  const words = useWords();
  const { t } = words;
  const { begunAtMs, specialist, rows } = session;
  const at = begunAtMs ?? session.plannedAtMs;
  return (
    <section className={styles['results']}>
      <h2>{t('testSession.held', { date: longDate(at, words), time: clockTime(at), specialist })}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('testSession.who')}</th>
            <th scope="col">{t('testSession.came')}</th>
            <th scope="col">{t('testSession.place')}</th>
            <th scope="col">{t('testSession.line')}</th>
            <th scope="col">{t('testSession.verdict')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ResultRow key={row.partyId} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ResultRow({ row }: { row: TestRow }): ReactNode {
  const { t, tt } = useWords();
  const { note } = row;
  return (
    <tr>
      <th scope="row">
        {row.name}
        <span className={styles['quiet']}>
          {row.role === null ? t('callUp.hall') : tt(`participants.roles.${row.role}`)}
        </span>
      </th>
      <td>{row.cameAtMs === null ? t('testSession.no') : t('testSession.at', { time: clockTime(row.cameAtMs) })}</td>
      <td>
        <PlaceWords row={row} />
      </td>
      <td>
        <LineWords row={row} />
        <VoiceWords row={row} />
      </td>
      <td>
        {note === null ? (
          '—'
        ) : (
          <span className={styles['mark']}>
            <ShapeMark shape={note.isGood ? 'tick' : 'cross'} tone={note.isGood ? 'good' : 'bad'} />
            <span>
              {t(note.isGood ? 'testSession.good' : 'testSession.bad')}
              {note.text !== '' && `: ${note.text}`}
            </span>
          </span>
        )}
      </td>
    </tr>
  );
}

/** P28: what is not good comes in words; where all is good it is said in one. */
export function PlaceWords({ row }: { row: TestRow }): ReactNode {
  const { t, tt } = useWords();
  const { check } = row;
  if (row.role === null) return '—';
  if (check === null) return <span className={styles['quiet']}>{t('testSession.notChecked')}</span>;
  if (check.camera === 'on' && asked.every((what) => check[what] === 'unknown'))
    return <span className={styles['quiet']}>{t('testSession.cameraOnly')}</span>;
  const found = [
    ...(check.camera === 'on' ? [] : [tt(`testSession.camera.${check.camera}`)]),
    ...(check.camera === 'on' ? asked : []).flatMap((what) =>
      check[what] === 'good' || (what === 'noise' && check.noise === 'none')
        ? []
        : [tt(`testSession.${what}.${check[what]}`)],
    ),
  ];
  return (
    <span className={styles['mark']}>
      <ShapeMark shape={found.length === 0 ? 'tick' : 'triangle'} tone={found.length === 0 ? 'good' : 'look'} />
      <span>{found.length === 0 ? t('testSession.placeGood') : found.join('; ')}</span>
    </span>
  );
}

/** P37: how long the line carried, and what was lost on it. */
export function LineWords({ row }: { row: TestRow }): ReactNode {
  const { t } = useWords();
  const { figures } = row;
  if (figures === null) return <span className={styles['quiet']}>{t('testSession.notSpoken')}</span>;
  const percent = (share: number): string => (share * 100).toFixed(1);
  return (
    <span>
      {t('testSession.spoken', { span: spanOfTime(row.spokenMs) })}
      <span className={styles['quiet']}>
        {t('testSession.figures', {
          here: figures.receive.kbps,
          there: figures.send.kbps,
          lost: percent(Math.max(figures.receive.lostShare, figures.send.lostShare)),
          delay: figures.roundTripMs ?? '—',
        })}
      </span>
    </span>
  );
}

/** P28: how the voice arrives in the hall. While nobody has spoken on a line that stands, what to ask for. */
export function VoiceWords({ row: { voice, isOnLine } }: { row: TestRow }): ReactNode {
  const { t, tt } = useWords();
  if (voice === null) return isOnLine ? <span className={styles['quiet']}>{t('line.voice.unknown')}</span> : null;
  const troubles = judgeVoice(voice);
  const isGood = troubles.length === 0;
  return (
    <span>
      <span className={styles['mark']}>
        <ShapeMark shape={isGood ? 'tick' : 'triangle'} tone={isGood ? 'good' : 'look'} />
        <span>{isGood ? t('line.voice.good') : troubles.map((trouble) => tt(`line.voice.${trouble}`)).join('; ')}</span>
      </span>
      <span className={styles['quiet']}>
        {t('line.voice.figures', { level: dB(voice.speechDbfs), over: dB(voice.overPauseDb) })}
      </span>
    </span>
  );
}

function dB(value: number): string {
  return value.toFixed(0).replace('-', '−');
}
