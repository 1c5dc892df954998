import { createHash } from 'node:crypto';
import { fault } from '#domain/faults.ts';
import { done, failed } from '#domain/outcome.ts';
import { takeLock } from '../plumbing/index.ts';
import { exitCodes, type Command } from './command.ts';
import { openForReading, rebuild } from './open-archive.ts';

/** Makes the index anew from the journals alone. Refused while the service runs, because it writes into the index. */
export const rebuildCommand: Command = async ({ folders, say }) => {
  const lock = takeLock(folders.run);
  if (!lock.ok) return failed(fault('archive.busy', {}));
  try {
    const rebuilt = rebuild(folders);
    if (!rebuilt.ok) return rebuilt;
    const opened = openForReading(folders);
    if (!opened.ok) return opened;
    const dumpSha256 = createHash('sha256').update(opened.value.dump()).digest('hex');
    opened.value.close();
    const { hearings } = rebuilt.value;
    return done({
      exit: exitCodes.done,
      lines: [say('cli.rebuild.done', { hearings }), `SHA-256 ${dumpSha256}`],
      json: { hearings, dumpSha256 },
    });
  } finally {
    lock.value.release();
  }
};
