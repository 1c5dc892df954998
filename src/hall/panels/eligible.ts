import type { HidDevice } from '../../../native/hid/index.ts';

/** Usage pages (USB HID Usage Tables) of what is never opened: touch screens, power supplies, security keys. */
const foreignPages: ReadonlySet<number> = new Set([0x0d, 0x84, 0x85, 0xf1d0]);
const desktopPage = 0x01;
/** Pointer, mouse, keyboard, keypad: what a person types or points at is nobody's business here. */
const typingUsages: ReadonlySet<number> = new Set([0x01, 0x02, 0x06, 0x07]);

/** Whether the device may be listened to while a button is being learned. */
export function mayBePanel({ usages }: HidDevice): boolean {
  return !usages.some(({ page, usage }) => foreignPages.has(page) || (page === desktopPage && typingUsages.has(usage)));
}
