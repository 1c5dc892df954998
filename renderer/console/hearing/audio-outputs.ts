import { useCallback, useState } from 'react';
import { useOutputs, type Output } from '../../ui/use-outputs.ts';

/** Where read-back sounds. `isHall`: the secretary said that these are the hall's loudspeakers. */
export type AudioOutput = Output & Readonly<{ isHall: boolean }>;

const chosenKey = 'tarazy.read-back.output';
const hallKey = 'tarazy.read-back.hall-outputs';

function rememberedHallOutputs(): readonly string[] {
  const text = globalThis.localStorage.getItem(hallKey);
  return text === null ? [] : text.split('\n');
}

/**
 * Outputs of this PC and the one that was chosen; the system's own output (empty id) where it is not there. Until `isSettled`
 * it is not known yet whether the chosen one is there, and nothing may sound anywhere.
 */
export function useAudioOutputs(): Readonly<{
  outputs: readonly AudioOutput[];
  chosen: AudioOutput;
  isSettled: boolean;
  choose(deviceId: string): void;
  setHall(deviceId: string, isHall: boolean): void;
}> {
  const devices = useOutputs();
  const [chosenId, setChosenId] = useState(() => globalThis.localStorage.getItem(chosenKey) ?? '');
  const [hallIds, setHallIds] = useState(rememberedHallOutputs);

  const choose = useCallback((deviceId: string) => {
    globalThis.localStorage.setItem(chosenKey, deviceId);
    setChosenId(deviceId);
  }, []);
  const setHall = useCallback((deviceId: string, isHall: boolean) => {
    setHallIds((before) => {
      const after = [...before.filter((id) => id !== deviceId), ...(isHall ? [deviceId] : [])];
      if (after.length === 0) globalThis.localStorage.removeItem(hallKey);
      else globalThis.localStorage.setItem(hallKey, after.join('\n'));
      return after;
    });
  }, []);

  const outputs = (devices ?? []).map((device) => ({ ...device, isHall: hallIds.includes(device.deviceId) }));
  const system: AudioOutput = { deviceId: '', label: '', isHall: hallIds.includes('') };
  return {
    outputs: [system, ...outputs],
    chosen: outputs.find((output) => output.deviceId === chosenId) ?? system,
    isSettled: chosenId === '' || devices !== null,
    choose,
    setHall,
  };
}
