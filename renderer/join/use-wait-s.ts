import { useEffect, useState } from 'react';
import type { Fault } from '#domain/faults.ts';

/** The seconds, counted down, that a refusal still asks to wait; 0 where it asks for none. */
export function useWaitS(fault: Fault | null): number {
  const [waited, setWaited] = useState<Readonly<{ fault: Fault | null; seconds: number }>>({ fault: null, seconds: 0 });
  const askedS = Number(fault?.args['seconds'] ?? 0);
  useEffect(() => {
    if (askedS === 0) return;
    const timer = setInterval(
      () => setWaited((before) => ({ fault, seconds: before.fault === fault ? before.seconds + 1 : 1 })),
      1000,
    );
    return () => clearInterval(timer);
  }, [fault, askedS]);
  return Math.max(0, askedS - (waited.fault === fault ? waited.seconds : 0));
}
