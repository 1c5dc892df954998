import type { Alarm } from '#contract/papers.ts';
import { faultCatalogue, type Fault } from '#domain/faults.ts';

/** What is wrong right now, most serious and oldest first. Raising what stands already changes nothing. */
export type Alarms = Readonly<{
  raise(fault: Fault): void;
  clear(fault: Fault): void;
  /** Takes an alarm off without telling, because whoever does it tells by whom and why. */
  takeOff(id: string): void;
  /** Clears every alarm of this key, whatever its arguments. */
  clearAll(key: Fault['key']): void;
  list(): readonly Alarm[];
}>;

function idOf(fault: Fault): string {
  return `${fault.key} ${JSON.stringify(Object.entries(fault.args).sort())}`;
}

/** `onRaised` and `onCleared` are told once for each alarm. */
export function createAlarms({
  nowMs,
  onRaised,
  onCleared,
}: Readonly<{
  nowMs(): number;
  onRaised(fault: Fault): void;
  onCleared(fault: Fault): void;
}>): Alarms {
  const standing = new Map<string, Alarm>();
  function clear(fault: Fault): void {
    if (standing.delete(idOf(fault))) onCleared(fault);
  }
  return {
    raise(fault) {
      const id = idOf(fault);
      if (standing.has(id)) return;
      standing.set(id, { id, fault, sinceMs: nowMs() });
      onRaised(fault);
    },
    clear,
    takeOff: (id) => void standing.delete(id),
    clearAll(key) {
      for (const { fault } of [...standing.values()]) if (fault.key === key) clear(fault);
    },
    list() {
      const weight = ({ fault }: Alarm): number => (faultCatalogue[fault.key].level === 'alarm' ? 0 : 1);
      return [...standing.values()].sort((a, b) => weight(a) - weight(b) || a.sinceMs - b.sinceMs);
    },
  };
}
