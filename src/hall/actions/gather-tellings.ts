/** Many changes come together; windows get the newest state this much later. */
const gatherMs = 20;

/**
 * Tells once for all that changes together: in the next milliseconds, or `at-once` in the same turn, because a person waits for
 * it; what was to be told later anyway is told with that.
 */
export function gatherTellings(tellNow: () => void): (how?: 'at-once') => void {
  let gathering: NodeJS.Timeout | null = null;
  let isDue = false;
  function tell(): void {
    if (gathering !== null) clearTimeout(gathering);
    gathering = null;
    isDue = false;
    tellNow();
  }
  return (how) => {
    if (isDue) return;
    isDue = how === 'at-once';
    if (isDue) setImmediate(tell);
    else gathering ??= setTimeout(tell, gatherMs);
  };
}
