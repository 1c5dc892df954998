import { readFileSync } from 'node:fs';
import path from 'node:path';

/** `/dev/hidraw3` is numbered by the order of plugging; the kernel's `HID_PHYS` names the socket and the interface. */
export function portOfHidraw(devicePath: string, sysFolder = '/sys/class/hidraw'): string {
  try {
    const told = readFileSync(path.join(sysFolder, path.basename(devicePath), 'device', 'uevent'), 'utf8');
    return /^HID_PHYS=(.+)$/m.exec(told)?.[1] ?? '';
  } catch {
    return '';
  }
}
