/* The other end of the cable: a process of its own, because to answer the kernel for one device must not wait for another. */
import { GadgetPanel } from './gadget.ts';
import { UhidDevice, type DeviceKind } from './uhid-device.ts';

export type DeviceName = 'pedal' | 'luxafor' | 'blink' | 'keyboard' | 'panel';
export type DeviceOrder = Readonly<{
  no: number;
  do: 'plug' | 'unplug' | 'send' | 'is-open';
  device: DeviceName;
  bytes?: readonly number[];
}>;
export type DeviceSays =
  Readonly<{ answers: number; isOpen: boolean }> | Readonly<{ device: DeviceName; bytes: readonly number[] }>;

/** Reports of bytes without a meaning of their own: so many in, out and feature; `id` where they are numbered. */
function vendorDescriptor(inBytes: number, outBytes: number, featureBytes = 0, id = 0): readonly number[] {
  return [
    ...[0x06, 0x00, 0xff, 0x09, 0x01, 0xa1, 0x01, ...(id === 0 ? [] : [0x85, id])],
    ...[0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08],
    ...(inBytes === 0 ? [] : [0x95, inBytes, 0x09, 0x02, 0x81, 0x02]),
    ...(outBytes === 0 ? [] : [0x95, outBytes, 0x09, 0x03, 0x91, 0x02]),
    ...(featureBytes === 0 ? [] : [0x95, featureBytes, 0x09, 0x04, 0xb1, 0x02]),
    0xc0,
  ];
}
/** The boot keyboard of the USB HID class definition, appendix B.1, without its lights. */
const keyboardDescriptor = [
  ...[0x05, 0x01, 0x09, 0x06, 0xa1, 0x01, 0x05, 0x07, 0x19, 0xe0, 0x29, 0xe7, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01],
  ...[0x95, 0x08, 0x81, 0x02, 0x95, 0x06, 0x75, 0x08, 0x15, 0x00, 0x25, 0x65, 0x19, 0x00, 0x29, 0x65, 0x81, 0x00, 0xc0],
];
const kinds: Readonly<Record<Exclude<DeviceName, 'panel'>, DeviceKind>> = {
  pedal: {
    name: 'VEC USB Footpedal',
    vendor: 0x05f3,
    product: 0x00ff,
    serial: '',
    port: 'usb-vm/1',
    descriptor: vendorDescriptor(2, 0),
  },
  luxafor: {
    name: 'LUXAFOR FLAG',
    vendor: 0x04d8,
    product: 0xf372,
    serial: '',
    port: 'usb-vm/2',
    descriptor: vendorDescriptor(64, 8),
  },
  blink: {
    name: 'ThingM blink(1) mk2',
    vendor: 0x27b8,
    product: 0x01ed,
    serial: '20001234',
    port: 'usb-vm/3',
    descriptor: vendorDescriptor(0, 0, 8, 1),
  },
  keyboard: {
    name: 'Sample keyboard',
    vendor: 0x1234,
    product: 0x0001,
    serial: '',
    port: 'usb-vm/4',
    descriptor: keyboardDescriptor,
  },
};

const plugged = new Map<DeviceName, UhidDevice>();
let panel: GadgetPanel | null = null;
const say = (said: DeviceSays): void => void process.send?.(said);

process.on('message', ({ no, do: what, device, bytes = [] }: DeviceOrder) => {
  if (device === 'panel') {
    if (what === 'plug' && panel === null) panel = new GadgetPanel((heard) => say({ device, bytes: heard }));
    else if (what === 'plug') panel?.plug();
    else if (what === 'unplug') panel?.unplug();
    else panel?.send(bytes);
  } else if (what === 'plug')
    plugged.set(
      device,
      new UhidDevice(kinds[device], ({ kind, bytes: [first, ...others] }) =>
        // Unlike a USB the kernel's uhid hands on the 0 of a report without a number.
        say({ device, bytes: kind === 'output' && first === 0 ? others : [first ?? 0, ...others] }),
      ),
    );
  else if (what === 'unplug') {
    plugged.get(device)?.unplug();
    plugged.delete(device);
  } else if (what === 'send') plugged.get(device)?.send(bytes);
  say({ answers: no, isOpen: plugged.get(device)?.isOpen ?? false });
});
