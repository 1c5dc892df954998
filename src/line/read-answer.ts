import type { UplinkAnswer } from '#contract/capture.ts';
import { faultCatalogue, type Fault } from '#domain/faults.ts';

const longestWord = 500;

/**
 * What the hall said on a chunk socket; null when it is none of the contract's answers. Read by hand: the contract's own
 * reader would bring its library into the worker of every device, whose memory is swept again and again as pictures pass.
 */
export function readAnswer(text: string): UplinkAnswer | null {
  const said = parsed(text);
  if (!isRecord(said)) return null;
  const { have, ack, pong, monotonicUs, ended, fault } = said;
  if (Number.isSafeInteger(have)) return { have: have as number };
  if (Number.isSafeInteger(ack)) return { ack: ack as number };
  if (Number.isFinite(pong) && Number.isFinite(monotonicUs))
    return { pong: pong as number, monotonicUs: monotonicUs as number };
  if (ended === 1) return { ended: 1 };
  return isFault(fault) ? { fault: { key: fault.key, args: fault.args } } : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFault(value: unknown): value is Fault {
  return (
    isRecord(value) &&
    typeof value['key'] === 'string' &&
    Object.hasOwn(faultCatalogue, value['key']) &&
    isRecord(value['args']) &&
    Object.values(value['args']).every((each) =>
      typeof each === 'string' ? each.length <= longestWord : Number.isFinite(each),
    )
  );
}
