/**
 * A service that dies is back within seconds. Where it stays away this long nobody could order silence (L5), so a window
 * closes its devices; what it still keeps of the record waits for the hall.
 */
export const leaseMs = 30_000;

/** Calls `expired` when the hall was not heard for half a minute, once until it is heard again. */
export function watchLease(
  onConnection: (listener: (isConnected: boolean) => void) => unknown,
  expired: () => void,
  afterMs = leaseMs,
): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  onConnection((isConnected) => {
    clearTimeout(timer);
    timer = isConnected ? undefined : setTimeout(expired, afterMs);
  });
}
