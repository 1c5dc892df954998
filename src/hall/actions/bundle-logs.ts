import type { Answerers } from '#contract/hall.ts';
import type { Rooms } from './rooms.ts';

/** Packs the logs for whoever helps from afar, in a program of its own; one at a time. */
export function bundleLogs(rooms: Rooms): Answerers['logs.bundle'] {
  let running: ReturnType<Answerers['logs.bundle']> | null = null;
  return (_papers, _asker) => {
    running ??= rooms.bundle
      .run((doneShare) => rooms.tell('bundle.progressed', { doneShare }, 'console'))
      .finally(() => {
        running = null;
      });
    return running;
  };
}
