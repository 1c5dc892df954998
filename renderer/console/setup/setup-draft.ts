import type { Loudspeaker } from '#domain/seats.ts';
import type { SeatDraft } from './seat-drafts.ts';

export const steps = ['names', 'microphones', 'cameras', 'loudspeakers', 'monitors'] as const;
export type SetupDraft = Readonly<{
  step: (typeof steps)[number];
  court: string;
  hall: string;
  secondCopy: string;
  seats: readonly SeatDraft[];
  loudspeakers: readonly Loudspeaker[];
}>;

const storageKey = 'tarazy.setup-draft.4';

/** What was left half done in this window, or null. It is our own writing; when it cannot be read it is not worth keeping. */
export function rememberedDraft(): SetupDraft | null {
  const text = globalThis.localStorage.getItem(storageKey);
  if (text === null) return null;
  try {
    return JSON.parse(text) as SetupDraft;
  } catch {
    return null;
  }
}

export function rememberDraft(draft: SetupDraft): void {
  globalThis.localStorage.setItem(storageKey, JSON.stringify(draft));
}

export function forgetDraft(): void {
  globalThis.localStorage.removeItem(storageKey);
}
