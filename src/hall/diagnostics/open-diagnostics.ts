import path from 'node:path';
import type { Outcome } from '#domain/outcome.ts';
import type { DataFolders } from '../plumbing/index.ts';
import { createBundleProgram, type BundleProgram } from './bundle-program.ts';
import { openInventory, type InventoryNeeds, type InventoryRoom } from './inventory.ts';

/** The room as the service opens it. */
export function openDiagnostics({
  folders,
  env,
  projectFolder,
  foundFfmpeg,
  log,
  nowMs,
  soundServer,
}: Readonly<{
  folders: DataFolders;
  env: Readonly<Record<string, string | undefined>>;
  projectFolder: string;
  foundFfmpeg: Outcome<NonNullable<InventoryNeeds['ffmpeg']>>;
}> &
  Pick<InventoryNeeds, 'log' | 'nowMs' | 'soundServer'>): Readonly<{
  inventory: InventoryRoom;
  bundle: BundleProgram;
}> {
  return {
    inventory: openInventory({
      ...{ file: folders.inventoryFile, log, nowMs, soundServer },
      ffmpeg: foundFfmpeg.ok ? foundFfmpeg.value : null,
      // A share of the second copy may hang whoever asks for its size; this PC's own disks do not.
      folders: () => [folders.root, env['TARAZY_SECOND_DISK'] ?? ''].filter((folder) => folder !== ''),
    }),
    bundle: createBundleProgram({
      ...{ root: folders.root, bundlesFolder: path.join(folders.exports, 'logs'), nowMs, log },
      programFile: path.join(projectFolder, 'src', 'hall', 'cli', 'main.ts'),
    }),
  };
}
