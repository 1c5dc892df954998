import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fault } from '#domain/faults.ts';
import { done, failed } from '#domain/outcome.ts';
import { takeLock, type DataFolders } from '../plumbing/index.ts';
import { exitCodes, type Command } from './command.ts';
import { openForReading, rebuild } from './open-archive.ts';

/** Makes the index anew from the journals alone. Refused while the service runs, because it writes into the index. */
export const rebuildCommand: Command = async ({ folders, say }) => {
  const lock = takeLock(folders.run);
  if (!lock.ok) return failed(fault('archive.busy', {}));
  try {
    const beforeSha256 = existsSync(folders.indexFile) ? dumpSha256Of(folders) : null;
    const rebuilt = rebuild(folders);
    if (!rebuilt.ok) return rebuilt;
    const dumpSha256 = dumpSha256Of(folders);
    const { hearings } = rebuilt.value;
    return done({
      exit: exitCodes.done,
      lines: [
        say('cli.rebuild.done', { hearings }),
        ...(beforeSha256 === null ? [] : [say(`cli.rebuild.${beforeSha256 === dumpSha256 ? 'same' : 'other'}`)]),
        ...(dumpSha256 === null ? [] : [`SHA-256 ${dumpSha256}`]),
      ],
      json: { hearings, dumpSha256, beforeSha256 },
    });
  } finally {
    lock.value.release();
  }
};

/** The SHA-256 of all that the index says, row by row in the order of the keys; null where it cannot be read. */
function dumpSha256Of(folders: DataFolders): string | null {
  const opened = openForReading(folders);
  if (!opened.ok) return null;
  try {
    return createHash('sha256').update(opened.value.dump()).digest('hex');
  } finally {
    opened.value.close();
  }
}
