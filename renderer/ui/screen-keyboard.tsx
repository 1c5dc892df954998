import {
  createContext,
  use,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
  type PointerEvent,
  type ReactNode,
} from 'react';
import styles from './screen-keyboard.module.css';
import { asTextTarget, eraseFrom, typeInto, type TextTarget } from './text-field-target.ts';
import { languages, phrase, useWords, type Language } from './words.tsx';

type KeyboardHere = Readonly<{ isWanted: boolean; setWanted: (isWanted: boolean) => void; target: TextTarget | null }>;
const KeyboardContext = createContext<KeyboardHere | null>(null);
const storageKey = 'tarazy.keyboard';

/**
 * Knows which field is typed into. The keyboard comes with the first touch of a field, or always where the person
 * switched it on; a mouse alone never calls it.
 */
export function KeyboardProvider({ children }: { children: ReactNode }): ReactNode {
  const [isWanted, want] = useState(() => globalThis.localStorage.getItem(storageKey) === 'on');
  const [target, setTarget] = useState<TextTarget | null>(null);
  useEffect(() => {
    const setWantedByTouch = (event: globalThis.PointerEvent): void => {
      if (event.pointerType === 'touch' && asTextTarget(event.target) !== null) want(true);
    };
    const follow = (): void => setTarget(asTextTarget(document.activeElement));
    document.addEventListener('pointerdown', setWantedByTouch);
    document.addEventListener('focusin', follow);
    document.addEventListener('focusout', follow);
    return () => {
      document.removeEventListener('pointerdown', setWantedByTouch);
      document.removeEventListener('focusin', follow);
      document.removeEventListener('focusout', follow);
    };
  }, []);
  const here = useMemo<KeyboardHere>(
    () => ({
      isWanted,
      target,
      setWanted: (isOn) => {
        globalThis.localStorage.setItem(storageKey, isOn ? 'on' : 'off');
        want(isOn);
      },
    }),
    [isWanted, target],
  );
  return <KeyboardContext value={here}>{children}</KeyboardContext>;
}

/** The switch of the on-screen keyboard; only below `KeyboardProvider`. */
export function useScreenKeyboard(): KeyboardHere {
  const here = use(KeyboardContext);
  if (here === null) throw new Error('the keyboard needs KeyboardProvider above it');
  return here;
}

function nextLanguage(language: Language): Language {
  return languages[(languages.indexOf(language) + 1) % languages.length] ?? 'ru';
}

/** Stands under the screen, in the flow, so that it never covers the field; takes no focus away from it. */
export function ScreenKeyboard(): ReactNode {
  const { t, tt, language } = useWords();
  const { isWanted, setWanted, target } = useScreenKeyboard();
  const [layout, setLayout] = useState<Language>(language);
  const [isShifted, setShifted] = useState(false);
  const isShown = isWanted && target !== null;

  useLayoutEffect(() => {
    document.documentElement.toggleAttribute('data-keyboard', isShown);
    if (isShown) target.scrollIntoView({ block: 'center' });
    return () => document.documentElement.removeAttribute('data-keyboard');
  }, [isShown, target]);
  if (!isShown) return null;

  const row = (name: string): readonly string[] => phrase(layout, `keyboard.${name}`).split(' ');
  const keepFocus = (event: PointerEvent): void => event.preventDefault();
  const type = (letter: string): void => {
    typeInto(target, letter);
    setShifted(false);
  };
  const key = (letter: string): ReactNode => {
    const shown = isShifted ? letter.toLocaleUpperCase(layout) : letter;
    return (
      <button key={letter} type="button" tabIndex={-1} className={styles['key']} onClick={() => type(shown)}>
        {shown}
      </button>
    );
  };
  const wide = (label: string, press: () => void, isPressed?: boolean): ReactNode => (
    <button
      type="button"
      tabIndex={-1}
      className={styles['key']}
      data-wide="true"
      aria-pressed={isPressed}
      onClick={press}
    >
      {label}
    </button>
  );
  return (
    <div
      className={styles['keyboard']}
      role="group"
      aria-label={t('keyboard.name')}
      onPointerDown={keepFocus}
      onMouseDown={(event) => event.preventDefault()}
    >
      <div className={styles['row']}>{row('row0').map(key)}</div>
      <div className={styles['row']}>{row('extra').map(key)}</div>
      <div className={styles['row']}>{row('row1').map(key)}</div>
      <div className={styles['row']}>{row('row2').map(key)}</div>
      <div className={styles['row']}>
        {wide(t('keyboard.shift'), () => setShifted(!isShifted), isShifted)}
        {row('row3').map(key)}
        {wide(t('keyboard.backspace'), () => eraseFrom(target))}
      </div>
      <div className={styles['row']}>
        {wide(tt(`language.${layout}`), () => setLayout(nextLanguage(layout)))}
        <button type="button" tabIndex={-1} className={styles['key']} data-wide="space" onClick={() => type(' ')}>
          {t('keyboard.space')}
        </button>
        {wide(t('keyboard.close'), () => setWanted(false))}
      </div>
    </div>
  );
}
