import { useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Trend } from '#contract/check-reports.ts';
import { clockTime, shortDate } from '../../ui/clock.ts';
import { useWords } from '../../ui/words.tsx';
import { plotScale } from './plot-scale.ts';
import styles from './reports.module.css';

const size = { width: 640, height: 300 } as const;
const area = { left: 64, right: 624, top: 16, bottom: 262 } as const;
const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };

const shown = (value: number): string => String(Number(value.toPrecision(4)));
const moment = (atMs: number): string => `${shortDate(atMs)} ${clockTime(atMs)}`;

/** One figure over time with what it was at the acceptance and how far from it is still allowed. Readings are gone through by arrow keys. */
export function TrendPlot({ name, trend: { points, accepted } }: { name: string; trend: Trend }): ReactNode {
  const { t } = useWords();
  const [chosen, choose] = useState(points.length - 1);
  const at = Math.min(chosen, points.length - 1);
  const point = points[at];
  if (point === undefined) return <p className={styles['quiet']}>{t('reports.noPoints')}</p>;
  const lines =
    accepted === null ? [] : [accepted.value, accepted.low, accepted.high].filter((value) => value !== null);
  const scale = plotScale(
    points.map(({ atMs }) => atMs),
    [...points.map(({ value }) => value), ...lines],
    area,
  );
  const move = (event: KeyboardEvent): void => {
    const step = event.key === 'Home' ? -points.length : event.key === 'End' ? points.length : steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    choose(Math.max(0, Math.min(points.length - 1, at + step)));
  };
  const words = t('reports.point', { date: moment(point.atMs), value: shown(point.value) });
  const top = accepted?.high == null ? area.top : scale.y(accepted.high);
  const bottom = accepted?.low == null ? area.bottom : scale.y(accepted.low);
  const first = points[0] ?? point;
  const last = points.at(-1) ?? point;
  return (
    <figure className={styles['plot']}>
      <div
        className={styles['drawn']}
        role="slider"
        tabIndex={0}
        aria-label={name}
        aria-valuemin={1}
        aria-valuemax={points.length}
        aria-valuenow={at + 1}
        aria-valuetext={words}
        onKeyDown={move}
      >
        <svg viewBox={`0 0 ${String(size.width)} ${String(size.height)}`} aria-hidden>
          {accepted !== null && (accepted.low !== null || accepted.high !== null) && (
            <rect
              className={styles['band']}
              x={area.left}
              width={area.right - area.left}
              y={top}
              height={Math.max(0, bottom - top)}
            />
          )}
          {scale.ticks.map((tick) => (
            <g key={tick}>
              <line className={styles['grid']} x1={area.left} x2={area.right} y1={scale.y(tick)} y2={scale.y(tick)} />
              <text className={styles['axis']} x={area.left - 8} y={scale.y(tick) + 6} textAnchor="end">
                {shown(tick)}
              </text>
            </g>
          ))}
          {accepted !== null && (
            <line
              className={styles['sampleLine']}
              x1={area.left}
              x2={area.right}
              y1={scale.y(accepted.value)}
              y2={scale.y(accepted.value)}
            />
          )}
          <polyline
            className={styles['curve']}
            points={points
              .map(({ atMs, value }) => `${scale.x(atMs).toFixed(1)},${scale.y(value).toFixed(1)}`)
              .join(' ')}
          />
          {points.map(({ atMs, value, verdict }, index) => (
            <g
              key={index}
              transform={`translate(${scale.x(atMs).toFixed(1)} ${scale.y(value).toFixed(1)})`}
              className={styles['point']}
              data-verdict={verdict}
              data-chosen={index === at}
              onPointerDown={() => choose(index)}
            >
              <circle className={styles['reach']} r="12" />
              {verdict === 'good' && <circle r="4.5" />}
              {verdict === 'look' && <path d="M0-7 7 6H-7Z" />}
              {verdict === 'bad' && <path d="M-6-6H6V6H-6Z" />}
            </g>
          ))}
          <text className={styles['axis']} x={area.left} y={size.height - 12}>
            {shortDate(first.atMs)}
          </text>
          <text className={styles['axis']} x={area.right} y={size.height - 12} textAnchor="end">
            {shortDate(last.atMs)}
          </text>
        </svg>
      </div>
      <figcaption className={styles['caption']}>
        <strong role="status">{words}</strong>
        {accepted !== null && (
          <span className={styles['legend']}>
            <i data-what="sample" /> {t('reports.legendSample')}: {shown(accepted.value)}
            {(accepted.low !== null || accepted.high !== null) && (
              <>
                <i data-what="band" /> {t('reports.legendBand')}
              </>
            )}
          </span>
        )}
        <span className={styles['quiet']}>{t('reports.plotAbout', { count: points.length })}</span>
      </figcaption>
    </figure>
  );
}
