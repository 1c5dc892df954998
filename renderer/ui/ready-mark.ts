import { useEffect } from 'react';

/** Says once, when `isReady` has become true and is painted, that this window may be seen: to the shell, whose card covers it until then. */
export function useReadyMark(isReady: boolean): void {
  useEffect(() => {
    if (!isReady) return;
    document.body.dataset['ready'] = '1';
    // Two frames: the first one is only begun when the callback is called.
    requestAnimationFrame(() => requestAnimationFrame(() => globalThis.tarazy.ready()));
  }, [isReady]);
}
