import path from 'node:path';
import { fault } from '#domain/faults.ts';
import { done, failed } from '#domain/outcome.ts';
import type { Verification } from '../archive/index.ts';
import { takeLock } from '../plumbing/index.ts';
import { restoreFrom } from '../second-copy/index.ts';
import { openHallKeys } from '../security/index.ts';
import { verificationLines } from './archive-verify.ts';
import { exitCodes, type Command } from './command.ts';
import { openForReading, rebuild } from './open-archive.ts';

/** Puts the hearings of a second copy back into the archive and verifies each. Refused while the service runs. */
export const restoreCommand: Command = async ({ folders, options, say, progress }) => {
  const { from } = options;
  if (typeof from !== 'string') return failed(fault('system.bad-arguments', { argument: '--from' }));
  const lock = takeLock(folders.run);
  if (!lock.ok) return failed(fault('archive.busy', {}));
  try {
    // A new PC has no key of its own yet, and without one nothing is verified.
    openHallKeys(folders.keys);
    const { archive: archiveFolder, keys: keysFolder } = folders;
    const restored = await restoreFrom(path.resolve(from), { archiveFolder, keysFolder });
    if (!restored.ok) return restored;
    const rebuilt = rebuild(folders);
    if (!rebuilt.ok) return rebuilt;
    const opened = openForReading(folders);
    if (!opened.ok) return opened;
    const { hearingIds, keyIds, lengthBytes } = restored.value;
    try {
      const verifications: Verification[] = [];
      for (const hearingId of hearingIds) {
        progress(hearingId);
        verifications.push(await opened.value.verify(hearingId));
      }
      const intact = verifications.every((verification) => verification.intact);
      return done({
        exit: intact ? exitCodes.done : exitCodes.found,
        lines: [
          say('cli.restore.done', { hearings: hearingIds.length, megabytes: (lengthBytes / 1e6).toFixed(1) }),
          ...keyIds.map((keyId) => say('cli.restore.key', { keyId })),
          ...verificationLines(opened.value, verifications, say),
        ],
        json: { intact, lengthBytes, keyIds, hearings: verifications },
      });
    } finally {
      opened.value.close();
    }
  } finally {
    lock.value.release();
  }
};
