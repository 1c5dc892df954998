import { readFileSync } from 'node:fs';
import os from 'node:os';

/**
 * A word that is the same for all processes of one boot and another after the next. Windows has none, so the
 * minute of the boot stands in; when it is misjudged by a minute the hearing's line goes on by the wall clock.
 */
export function readBootId(): string {
  if (process.platform === 'linux') return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `boot-${String(Math.round((Date.now() / 1000 - os.uptime()) / 60))}`;
}
