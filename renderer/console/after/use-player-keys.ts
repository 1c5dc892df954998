import { useEffect, useRef } from 'react';

/** What the keyboard can do with the player; distances in µs. */
export type PlayerKeys = Readonly<{
  toggle(): void;
  move(byUs: number): void;
  toMark(towards: 'next' | 'previous'): void;
  toEdge(edge: 'start' | 'end'): void;
}>;

const stepUs = 5_000_000;
const smallStepUs = 1_000_000;

function isTakenByOthers(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [role="combobox"], [role="listbox"], [data-own-arrows]') !== null
  );
}

/**
 * Space plays and pauses; arrows move by 5 s, with Shift by 1 s, with Ctrl from mark to mark; Home and End. Silent
 * while text is typed. A focused button keeps its own space.
 */
export function usePlayerKeys(keys: PlayerKeys): void {
  const newest = useRef(keys);
  useEffect(() => {
    newest.current = keys;
  });
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      if (event.altKey || event.metaKey || isTakenByOthers(event.target)) return;
      const byUs = event.shiftKey ? smallStepUs : stepUs;
      switch (event.code) {
        case 'Space':
          if (event.target instanceof HTMLButtonElement) return;
          newest.current.toggle();
          break;
        case 'ArrowLeft':
        case 'ArrowRight': {
          const isNext = event.code === 'ArrowRight';
          if (event.ctrlKey) newest.current.toMark(isNext ? 'next' : 'previous');
          else newest.current.move(isNext ? byUs : -byUs);
          break;
        }
        case 'Home':
          newest.current.toEdge('start');
          break;
        case 'End':
          newest.current.toEdge('end');
          break;
        default:
          return;
      }
      event.preventDefault();
    };
    window.addEventListener('keydown', down);
    return () => window.removeEventListener('keydown', down);
  }, []);
}
