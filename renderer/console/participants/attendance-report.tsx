import type { ReactNode } from 'react';
import type { ParticipantShown } from '#contract/participants.ts';
import { clockTime } from '../../ui/clock.ts';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './participants.module.css';

/** P26: who has come to the institution, as its official reports. */
export function AttendanceReport({ report }: { report: NonNullable<ParticipantShown['attendance']> }): ReactNode {
  const { t, tt } = useWords();
  return (
    <section className={styles['report']} aria-label={t('attendance.report')}>
      <strong>
        {t('attendance.report')}, {clockTime(report.wallMs)}
      </strong>
      <ul>
        {report.people.map(({ name, isPresent, document, powers, canTakePart, note }, index) => {
          const isGood = isPresent && canTakePart && document !== '' && powers !== 'missing';
          const told = isPresent
            ? [
                t('attendance.came'),
                document === '' ? t('attendance.noDocument') : t('attendance.byDocument', { document }),
                ...(powers === 'not-needed' ? [] : [tt(`attendance.powersTold.${powers}`)]),
                t(canTakePart ? 'attendance.can' : 'attendance.cannot'),
              ]
            : [t('attendance.notCome')];
          return (
            <li key={index}>
              <ShapeMark shape={isGood ? 'tick' : 'triangle'} tone={isGood ? 'good' : 'look'} />
              <span>
                <b>{name}</b>: {[...told, ...(note === '' ? [] : [note])].join('; ')}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
