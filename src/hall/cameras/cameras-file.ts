import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { cameraAddress, cameraPresets } from '#contract/cameras.ts';
import { seatId } from '#contract/values.ts';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { writeFileAtomically, type Log } from '../plumbing/index.ts';

const keptCamera = z
  .object({
    seatId,
    address: cameraAddress.unwrap().extend({ password: z.string() }).readonly(),
    presets: cameraPresets,
  })
  .readonly();
const camerasPage = z.object({ formatVersion: z.literal(1), cameras: z.array(keptCamera).readonly() });
export type KeptCamera = z.output<typeof keptCamera>;

/** None where there is no file; fails `camera.file-broken` where there is one that cannot be read. */
export function readCameras(file: string, log: Log): Outcome<readonly KeptCamera[]> {
  try {
    return done(camerasPage.parse(JSON.parse(readFileSync(file, 'utf8'))).cameras);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return done([]);
    // The error itself may quote the file, and that has passwords in it.
    log.error({ cause: (error as Error).name }, 'cameras-unreadable');
    return failed(fault('camera.file-broken', {}));
  }
}

/** Only the hall's own user may read it. Fails `archive.unwritable`. */
export async function writeCameras(file: string, cameras: readonly KeptCamera[], log: Log): Promise<Outcome<void>> {
  try {
    await writeFileAtomically(file, `${JSON.stringify({ formatVersion: 1, cameras }, null, 2)}\n`, 0o600);
    return done(undefined);
  } catch (error) {
    log.error({ code: (error as NodeJS.ErrnoException).code }, 'cameras-unwritable');
    return failed(fault('archive.unwritable', { path: file }));
  }
}
