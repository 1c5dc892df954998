import { checkItemOf, type CheckItem, type CheckKind } from '#domain/check/check-item.ts';
import type { Log } from '../plumbing/index.ts';

/** One instrument of the check that looks at something else than the test recording. */
export type Probe = Readonly<{
  /** What its items are of. */
  kind: CheckKind;
  /** When it has said nothing by then, it is one item `no-answer` of its kind, and what it says later is thrown away. */
  limitMs: number;
  /** Nobody hears or sees it and it costs the record nothing: it may run beside a hearing. */
  isPassive: boolean;
  run(signal: AbortSignal): Promise<readonly CheckItem[]>;
}>;

/** Runs all at once and tells each item when it is known. Never throws: what could not be looked at is never called good. */
export async function runProbes(
  probes: readonly Probe[],
  onItem: (item: CheckItem) => void,
  log: Log,
): Promise<readonly CheckItem[]> {
  const each = await Promise.all(
    probes.map(async (probe) => {
      const items = await withinLimit(probe, log);
      for (const item of items) onItem(item);
      return items;
    }),
  );
  return each.flat();
}

async function withinLimit({ kind, limitMs, run }: Probe, log: Log): Promise<readonly CheckItem[]> {
  const noAnswer = [checkItemOf({ subject: '', kind }, [{ key: 'no-answer', verdict: 'look' }], {})];
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<readonly CheckItem[]>((resolve) => {
    timer = setTimeout(() => {
      stop.abort();
      log.warn({ kind, limitMs }, 'probe-without-answer');
      resolve(noAnswer);
    }, limitMs);
  });
  try {
    return await Promise.race([run(stop.signal), limit]);
  } catch (error) {
    log.warn({ kind, error: String(error) }, 'probe-failed');
    return noAnswer;
  } finally {
    clearTimeout(timer);
  }
}
