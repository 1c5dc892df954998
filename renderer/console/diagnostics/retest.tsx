import { useState, type ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import type { CheckItem } from '#domain/check/check-item.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { clockTime } from '../../ui/clock.ts';
import { FaultLine } from '../../ui/fault-line.tsx';
import { ChoiceField } from '../../ui/fields.tsx';
import { calledIn, seatName } from '../../ui/seat-name.ts';
import { useWords, type Words } from '../../ui/words.tsx';
import { VerdictMark, VerdictWords } from '../check/verdict-words.tsx';
import styles from './diagnostics.module.css';
import { drawRounds, valuesOf } from './draw-rounds.ts';
import { Figure, Plot } from './plot.tsx';
import { useDevices } from './use-devices.ts';
import { useRetest, type TestedItem } from './use-retest.ts';

/** Which figure is drawn until another is chosen. */
const chiefFigures = ['levelDbfs', 'fps'];
const keyOf = ({ kind, subject }: TestedItem): string => `${kind}/${subject}`;

/** Instruments that came later bring figures of their own names; those are for a technician to read too. */
function figureWord(name: string, { tt }: Words): string {
  const key = `diagnostics.figure.${name}`;
  const word = tt(key);
  return word === key ? name : word;
}

function chiefOf(names: readonly string[]): string | null {
  return chiefFigures.find((name) => names.includes(name)) ?? names[0] ?? null;
}

/** The newest test of each thing, with its figures as they were measured. */
function Newest({ items, seats }: { items: readonly CheckItem[]; seats: HallState['hall']['seats'] }): ReactNode {
  const words = useWords();
  const { tt } = words;
  return items.map((item) => {
    const name = calledIn(seats, item.subject, words);
    return (
      <div key={keyOf(item)} className={styles['newest']}>
        <VerdictMark item={item} />
        <b>{name === '' ? tt(`check.kinds.${item.kind}`) : name}</b>
        <VerdictWords item={item} calledOf={(id) => calledIn(seats, id, words)} />
      </div>
    );
  });
}

/** One thing tested every few seconds, with its verdict, its figures and how they run. */
export function RetestPanel({ hall, state }: { hall: HallClient; state: HallState }): ReactNode {
  const words = useWords();
  const { t, tt } = words;
  const { listed } = useDevices(hall);
  const { rounds, isRunning, isTesting, fault, begin, stop } = useRetest(hall);
  const [chosenKey, choose] = useState<string | null>(null);
  const [figure, setFigure] = useState<string | null>(null);
  const { seats } = state.hall;
  const testable: readonly (TestedItem & { name: string; about: string })[] = [
    ...seats
      .filter(({ device }) => device.path !== 'remote')
      .toSorted((one, other) => Number(one.kind === 'camera') - Number(other.kind === 'camera'))
      .map((seat) => ({ kind: seat.kind, subject: seat.id, name: seatName(seat, words), about: seat.device.label })),
    ...(listed?.testable ?? []).map((kind) => ({ kind, subject: '', name: tt(`check.kinds.${kind}`), about: '' })),
  ];
  const chosen = testable.find((each) => keyOf(each) === chosenKey) ?? testable[0] ?? null;

  const names = [...new Set(rounds.flatMap(({ items }) => items.flatMap((item) => Object.keys(item.figures))))];
  const drawn = figure !== null && names.includes(figure) ? figure : chiefOf(names);
  const newest = rounds.at(-1);
  const values = drawn === null ? [] : valuesOf(rounds, drawn);
  const told = (value: number): string => value.toFixed(Math.abs(value) < 10 ? 2 : 1).replace('-', '−');
  return (
    <div className={styles['split']}>
      <nav className={styles['list']} aria-label={t('diagnostics.retest.choose')}>
        {testable.map((each) => (
          <button
            key={keyOf(each)}
            type="button"
            aria-pressed={chosen !== null && keyOf(each) === keyOf(chosen)}
            disabled={isRunning}
            onClick={() => choose(keyOf(each))}
          >
            <b>{each.name}</b>
            {each.about !== '' && <span>{each.about}</span>}
          </button>
        ))}
      </nav>
      <div className={styles['rounds']}>
        <FaultLine fault={fault} seats={seats} />
        <div className={styles['start']}>
          {isRunning ? (
            <BigButton tone="next" size="large" onPress={stop}>
              {t('diagnostics.retest.stop')}
            </BigButton>
          ) : (
            <BigButton
              tone="next"
              size="large"
              isDisabled={chosen === null || isTesting}
              onPress={() => {
                if (chosen !== null) begin({ kind: chosen.kind, subject: chosen.subject });
              }}
            >
              {t('diagnostics.retest.begin')}
            </BigButton>
          )}
          <span role="status">
            {isTesting
              ? t(chosen?.kind === 'microphone' ? 'diagnostics.retest.speak' : 'diagnostics.retest.testing', {
                  round: rounds.length + 1,
                })
              : isRunning
                ? t('diagnostics.retest.waiting')
                : ''}
          </span>
        </div>
        {newest === undefined ? (
          <p className={styles['hint']}>{t('diagnostics.retest.about')}</p>
        ) : (
          <>
            {newest.items.length === 0 && <p className={styles['hint']}>{t('diagnostics.retest.nothing')}</p>}
            <Newest items={newest.items} seats={seats} />
            {drawn !== null && (
              <>
                <ChoiceField
                  label={t('diagnostics.retest.figure')}
                  value={drawn}
                  choices={names.map((name) => ({ value: name, label: figureWord(name, words) }))}
                  onChange={setFigure}
                />
                <Plot
                  title={t('diagnostics.retest.plot')}
                  label={t('diagnostics.retest.plotLabel')}
                  draw={(paper) => drawRounds(paper, values)}
                >
                  <Figure name={t('diagnostics.retest.newest')} value={told(values.at(-1)?.value ?? 0)} />
                  <Figure
                    name={t('diagnostics.retest.least')}
                    value={told(Math.min(...values.map(({ value }) => value)))}
                  />
                  <Figure
                    name={t('diagnostics.retest.most')}
                    value={told(Math.max(...values.map(({ value }) => value)))}
                  />
                  <Figure name={t('diagnostics.retest.count')} value={String(rounds.length)} />
                  <Figure name={t('diagnostics.retest.at')} value={clockTime(newest.atMs, true)} />
                </Plot>
              </>
            )}
          </>
        )}
      </div>
    </div>
  );
}
