import type { ReactNode } from 'react';
import { ShapeMark } from '../ui/shape-mark.tsx';
import { useWords } from '../ui/words.tsx';
import type { PlaceVerdict } from './judge-place.ts';
import styles from './join.module.css';

const asked = ['light', 'noise', 'speech', 'movement'] as const;

/** P28: whether the place is lit and quiet, and the person heard and still, with what to do where it is not. */
export function PlaceCheck({ verdict }: { verdict: PlaceVerdict }): ReactNode {
  const { tt } = useWords();
  return (
    <ul className={styles['checks']}>
      {asked.map((each) => {
        const found = verdict[each];
        if (each === 'noise' && found === 'none') return null;
        const isGood = found === 'good';
        const isUnknown = found === 'unknown';
        return (
          <li key={each} className={styles[isGood ? 'good' : isUnknown ? 'open' : 'look']}>
            <ShapeMark
              shape={isGood ? 'tick' : isUnknown ? 'dots' : 'triangle'}
              tone={isGood ? 'good' : isUnknown ? 'quiet' : 'look'}
            />
            {tt(`join.check.${each}.${found}`)}
          </li>
        );
      })}
    </ul>
  );
}
