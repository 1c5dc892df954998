import type { ReactNode } from 'react';
import { isNote, type CheckItem } from '#domain/check/check-item.ts';
import { findingArgs } from '#domain/check/check-report.ts';
import { ShapeMark, type Shape, type ShapeTone } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './check.module.css';
import { figureName } from './figure-name.ts';

const marks: Readonly<Record<CheckItem['verdict'] | 'note', readonly [Shape, ShapeTone]>> = {
  good: ['tick', 'good'],
  look: ['triangle', 'look'],
  bad: ['cross', 'bad'],
  note: ['unknown', 'quiet'],
};

/** The shape of a verdict; dots while nothing is known yet. */
export function VerdictMark({ item }: { item: CheckItem | null }): ReactNode {
  const [shape, tone] = item === null ? (['dots', 'quiet'] as const) : marks[isNote(item) ? 'note' : item.verdict];
  return <ShapeMark shape={shape} tone={tone} />;
}

/** A microphone is heard and a camera seen; of everything else it is said whether it is in order. */
function verdictKind(kind: CheckItem['kind']): 'microphone' | 'camera' | 'other' {
  return kind === 'microphone' || kind === 'camera' ? kind : 'other';
}

/** The verdict in plain words and, worst first, what to do about it; `calledOf`: what a thing of the hall is called. */
export function VerdictWords({
  item,
  calledOf,
}: Readonly<{ item: CheckItem | null; calledOf: (subject: string) => string }>): ReactNode {
  const { t, tt } = useWords();
  if (item === null) return <div className={styles['word']}>{t('check.listening')}</div>;
  return (
    <div>
      {!isNote(item) && (
        <div className={styles['word']}>{tt(`check.verdict.${verdictKind(item.kind)}.${item.verdict}`)}</div>
      )}
      {item.findings.slice(0, 2).map((finding) => (
        <div key={finding} className={styles['finding']}>
          {tt(`check.findings.${finding}`, findingArgs(item, calledOf))}
        </div>
      ))}
    </div>
  );
}

/** The same for the specialist: every figure as it was measured. */
export function Figures({ item }: { item: CheckItem | null }): ReactNode {
  const { tt } = useWords();
  if (item === null) return null;
  const figures = Object.entries(item.figures)
    // By how much it differs from the acceptance stands in the finding already.
    .filter(([name]) => !/Drift/.test(name))
    .map(([name, value]) => `${figureName(name, tt)} ${String(Number(value.toFixed(2)))}`);
  return <div className={styles['figures']}>{figures.join(' · ')}</div>;
}
