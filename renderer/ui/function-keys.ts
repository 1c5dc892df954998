import { useEffect, useRef } from 'react';
import { asTextTarget } from './text-field-target.ts';

/** Digits only with a modifier: the Kazakh layout writes letters with them. */
type AltDigit = `Alt+${1 | 2 | 3 | 4 | 5}`;
export type FunctionKey = 'F2' | 'F3' | 'F4' | 'F6' | 'F8' | 'F9' | 'F10' | 'PageUp' | 'PageDown' | AltDigit;

/** As keyboards print it. */
export function printedKey(functionKey: FunctionKey): string {
  return functionKey.replace('PageUp', 'PgUp').replace('PageDown', 'PgDn');
}

function isPressedBy(functionKey: FunctionKey, { code, altKey }: KeyboardEvent): boolean {
  const [first, digit] = functionKey.split('+');
  return digit === undefined ? code === first : altKey && code === `Digit${digit}`;
}

/** When it is let go: whichever of both keys is first. */
function isReleasedBy(functionKey: FunctionKey, { code }: KeyboardEvent): boolean {
  const [first, digit] = functionKey.split('+');
  return digit === undefined ? code === first : code === `Digit${digit}` || code.startsWith('Alt');
}

/**
 * Physical keys, the same in every layout. `onDown` comes once per press (repeats are swallowed), `onUp` when the
 * key is let go or the window loses focus, so that a hold can never stay pressed. Silent while text is typed.
 */
export function useFunctionKey(
  functionKey: FunctionKey | undefined,
  on: { onDown: () => void; onUp?: () => void },
  isEnabled: boolean,
): void {
  const newest = useRef(on);
  useEffect(() => {
    newest.current = on;
  });
  useEffect(() => {
    if (functionKey === undefined || !isEnabled) return;
    let isDown = false;
    const release = (): void => {
      if (isDown) newest.current.onUp?.();
      isDown = false;
    };
    const down = (event: KeyboardEvent): void => {
      if (!isPressedBy(functionKey, event) || asTextTarget(event.target) !== null) return;
      event.preventDefault();
      if (event.repeat || isDown) return;
      isDown = true;
      newest.current.onDown();
    };
    const up = (event: KeyboardEvent): void => {
      if (isReleasedBy(functionKey, event)) release();
    };
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    window.addEventListener('blur', release);
    return () => {
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
      window.removeEventListener('blur', release);
      release();
    };
  }, [functionKey, isEnabled]);
}
