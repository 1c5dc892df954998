import type { ReactNode } from 'react';
import type { JoinPlace } from '#contract/join.ts';
import { narrowWay } from '#domain/participants/page-line.ts';
import type { WayFigure } from '#domain/peers/bandwidth.ts';
import type { JoinLine } from '#line/join-line.ts';
import { BigButton } from '../ui/big-button.tsx';
import { megabits } from '../ui/rate-words.ts';
import { ShapeMark } from '../ui/shape-mark.tsx';
import { useWords } from '../ui/words.tsx';
import styles from './join.module.css';
import { useLineCheck } from './use-line-check.ts';

type Wait = Extract<JoinPlace, { say: 'wait' }>;

/** P38: whether the line carries what a hearing needs, with what to do where it does not. */
export function LineCheckPanel({ line, told }: { line: JoinLine; told: Wait }): ReactNode {
  const { t, tt, language } = useWords();
  const { state, measure } = useLineCheck(line, told.mayMeasure && told.line === null);
  const measured = told.line?.measured ?? null;
  const rate = ({ kbps, isAtLeast }: WayFigure): string => {
    const said = megabits(kbps, language);
    return isAtLeast ? t('join.line.atLeast', { rate: said }) : said;
  };
  const narrow = measured && narrowWay(measured);
  if (state === 'running' || state === 'waiting')
    return (
      <p className={styles['open']} role="status">
        <ShapeMark shape="dots" tone="quiet" />
        {t(state === 'running' ? 'join.line.running' : 'join.line.busy')}
      </p>
    );
  return (
    <div className={styles['column']}>
      {(state === 'broken' || (told.line !== null && measured === null)) && (
        <p className={styles['look']} role="status">
          <ShapeMark shape="triangle" tone="look" />
          {t('join.line.broken')}
        </p>
      )}
      {state === 'idle' && measured !== null && (
        <div className={styles[narrow === null ? 'good' : 'look']} role="status">
          <ShapeMark shape={narrow === null ? 'tick' : 'triangle'} tone={narrow === null ? 'good' : 'look'} />
          <span>
            <b>{tt(`join.line.verdict.${narrow ?? 'enough'}`)}</b>
            <br />
            {t('join.line.figures', { send: rate(measured.send), receive: rate(measured.receive) })}
            {narrow !== null && (
              <>
                <br />
                {t('join.line.hint', { least: megabits(measured.leastKbps, language) })}
              </>
            )}
          </span>
        </div>
      )}
      <BigButton size="large" onPress={measure}>
        {t(told.line === null ? 'join.line.measure' : 'join.line.again')}
      </BigButton>
    </div>
  );
}
