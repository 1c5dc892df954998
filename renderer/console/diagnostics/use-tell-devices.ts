import { useEffect } from 'react';
import type { DeviceSeen, InventoryKind } from '#domain/check/inventory.ts';
import type { HallClient } from '#line/hall-client.ts';

const kinds: Readonly<Record<MediaDeviceKind, InventoryKind>> = {
  audioinput: 'microphone',
  videoinput: 'camera',
  audiooutput: 'loudspeaker',
};
/** Chromium names the system's choice again under these ids. */
const aliases = new Set(['default', 'communications', '']);

/** The most that a device offers, as the browser knows it without opening it. */
function figuresOf(listed: MediaDeviceInfo): Readonly<Record<string, number>> {
  if (!('getCapabilities' in listed)) return {};
  const { width, height, frameRate } = (listed as InputDeviceInfo).getCapabilities();
  const told = { widthPx: width?.max, heightPx: height?.max, fps: frameRate?.max };
  return Object.fromEntries(
    Object.entries(told).flatMap(([name, value]) =>
      value === undefined || value <= 0 ? [] : [[name, Math.round(value)]],
    ),
  );
}

export function seenByWindow(listed: readonly MediaDeviceInfo[]): readonly DeviceSeen[] {
  return listed
    .filter(({ deviceId }) => !aliases.has(deviceId))
    .map((device) => ({
      ...{ kind: kinds[device.kind], label: device.label, serial: '', id: device.deviceId, port: '', version: '' },
      figures: figuresOf(device),
    }));
}

/**
 * Tells the hall which cameras and loudspeakers there are, again at every change: only a window sees them. Nothing is opened
 * for it. Names are told to a page that may capture, so they are read again once previews are allowed.
 */
export function useTellDevices(hall: HallClient, isConnected: boolean, previewsAllowed: boolean): void {
  useEffect(() => {
    if (!isConnected) return undefined;
    const tell = async (): Promise<void> => {
      const devices = seenByWindow(await navigator.mediaDevices.enumerateDevices());
      await hall.ask('devices.report', { devices });
    };
    const tellAgain = (): void => void tell();
    tellAgain();
    navigator.mediaDevices.addEventListener('devicechange', tellAgain);
    return () => navigator.mediaDevices.removeEventListener('devicechange', tellAgain);
  }, [hall, isConnected, previewsAllowed]);
}
