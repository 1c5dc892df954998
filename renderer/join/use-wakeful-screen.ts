import { useEffect } from 'react';

/** Keeps a telephone from going dark while the court may call; where a browser cannot, nothing is lost but that. */
export function useWakefulScreen(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let isLeft = false;
    const hold = async (): Promise<void> => {
      if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
      lock = await navigator.wakeLock.request('screen').catch(() => null);
      if (isLeft) void lock?.release();
    };
    // The browser lets go of it by itself whenever the page is covered.
    const look = (): void => void hold();
    document.addEventListener('visibilitychange', look);
    look();
    return () => {
      isLeft = true;
      document.removeEventListener('visibilitychange', look);
      void lock?.release();
    };
  }, []);
}
