/**
 * HID devices: pedals, key panels, busy lights. Owns node-hid, which is loaded only when it is asked for. Never judges
 * what a report means. Its reading threads and its list block nobody's script.
 */
export type { HidDevice, HidLine, HidPort, HidReport } from './hid-port.ts';
export { portOfHidraw } from './linux.ts';
export { openHidPort } from './node-hid.ts';
export { portOfInterface } from './windows.ts';
