import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Making a disk of its own needs the right to mount; without it these tests are left out, and say so. */
export const mayMakeDisks = process.platform === 'linux' && process.getuid?.() === 0;

/** A real disk that can be filled, refused and made to stand still, without touching those of the machine. */
export type TestDisk = Readonly<{
  folder: string;
  /** Leaves no byte free; the answer frees it again. */
  fill(): () => void;
  /** The kernel refuses every write and every new name under this folder, also through files that are open. */
  refuse(folder: string): () => void;
  /** Every write hangs in the kernel for so long. Nobody else may touch the disk meanwhile. Resolves when it goes on. */
  standStill(forMs: number): Promise<void>;
  remove(): void;
}>;

const run = (command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

const unallocatedBytes = 24 * 1024 ** 2;
const topUpEveryMs = 300;

/** ext4 in a file of holes, so that gigabytes cost nothing. */
export function makeDisk(lengthBytes: number): TestDisk {
  const around = mkdtempSync(path.join(tmpdir(), 'tarazy-disk-'));
  const image = path.join(around, 'image');
  const folder = path.join(around, 'disk');
  closeSync(openSync(image, 'w'));
  truncateSync(image, lengthBytes);
  run('mkfs.ext4', '-q', '-m', '0', image);
  mkdirSync(folder);
  // Reading must not write, so that a test can look at a disk that stands still.
  run('mount', '-o', 'loop,noatime', image, folder);
  return {
    folder,
    fill() {
      const ballast = path.join(folder, 'ballast');
      const { bavail, bsize } = statfsSync(folder);
      // Allocating takes some room itself; the rest is written, and so is what others give back meanwhile.
      const allocated = Math.max(0, bavail * bsize - unallocatedBytes);
      if (allocated > 0) run('fallocate', '-l', String(allocated), ballast);
      const topUp = (): void => {
        try {
          run('dd', 'if=/dev/zero', `of=${ballast}`, 'oflag=append', 'conv=notrunc', 'bs=4096', 'status=none');
        } catch {
          // The disk is full now.
        }
      };
      topUp();
      const toppingUp = setInterval(topUp, topUpEveryMs);
      return () => {
        clearInterval(toppingUp);
        rmSync(ballast);
      };
    },
    refuse(refused) {
      run('chattr', '-R', '+i', refused);
      return () => {
        run('chattr', '-R', '-i', refused);
      };
    },
    // One process does both, so that the disk goes on whatever becomes of this one.
    standStill: (forMs) =>
      new Promise((resolve, reject) => {
        const command = `fsfreeze -f "${folder}" && sleep ${String(forMs / 1000)}; fsfreeze -u "${folder}"`;
        spawn('sh', ['-c', command], { stdio: 'ignore' }).once('exit', (code) => {
          if (code === 0) resolve();
          else reject(new Error('the disk could not be made to stand still'));
        });
      }),
    remove() {
      run('umount', folder);
      rmSync(around, { recursive: true, force: true });
    },
  };
}
