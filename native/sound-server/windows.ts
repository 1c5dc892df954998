import type { SoundServer } from './sound-server.ts';

/** Windows has no command that lists capture sessions of other programs; we say so instead of claiming silence. */
export function windowsSoundServer(): SoundServer {
  return {
    listSources: () => Promise.resolve('not-available'),
    listOpenCaptures: () => Promise.resolve('not-available'),
    watch: () => null,
    descendsFrom: () => Promise.resolve(false),
  };
}
