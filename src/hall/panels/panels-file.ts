import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { panelActs } from '#domain/panels/panel-acts.ts';
import { writeFileAtomically, type Log } from '../plumbing/index.ts';

const button = z
  .object({
    lengthBytes: z.int().min(1).max(1024),
    bits: z
      .array(
        z
          .object({
            byte: z.int().min(0).max(1023),
            bit: z.int().min(0).max(7),
            downIs: z.union([z.literal(0), z.literal(1)]),
          })
          .readonly(),
      )
      .min(1)
      .max(64)
      .readonly(),
  })
  .readonly();
const keptPanel = z
  .object({
    panelId: z.uuid(),
    ...{ vendorId: z.int().min(0).max(0xffff), productId: z.int().min(0).max(0xffff), interfaceNo: z.int().min(-1) },
    ...{ serial: z.string().max(300), port: z.string().max(300), name: z.string().max(300) },
    isLamp: z.boolean(),
    buttons: z
      .array(z.object({ act: z.enum(panelActs), button }).readonly())
      .max(64)
      .readonly(),
  })
  .readonly();
const page = z.object({ formatVersion: z.literal(1), panels: z.array(keptPanel).max(32).readonly() });
/** A device that the hall knows again, and what its buttons are bound to. */
export type KeptPanel = z.output<typeof keptPanel>;

/** None where there is no file; fails `panel.file-broken` where there is one that cannot be trusted. */
export function readPanels(file: string, log: Log): Outcome<readonly KeptPanel[]> {
  try {
    return done(page.parse(JSON.parse(readFileSync(file, 'utf8'))).panels);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return done([]);
    log.error({ cause: (error as Error).name }, 'panels-unreadable');
    return failed(fault('panel.file-broken', {}));
  }
}

/** Fails `archive.unwritable`. */
export async function writePanels(file: string, panels: readonly KeptPanel[], log: Log): Promise<Outcome<void>> {
  try {
    await writeFileAtomically(file, `${JSON.stringify({ formatVersion: 1, panels }, null, 2)}\n`, 0o600);
    return done(undefined);
  } catch (error) {
    log.error({ code: (error as NodeJS.ErrnoException).code }, 'panels-unwritable');
    return failed(fault('archive.unwritable', { path: file }));
  }
}
