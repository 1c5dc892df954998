import { useCallback, useEffect, useState } from 'react';
import type { DevicesListed } from '#contract/diagnostics-calls.ts';
import type { Fault } from '#domain/faults.ts';
import type { HallClient } from '#line/hall-client.ts';

const everyMs = 5000;

/** The hall's devices, asked anew every few seconds while the screen stands. */
export function useDevices(hall: HallClient): Readonly<{ listed: DevicesListed | null; fault: Fault | null }> {
  const [listed, setListed] = useState<DevicesListed | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const look = useCallback(async () => {
    const outcome = await hall.ask('devices.list', {});
    if (outcome.ok) setListed(outcome.value);
    setFault(outcome.ok ? null : outcome.fault);
  }, [hall]);
  useEffect(() => {
    const timer = setInterval(() => void look(), everyMs);
    const first = setTimeout(() => void look(), 0);
    return () => {
      clearInterval(timer);
      clearTimeout(first);
    };
  }, [look]);
  return { listed, fault };
}
