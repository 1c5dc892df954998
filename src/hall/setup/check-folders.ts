import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { HearingId } from '#domain/ids.ts';

/** Folders for test recordings, which are never kept. */
export type CheckFolders = Readonly<{
  make(): Promise<Readonly<{ checkId: HearingId; folder: string }>>;
  remove(folder: string): Promise<void>;
}>;

/** What an interrupted check left behind is removed at once. */
export function createCheckFolders(checksFolder: string): CheckFolders {
  rmSync(checksFolder, { recursive: true, force: true });
  mkdirSync(checksFolder, { recursive: true });
  return {
    async make() {
      const checkId = randomUUID() as HearingId;
      const folder = path.join(checksFolder, checkId);
      await mkdir(folder, { recursive: true });
      return { checkId, folder };
    },
    // Windows may hold a file a moment longer; what stays is removed at the next start.
    remove: (folder) => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => {}),
  };
}
