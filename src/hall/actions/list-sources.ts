import type { Answerers } from '#contract/hall.ts';
import { done } from '#domain/outcome.ts';
import type { Rooms } from './rooms.ts';

/** Sources of the sound server; none where there is no sound server that can be asked. */
export function listSources(rooms: Rooms): Answerers['hall.list-sources'] {
  return async () => {
    const listed = await rooms.soundServer.listSources();
    if (listed === 'not-available') return done({ sources: [] });
    return listed.ok ? done({ sources: [...listed.value] }) : listed;
  };
}
