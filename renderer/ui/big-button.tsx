import type { ReactNode } from 'react';
import styles from './button.module.css';
import { printedKey, useFunctionKey, type FunctionKey } from './function-keys.ts';

export type ButtonTone = 'next' | 'plain' | 'quiet' | 'grave';
export type ButtonSize = 'huge' | 'large' | 'normal';

/** A button of the house. `next` is for the one next right step of a screen, usually `huge` and bottom right. */
export function BigButton({
  tone = 'plain',
  size = 'normal',
  functionKey,
  isDisabled = false,
  hint,
  label,
  isPressed,
  onPress,
  children,
}: {
  tone?: ButtonTone;
  size?: ButtonSize;
  functionKey?: FunctionKey;
  isDisabled?: boolean;
  hint?: string;
  /** For screen readers, where the children are only a picture. */
  label?: string;
  /** Of one that stands for a choice: whether it is the one in force. */
  isPressed?: boolean;
  onPress: () => void;
  children: ReactNode;
}): ReactNode {
  useFunctionKey(functionKey, { onDown: onPress }, !isDisabled);
  return (
    <button
      type="button"
      className={styles['button']}
      data-tone={tone}
      data-size={size}
      disabled={isDisabled}
      aria-label={label}
      aria-pressed={isPressed}
      aria-keyshortcuts={functionKey}
      onClick={onPress}
    >
      <span className={styles['label']}>
        <span>{children}</span>
        {hint !== undefined && <span className={styles['hint']}>{hint}</span>}
      </span>
      {functionKey !== undefined && (
        <span className={styles['key']} aria-hidden>
          {printedKey(functionKey)}
        </span>
      )}
    </button>
  );
}
