import type { CallId } from '#domain/ids.ts';

const mostRemembered = 64;

/** The calls that ended last, so that a late word of one of them begins nothing. */
export type RecentCalls = Readonly<{ add(callId: CallId): void; has(callId: CallId): boolean }>;

export function createRecentCalls(): RecentCalls {
  const ids = new Set<CallId>();
  return {
    add(callId) {
      ids.add(callId);
      const oldest = ids.values().next();
      if (ids.size > mostRemembered && !oldest.done) ids.delete(oldest.value);
    },
    has: (callId) => ids.has(callId),
  };
}
