import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { z } from 'zod';
import { inventoryKinds, type DeviceSeen, type Inventory } from '#domain/check/inventory.ts';
import type { SoundServer } from '../../../native/sound-server/index.ts';
import { writeFileAtomically, type Log } from '../plumbing/index.ts';

const deviceSeen = z.object({
  kind: z.enum(inventoryKinds),
  label: z.string(),
  serial: z.string(),
  id: z.string(),
  port: z.string(),
  figures: z.record(z.string(), z.number()),
  version: z.string(),
});
const kept = z.object({ formatVersion: z.literal(1), atMs: z.number(), devices: z.array(deviceSeen) });

export type InventoryNeeds = Readonly<{
  file: string;
  log: Log;
  nowMs(): number;
  soundServer: Pick<SoundServer, 'listSources'>;
  /** Null where none was found. */
  ffmpeg: Readonly<{ ffmpegPath: string; version: string }> | null;
  /** Folders whose disks the hall writes to, as they are at the moment. */
  folders(): readonly string[];
}>;

/** The devices of the hall, now and when a check last passed. */
export type InventoryRoom = Readonly<{
  /** A window tells what only windows see; the newest word counts. */
  windowSees(devices: readonly DeviceSeen[]): void;
  look(): Promise<readonly DeviceSeen[]>;
  lastGood(): Inventory | null;
  /** Keeps what is there now as good. A file that cannot be written is logged: no check fails for it. */
  keepAsGood(): Promise<void>;
}>;

function readKept(file: string, log: Log): Inventory | null {
  try {
    const { atMs, devices } = kept.parse(JSON.parse(readFileSync(file, 'utf8')));
    return { atMs, devices };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      log.warn({ cause: (error as Error).name }, 'inventory-unreadable');
    return null;
  }
}

/** Opens the room. An inventory that cannot be read is none: the next check that passes makes another. */
export function openInventory(needs: InventoryNeeds): InventoryRoom {
  const { file, log } = needs;
  let seenByWindow: readonly DeviceSeen[] = [];
  let good = readKept(file, log);

  async function look(): Promise<readonly DeviceSeen[]> {
    const sources = await needs.soundServer.listSources();
    const microphones = sources !== 'not-available' && sources.ok ? sources.value : null;
    const heard = (microphones ?? [])
      .filter(({ isMonitor }) => !isMonitor)
      .map(({ label, serial, source, port, channels, sampleRate }): DeviceSeen => ({
        ...{ kind: 'microphone', label, serial, id: source, port, version: '' },
        figures: { channels, sampleRateHz: sampleRate },
      }));
    // The sound server says more of a microphone than a window does; where none can be asked the window's word counts.
    const windows = seenByWindow.filter(({ kind }) => kind !== 'microphone' || microphones === null);
    return [...heard, ...windows, ...programs(needs), ...(await disks(needs))];
  }

  return {
    windowSees(devices) {
      seenByWindow = devices;
    },
    look,
    lastGood: () => good,
    async keepAsGood() {
      const next: Inventory = { atMs: needs.nowMs(), devices: await look() };
      good = next;
      try {
        await writeFileAtomically(file, `${JSON.stringify({ formatVersion: 1, ...next }, null, 2)}\n`, 0o600);
      } catch (error) {
        log.warn({ code: (error as NodeJS.ErrnoException).code }, 'inventory-unwritable');
      }
    },
  };
}

const bare = { serial: '', port: '', figures: {}, version: '' } as const;

function programs({ ffmpeg }: InventoryNeeds): readonly DeviceSeen[] {
  if (ffmpeg === null) return [];
  return [{ ...bare, kind: 'program', label: 'ffmpeg', id: ffmpeg.ffmpegPath, version: ffmpeg.version }];
}

async function disks({ folders }: InventoryNeeds): Promise<readonly DeviceSeen[]> {
  const seen = await Promise.all(
    folders().map(async (folder): Promise<readonly DeviceSeen[]> => {
      try {
        const { blocks, bsize } = await statfs(folder);
        const totalGb = Math.round((blocks * bsize) / 1e9);
        return [{ ...bare, kind: 'disk', label: folder, id: folder, figures: { totalGb } }];
      } catch {
        // A disk that is not there is missing from the list, and that is how it is told.
        return [];
      }
    }),
  );
  return seen.flat();
}
