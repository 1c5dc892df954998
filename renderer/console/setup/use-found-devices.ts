import { useEffect, useState } from 'react';
import type { Fault } from '#domain/faults.ts';
import type { HallClient } from '#line/hall-client.ts';
import { foundDevices, type SoundSource } from './seat-drafts.ts';

export type FoundDevices = Readonly<{ found: ReturnType<typeof foundDevices> | null; fault: Fault | null }>;

/**
 * All devices of this machine, followed while they are plugged and unplugged. Labels are told only to a page that
 * may capture, so the list is read again once previews are allowed.
 */
export function useFoundDevices(hall: HallClient, previewsAllowed: boolean): FoundDevices {
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[] | null>(null);
  const [sources, setSources] = useState<readonly SoundSource[]>([]);
  const [fault, setFault] = useState<Fault | null>(null);

  useEffect(() => {
    let isWanted = true;
    const look = async (): Promise<void> => {
      const [seen, heard] = await Promise.all([
        navigator.mediaDevices.enumerateDevices(),
        hall.ask('hall.list-sources', {}),
      ]);
      if (!isWanted) return;
      setDevices(seen);
      setSources(heard.ok ? heard.value.sources : []);
      setFault(heard.ok ? null : heard.fault);
    };
    const lookAgain = (): void => void look();
    lookAgain();
    navigator.mediaDevices.addEventListener('devicechange', lookAgain);
    return () => {
      isWanted = false;
      navigator.mediaDevices.removeEventListener('devicechange', lookAgain);
    };
  }, [hall, previewsAllowed]);

  return { found: devices === null ? null : foundDevices(devices, sources), fault };
}

/** Asks the hall for live previews while the screen stands, where they are needed; L5: what is open follows the hall's answer, not this wish. */
export function usePreviewWish(hall: HallClient, isNeeded = true): void {
  useEffect(() => {
    if (!isNeeded) return undefined;
    const stop = hall.onConnection((isConnected) => {
      if (isConnected) void hall.ask('hall.preview', { isWanted: true });
    });
    return () => {
      stop();
      void hall.ask('hall.preview', { isWanted: false });
    };
  }, [hall, isNeeded]);
}
