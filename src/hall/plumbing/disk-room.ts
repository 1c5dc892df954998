import { statfs } from 'node:fs/promises';

/** Free bytes on the disk of a folder, as they were at the last look that the disk answered; 0 before. */
export type DiskRoom = Readonly<{ bytes(): number; look(): Promise<void> }>;

export function diskRoom(folder: string): DiskRoom {
  let bytes = 0;
  return {
    bytes: () => bytes,
    async look() {
      const disk = await statfs(folder).catch(() => null);
      if (disk !== null) bytes = disk.bavail * disk.bsize;
    },
  };
}
