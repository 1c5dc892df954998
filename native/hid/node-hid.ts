import type * as Library from 'node-hid';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { HidDevice, HidLine, HidPort } from './hid-port.ts';
import { portOfHidraw } from './linux.ts';
import { portOfInterface } from './windows.ts';

type Loaded = typeof Library;
type Listed = Library.Device;
type Opened = Library.HIDAsync;

const portOf = process.platform === 'win32' ? portOfInterface : portOfHidraw;

/** Loads node-hid. Fails `panel.no-library` where its native part cannot be loaded: a hall without panels works all the same. */
export async function openHidPort(): Promise<Outcome<HidPort>> {
  try {
    const { default: library } = (await import('node-hid')) as unknown as { default: Loaded };
    // The native part is loaded by the first list.
    await library.devicesAsync();
    return done(portOver(library));
  } catch (error) {
    return failed(fault('panel.no-library', { cause: (error as Error).message.split('\n')[0] ?? '' }));
  }
}

function portOver(library: Loaded): HidPort {
  return {
    list: async () => gather(await library.devicesAsync()),
    async open({ path, name }) {
      try {
        // Shared, because a maker's own program may hold the device too.
        return done(lineOver(await library.HIDAsync.open(path, { nonExclusive: true })));
      } catch {
        return failed(fault('panel.unreadable', { panel: name }));
      }
    },
  };
}

/** hidapi lists a device once for each of its usages. */
function gather(listed: readonly Listed[]): readonly HidDevice[] {
  const devices = new Map<string, HidDevice>();
  for (const each of listed) {
    const { path, vendorId, productId, serialNumber, product, manufacturer, usagePage, usage } = each;
    if (path === undefined) continue;
    const before = devices.get(path);
    devices.set(path, {
      ...{ path, vendorId, productId, interfaceNo: each.interface, serial: serialNumber ?? '' },
      name: [manufacturer, product].filter((part) => part !== undefined && part !== '').join(' '),
      port: before?.port ?? portOf(path),
      usages: [...(before?.usages ?? []), { page: usagePage ?? 0, usage: usage ?? 0 }],
    });
  }
  return [...devices.values()];
}

function lineOver(device: Opened): HidLine {
  const taken = (sending: Promise<number>): Promise<boolean> =>
    sending.then(
      () => true,
      () => false,
    );
  return {
    write: (bytes) => taken(device.write([...bytes])),
    sendFeature: (bytes) => taken(device.sendFeatureReport([...bytes])),
    on({ data, error }) {
      device.on('error', error);
      // To listen is what starts the reading thread.
      device.on('data', (report: Buffer) => data(Uint8Array.from(report)));
    },
    close: () => device.close().catch(() => undefined),
  };
}
