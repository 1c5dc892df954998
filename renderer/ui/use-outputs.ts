import { useEffect, useState } from 'react';

/** A way for sound out of this PC. */
export type Output = Readonly<{ deviceId: string; label: string }>;

/** Chromium's names for outputs that stand for another device. */
const aliases = new Set(['', 'default', 'communications']);

/**
 * The outputs of this PC, followed while they are plugged and unplugged; null until they are known. `mayCapture`: labels are told
 * only to a page that may, so the list is read again once it may.
 */
export function useOutputs(mayCapture = true): readonly Output[] | null {
  const [outputs, setOutputs] = useState<readonly Output[] | null>(null);
  useEffect(() => {
    let isWanted = true;
    const look = async (): Promise<void> => {
      const found = await navigator.mediaDevices.enumerateDevices();
      if (!isWanted) return;
      setOutputs(
        found
          .filter(({ kind, deviceId, label }) => kind === 'audiooutput' && !aliases.has(deviceId) && label !== '')
          .map(({ deviceId, label }) => ({ deviceId, label })),
      );
    };
    const lookAgain = (): void => void look();
    lookAgain();
    navigator.mediaDevices.addEventListener('devicechange', lookAgain);
    return () => {
      isWanted = false;
      navigator.mediaDevices.removeEventListener('devicechange', lookAgain);
    };
  }, [mayCapture]);
  return outputs;
}
