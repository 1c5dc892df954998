import { useEffect, useState, type ReactNode } from 'react';
import type { PanelPressed } from '#contract/panels.ts';
import type { Seat } from '#domain/seats.ts';
import type { HallClient } from '#line/hall-client.ts';
import { FaultLine } from '../../ui/fault-line.tsx';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './panel-note.module.css';
import { usePanelPress } from './use-panel-press.ts';

/** Long enough to be read by somebody who looks up from the pedal. */
const shownMs = 4000;

/** What became of the last press of a panel: done, held too shortly, or refused and why. */
export function PanelNote({ hall, seats }: { hall: HallClient; seats: readonly Seat[] }): ReactNode {
  const { t, tt } = useWords();
  const [last, setLast] = useState<PanelPressed | null>(null);
  usePanelPress(hall, setLast);
  useEffect(() => {
    // A refusal stays to be read until it is dismissed or something else is pressed.
    if (last === null || last.fault !== null) return;
    const timer = setTimeout(() => setLast(null), shownMs);
    return () => clearTimeout(timer);
  }, [last]);
  if (last === null) return null;
  if (last.fault !== null)
    return (
      <div className={styles['refused']}>
        <FaultLine fault={last.fault} seats={seats} onDismiss={() => setLast(null)} />
      </div>
    );
  const act = tt(`panels.acts.${last.act}`);
  const isShort = last.how === 'too-short';
  return (
    <div className={styles['note']} data-short={isShort} role="status">
      <ShapeMark shape={isShort ? 'triangle' : 'tick'} tone={isShort ? 'look' : 'quiet'} />
      {t(isShort ? 'panels.note.tooShort' : 'panels.note.pressed', { act })}
    </div>
  );
}
