/**
 * `\\?\HID#VID_05F3&PID_00FF&MI_00#7&2a1f1f&0&0000#{4d1e55b2-…}`: the third part is the system's name of this device at
 * this socket, and of its collection.
 */
export function portOfInterface(devicePath: string): string {
  return devicePath.split('#')[2]?.toLowerCase() ?? '';
}
