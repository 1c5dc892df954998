import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openHidPort, portOfHidraw, portOfInterface } from '../../../../native/hid/index.ts';

test('on Linux a socket is what the kernel calls it, whatever number the device got', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-hid-'));
  try {
    mkdirSync(path.join(folder, 'hidraw3', 'device'), { recursive: true });
    writeFileSync(
      path.join(folder, 'hidraw3', 'device', 'uevent'),
      'DRIVER=hid-generic\nHID_ID=0003:000005F3:000000FF\nHID_NAME=VEC USB Footpedal\nHID_PHYS=usb-0000:00:14.0-2/input0\nHID_UNIQ=\n',
    );
    expect(portOfHidraw('/dev/hidraw3', folder)).toBe('usb-0000:00:14.0-2/input0');
    expect(portOfHidraw('/dev/hidraw4', folder)).toBe('');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('on Windows it is the third part of the path', () => {
  const device = String.raw`\\?\HID#VID_05F3&PID_00FF&MI_00#7&2A1F1F&0&0000#{4d1e55b2-f16f-11cf-88cb-001111000030}`;
  expect(portOfInterface(device)).toBe('7&2a1f1f&0&0000');
  expect(portOfInterface('/dev/hidraw0')).toBe('');
});

test('the real library loads here and lists the devices of this machine without falling over', async () => {
  const opened = await openHidPort();
  expect(opened.ok).toBe(true);
  if (!opened.ok) return;
  expect(Array.isArray(await opened.value.list())).toBe(true);
  const nowhere = { path: '/dev/hidraw-none', vendorId: 1, productId: 1, interfaceNo: 0, serial: '', name: 'Sample' };
  expect(await opened.value.open({ ...nowhere, port: '', usages: [] })).toMatchObject({
    ok: false,
    fault: { key: 'panel.unreadable', args: { panel: 'Sample' } },
  });
});
