import type { z } from 'zod';
import type { Person } from '#domain/people.ts';

/** Who speaks on a socket. A window's role is given with its ticket and cannot be chosen by the window. */
export const roles = ['console', 'bench', 'screen', 'recorder', 'call', 'sound-path', 'shell', 'specialist'] as const;
export type Role = (typeof roles)[number];

/** A window (or process) at the hall's door. `windowId` stays the same over its reconnects, and is new for a new page. */
export type AtTheDoor = Readonly<{ windowId: string; role: Role }>;
/** Who asks: the window and the person signed in at it. */
export type Asker = AtTheDoor & Readonly<{ person: Person | null }>;

export type Call<Ask extends z.ZodType, Answer extends z.ZodType> = Readonly<{
  ask: Ask;
  answer: Answer;
  who: readonly Role[];
  /** The asker gives up after this; the hall goes on and the state tells what became of it. */
  limitMs: number;
}>;

/** One verb of the hall: checked papers in, checked papers out, and who may ask. */
export function call<Ask extends z.ZodType, Answer extends z.ZodType>(
  ask: Ask,
  answer: Answer,
  who: readonly Role[],
  limitMs = 5000,
): Call<Ask, Answer> {
  return { ask, answer, who, limitMs };
}
