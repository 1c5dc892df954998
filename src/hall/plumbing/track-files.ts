import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Every file among a hearing's chunk logs, relative to the hearing's folder, in order. A track's folder may be a link to
 * another disk, which a recursive listing would not enter. Throws the system's error.
 */
export function trackFiles(hearingFolder: string): readonly string[] {
  const tracks = path.join(hearingFolder, 'tracks');
  if (!existsSync(tracks)) return [];
  const under = (relative: string): readonly string[] =>
    readdirSync(path.join(hearingFolder, relative)).flatMap((name) => {
      const item = path.join(relative, name);
      return statSync(path.join(hearingFolder, item)).isDirectory() ? under(item) : [item];
    });
  return under('tracks').toSorted();
}
