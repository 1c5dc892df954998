import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useWords } from '../../ui/words.tsx';
import styles from './cameras.module.css';

type Push = Readonly<{ pan: number; tilt: number; zoom: number }>;
const still: Push = { pan: 0, tilt: 0, zoom: 0 };
/** One push lasts a second in the camera. */
const againMs = 600;
/** Slow enough to stop at a face. */
const gently = 0.35;

const ways = [
  { key: 'up', sign: '▲', push: { ...still, tilt: gently } },
  { key: 'left', sign: '◀', push: { ...still, pan: -gently } },
  { key: 'right', sign: '▶', push: { ...still, pan: gently } },
  { key: 'down', sign: '▼', push: { ...still, tilt: -gently } },
  { key: 'wide', sign: '−', push: { ...still, zoom: -gently } },
  { key: 'near', sign: '+', push: { ...still, zoom: gently } },
] as const;

/** Turns while a button is held, by touch, mouse or space. */
export function PushPad({ onPush }: { onPush(push: Push): void }): ReactNode {
  const { t, tt } = useWords();
  const timer = useRef<ReturnType<typeof setInterval>>(undefined);
  const tell = useRef(onPush);
  useEffect(() => {
    tell.current = onPush;
  });
  const release = (): void => {
    if (timer.current === undefined) return;
    clearInterval(timer.current);
    timer.current = undefined;
    tell.current(still);
  };
  useEffect(() => () => clearInterval(timer.current), []);
  const press = (push: Push): void => {
    if (timer.current !== undefined) return;
    tell.current(push);
    timer.current = setInterval(() => tell.current(push), againMs);
  };
  const isPressKey = (event: KeyboardEvent): boolean => event.key === ' ' || event.key === 'Enter';
  return (
    <div className={styles['pad']} role="group" aria-label={t('cameras.turn')}>
      {ways.map(({ key, sign, push }) => (
        <button
          key={key}
          type="button"
          style={{ gridArea: key }}
          aria-label={tt(`cameras.way.${key}`)}
          onPointerDown={(event: PointerEvent<HTMLButtonElement>) => {
            if (event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            press(push);
          }}
          onPointerUp={release}
          onPointerCancel={release}
          onBlur={release}
          onKeyDown={(event) => {
            if (!isPressKey(event)) return;
            event.preventDefault();
            press(push);
          }}
          onKeyUp={(event) => isPressKey(event) && release()}
          onContextMenu={(event) => event.preventDefault()}
        >
          <span aria-hidden>{sign}</span>
        </button>
      ))}
    </div>
  );
}
