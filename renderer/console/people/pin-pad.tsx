import { useEffect, useRef, type ReactNode } from 'react';
import { fewestPinDigits, mostPinDigits } from '#domain/people.ts';
import { asTextTarget } from '../../ui/text-field-target.ts';
import { useWords } from '../../ui/words.tsx';
import styles from './pin-pad.module.css';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** Whether there are digits enough to be a PIN at all. */
export function isWholePin(pin: string): boolean {
  return pin.length >= fewestPinDigits;
}

/** Digits by touch or by physical keys, whatever the layout makes of the digit row; never shown, only counted. */
export function PinPad({
  label,
  pin,
  isDisabled = false,
  onChange,
  onEnter,
}: {
  label: string;
  pin: string;
  isDisabled?: boolean;
  onChange: (pin: string) => void;
  /** Enter was pressed with digits enough. */
  onEnter: () => void;
}): ReactNode {
  const { t } = useWords();
  const add = (digit: string): void => {
    if (pin.length < mostPinDigits) onChange(pin + digit);
  };
  const erase = (): void => onChange(pin.slice(0, -1));
  const press = (event: KeyboardEvent): void => {
    if (asTextTarget(event.target) !== null || event.ctrlKey || event.altKey || event.metaKey) return;
    const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
    const isEnter = (event.code === 'Enter' || event.code === 'NumpadEnter') && isWholePin(pin);
    if (digit === undefined && event.code !== 'Backspace' && !isEnter) return;
    // Also keeps the key from pressing the button that has the focus.
    event.preventDefault();
    if (digit !== undefined) add(digit);
    else if (isEnter) onEnter();
    else erase();
  };
  const newest = useRef(press);
  useEffect(() => {
    newest.current = press;
  });
  useEffect(() => {
    if (isDisabled) return;
    const listen = (event: KeyboardEvent): void => newest.current(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [isDisabled]);

  const key = (shown: string, act: () => void): ReactNode => (
    <button type="button" className={styles['key']} disabled={isDisabled} onClick={act}>
      {shown}
    </button>
  );
  const places = Math.max(fewestPinDigits, pin.length);
  return (
    <div className={styles['pad']} role="group" aria-label={label}>
      <div className={styles['label']}>{label}</div>
      <div className={styles['dots']} role="status" aria-label={t('people.digits', { count: pin.length })}>
        {Array.from({ length: places }, (_, at) => (
          <span key={at} className={styles['dot']} data-filled={at < pin.length} />
        ))}
      </div>
      <div className={styles['keys']}>
        {digits.map((digit) => (
          <div key={digit}>{key(digit, () => add(digit))}</div>
        ))}
        <div>{key(t('people.clear'), () => onChange(''))}</div>
        <div>{key('0', () => add('0'))}</div>
        <div>{key(t('keyboard.backspace'), erase)}</div>
      </div>
    </div>
  );
}
