import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createLog } from '../../../../src/hall/plumbing/index.ts';

test.skipIf(process.platform === 'win32')(
  'a log whose disk is full takes nobody down, and goes on with a count of what it missed',
  async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'tarazy-log-'));
    const full = path.join(folder, 'hall.1.log');
    symlinkSync('/dev/full', full);
    const log = createLog(folder);
    const written = (): string =>
      readdirSync(folder, { withFileTypes: true })
        .filter((item) => item.isFile())
        .map((item) => readFileSync(path.join(folder, item.name), 'utf8'))
        .join('');
    try {
      for (let at = 0; at < 20; at += 1) {
        log.info({ at }, 'said');
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      rmSync(full);
      await expect
        .poll(
          () => {
            log.info({}, 'later');
            return written();
          },
          { timeout: 15_000, interval: 200 },
        )
        // The worker writes line by line: that it went on may be on the disk before what was said after it.
        .toMatch(/log-went-on[\s\S]*later/);
    } finally {
      await log.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
