import type { Answerers } from '#contract/hall.ts';
import { done } from '#domain/outcome.ts';
import type { Rooms } from './rooms.ts';

/** Hearings planned in [fromMs, toMs) whose card holds the text; an empty text finds all. */
export function listHearings(rooms: Rooms): Answerers['hearings.list'] {
  return async (asked) => done({ hearings: [...rooms.archive.listHearings(asked)] });
}
