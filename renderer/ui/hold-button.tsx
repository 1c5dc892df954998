import { useCallback, useEffect, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import type { ButtonSize, ButtonTone } from './big-button.tsx';
import styles from './button.module.css';
import { useFunctionKey, type FunctionKey } from './function-keys.ts';
import { useWords } from './words.tsx';

/** How long a grave button is held before it acts. */
const holdMs = 1000;

/** For what cannot be undone: acts only when held for a second by touch, mouse, space, enter or its function key. */
export function HoldButton({
  tone = 'grave',
  size = 'normal',
  functionKey,
  isDisabled = false,
  hint,
  onHeld,
  children,
}: {
  tone?: ButtonTone;
  size?: ButtonSize;
  functionKey?: FunctionKey;
  isDisabled?: boolean;
  /** Replaces "hold for a second" under the label. */
  hint?: string;
  onHeld: () => void;
  children: ReactNode;
}): ReactNode {
  const { t } = useWords();
  const fill = useRef<HTMLSpanElement>(null);
  const frame = useRef(0);
  const act = useRef(onHeld);
  useEffect(() => {
    act.current = onHeld;
  });

  const release = useCallback(() => {
    cancelAnimationFrame(frame.current);
    frame.current = 0;
    fill.current?.style.setProperty('--held', '0');
  }, []);

  const press = useCallback(() => {
    if (frame.current !== 0) return;
    const startedAt = performance.now();
    const grow = (now: number): void => {
      const share = Math.min(1, (now - startedAt) / holdMs);
      fill.current?.style.setProperty('--held', String(share));
      if (share < 1) {
        frame.current = requestAnimationFrame(grow);
        return;
      }
      release();
      act.current();
    };
    frame.current = requestAnimationFrame(grow);
  }, [release]);

  useEffect(() => release, [release]);
  useEffect(() => {
    if (isDisabled) release();
  }, [isDisabled, release]);
  useFunctionKey(functionKey, { onDown: press, onUp: release }, !isDisabled);

  const isPressKey = (event: KeyboardEvent): boolean => event.key === ' ' || event.key === 'Enter';
  const pointerDown = (event: PointerEvent<HTMLButtonElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    press();
  };
  return (
    <button
      type="button"
      className={styles['button']}
      data-tone={tone}
      data-size={size}
      disabled={isDisabled}
      aria-keyshortcuts={functionKey}
      onPointerDown={pointerDown}
      onPointerUp={release}
      onPointerCancel={release}
      onBlur={release}
      onKeyDown={(event) => {
        if (!isPressKey(event)) return;
        event.preventDefault();
        press();
      }}
      onKeyUp={(event) => isPressKey(event) && release()}
      onContextMenu={(event) => event.preventDefault()}
    >
      <span className={styles['fill']} ref={fill} aria-hidden />
      <span className={styles['label']}>
        <span>{children}</span>
        <span className={styles['hint']}>{hint ?? t('ui.hold')}</span>
      </span>
      {functionKey !== undefined && (
        <span className={styles['key']} aria-hidden>
          {functionKey}
        </span>
      )}
    </button>
  );
}
