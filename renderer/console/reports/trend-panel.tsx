import { useEffect, useState, type ReactNode } from 'react';
import type { Trend } from '#contract/check-reports.ts';
import type { CheckReport } from '#domain/check/check-report.ts';
import { driftRuleOf } from '#domain/check/drift-rules.ts';
import type { HallClient } from '#line/hall-client.ts';
import { ChoiceField } from '../../ui/fields.tsx';
import { useWords } from '../../ui/words.tsx';
import { figureName } from '../check/figure-name.ts';
import { checkedName } from './report-items.tsx';
import styles from './reports.module.css';
import { TrendPlot } from './trend-plot.tsx';

const dayMs = 86_400_000;
const periods = { month: 31 * dayMs, half: 183 * dayMs, year: 366 * dayMs } as const;
type Period = keyof typeof periods;

function beginOf(period: Period): number {
  return Date.now() - periods[period];
}

/** One quantity of one thing of the hall, drawn over the months. */
export function TrendPanel({ hall, report }: { hall: HallClient; report: CheckReport }): ReactNode {
  const words = useWords();
  const { t, tt } = words;
  const things = report.items.filter(({ figures }) => Object.keys(figures).length > 0);
  const [thingKey, chooseThing] = useState('');
  const [figure, chooseFigure] = useState('');
  const [period, choosePeriod] = useState<Period>('half');
  const [drawn, setDrawn] = useState<Readonly<{ of: string; trend: Trend }> | null>(null);
  const keyOf = ({ kind, subject }: (typeof things)[number]): string => `${kind} ${subject}`;
  const thing = things.find((item) => keyOf(item) === thingKey) ?? things[0];
  const figures = Object.keys(thing?.figures ?? {});
  // What is compared with the acceptance is the most telling of a thing's figures.
  const telling = figures.find((each) => thing !== undefined && driftRuleOf(thing.kind, each) !== undefined);
  const chosen = figures.includes(figure) ? figure : (telling ?? figures[0] ?? '');
  const kind = thing?.kind ?? null;
  const subject = thing?.subject ?? '';
  const of = [kind, subject, chosen, period, report.reportId].join('|');
  useEffect(() => {
    let isWanted = true;
    if (kind !== null)
      void hall
        .ask('check-report.trend', { kind, subject, figure: chosen, fromMs: beginOf(period) })
        .then((outcome) => {
          if (isWanted && outcome.ok) setDrawn({ of, trend: outcome.value });
        });
    return () => {
      isWanted = false;
    };
  }, [hall, kind, subject, chosen, period, of]);
  if (thing === undefined) return <p className={styles['quiet']}>{t('reports.noPoints')}</p>;
  return (
    <>
      <div className={styles['choices']}>
        <ChoiceField
          label={t('reports.what')}
          value={keyOf(thing)}
          choices={things.map((item) => ({ value: keyOf(item), label: checkedName(item, report, words) }))}
          onChange={chooseThing}
        />
        <ChoiceField
          label={t('reports.figure')}
          value={chosen}
          choices={figures.map((each) => ({ value: each, label: figureName(each, tt) }))}
          onChange={chooseFigure}
        />
        <ChoiceField
          label={t('reports.period')}
          value={period}
          choices={(Object.keys(periods) as Period[]).map((each) => ({
            value: each,
            label: tt(`reports.period.${each}`),
          }))}
          onChange={choosePeriod}
        />
      </div>
      {drawn?.of === of && <TrendPlot key={of} name={figureName(chosen, tt)} trend={drawn.trend} />}
    </>
  );
}
