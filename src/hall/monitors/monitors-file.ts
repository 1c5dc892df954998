import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fault } from '#domain/faults.ts';
import { firstArrangement, firstVolumePercent, layoutChoices } from '#domain/monitors/layout.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { writeFileAtomically, type Log } from '../plumbing/index.ts';

const remembered = z.object({
  formatVersion: z.literal(1),
  choice: z.enum(layoutChoices),
  volumePercent: z.int().min(0).max(100),
});
export type Remembered = Readonly<Omit<z.output<typeof remembered>, 'formatVersion'>>;

export const firstRemembered: Remembered = { choice: firstArrangement.choice, volumePercent: firstVolumePercent };

/** As it was left; the first settings where there is no file; fails `monitors.forgotten` where there is one that cannot be read. */
export function readMonitors(file: string, log: Log): Outcome<Remembered> {
  try {
    const { choice, volumePercent } = remembered.parse(JSON.parse(readFileSync(file, 'utf8')));
    return done({ choice, volumePercent });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return done(firstRemembered);
    log.error({ cause: (error as Error).name }, 'monitors-unreadable');
    return failed(fault('monitors.forgotten', {}));
  }
}

/** Fails `archive.unwritable`. */
export async function writeMonitors(file: string, kept: Remembered, log: Log): Promise<Outcome<void>> {
  try {
    await writeFileAtomically(file, `${JSON.stringify({ formatVersion: 1, ...kept }, null, 2)}\n`, 0o600);
    return done(undefined);
  } catch (error) {
    log.error({ code: (error as NodeJS.ErrnoException).code }, 'monitors-unwritable');
    return failed(fault('archive.unwritable', { path: file }));
  }
}
