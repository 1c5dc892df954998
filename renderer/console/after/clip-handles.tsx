import { useCallback, type KeyboardEvent, type ReactNode } from 'react';
import { useWords } from '../../ui/words.tsx';
import { timeText } from '../hearing/time-text.ts';
import styles from './clip-handles.module.css';
import { clipWith } from './clip.ts';
import type { Stretch } from './pieces.ts';
import { share } from './share.ts';
import { useDrag } from './use-drag.ts';

const stepUs = 1_000_000;

/** The stretch to be exported, with an edge to drag (or move by arrows) at each side. */
export function ClipHandles({
  clip,
  lengthUs,
  readLine,
  onClip,
}: {
  clip: Stretch;
  lengthUs: number;
  readLine: () => HTMLElement | null;
  onClip: (clip: Stretch) => void;
}): ReactNode {
  return (
    <div
      className={styles['clip']}
      style={{ left: share(clip.fromUs, lengthUs), width: share(clip.toUs - clip.fromUs, lengthUs) }}
    >
      <Handle edge="fromUs" clip={clip} lengthUs={lengthUs} readLine={readLine} onClip={onClip} />
      <Handle edge="toUs" clip={clip} lengthUs={lengthUs} readLine={readLine} onClip={onClip} />
    </div>
  );
}

function Handle({
  edge,
  clip,
  lengthUs,
  readLine,
  onClip,
}: {
  edge: keyof Stretch;
  clip: Stretch;
  lengthUs: number;
  readLine: () => HTMLElement | null;
  onClip: (clip: Stretch) => void;
}): ReactNode {
  const { t } = useWords();
  const moveTo = useCallback(
    (at: number) => onClip(clipWith(clip, edge, at * lengthUs, lengthUs)),
    [clip, edge, lengthUs, onClip],
  );
  const drag = useDrag(moveTo, readLine);
  const keyDown = (event: KeyboardEvent): void => {
    const direction = event.code === 'ArrowRight' ? 1 : event.code === 'ArrowLeft' ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    onClip(clipWith(clip, edge, clip[edge] + direction * stepUs, lengthUs));
  };
  return (
    <div
      {...drag}
      className={styles['handle']}
      data-edge={edge}
      data-own-arrows
      role="slider"
      tabIndex={0}
      onKeyDown={keyDown}
      onPointerDown={(event) => {
        event.stopPropagation();
        drag.onPointerDown(event);
      }}
      aria-label={t(edge === 'fromUs' ? 'after.from' : 'after.to')}
      aria-valuemin={0}
      aria-valuemax={Math.round(lengthUs / 1_000_000)}
      aria-valuenow={Math.round(clip[edge] / 1_000_000)}
      aria-valuetext={timeText(clip[edge])}
    />
  );
}
