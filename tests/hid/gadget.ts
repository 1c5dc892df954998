import { mkdirSync, openSync, read, readdirSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';

const gadgets = '/sys/kernel/config/usb_gadget';
/** A report of 32 bytes in and 35 out, of a maker's own usage, as X-keys have it. */
const descriptor = [
  ...[0x06, 0x00, 0xff, 0x09, 0x01, 0xa1, 0x01, 0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08],
  ...[0x95, 0x20, 0x09, 0x02, 0x81, 0x02, 0x95, 0x23, 0x09, 0x03, 0x91, 0x02, 0xc0],
];

/** A key panel on a USB of its own: the kernel's dummy_hcd is host and device at once, so enumeration and transfers are real. */
export class GadgetPanel {
  readonly #folder = path.join(gadgets, 'panel');
  #fd = -1;

  /** The gadget exists from then on; `plug` puts it into the socket. */
  constructor(told: (bytes: readonly number[]) => void) {
    const put = (name: string, text: string): void => writeFileSync(path.join(this.#folder, name), text);
    mkdirSync(path.join(this.#folder, 'strings', '0x409'), { recursive: true });
    put('idVendor', '0x05f3');
    put('idProduct', '1029');
    put('strings/0x409/manufacturer', 'P.I. Engineering');
    put('strings/0x409/product', 'XK-24');
    put('strings/0x409/serialnumber', 'XK24-1');
    mkdirSync(path.join(this.#folder, 'functions', 'hid.0'), { recursive: true });
    put('functions/hid.0/protocol', '0');
    put('functions/hid.0/subclass', '0');
    put('functions/hid.0/report_length', '36');
    writeFileSync(path.join(this.#folder, 'functions', 'hid.0', 'report_desc'), Buffer.from(descriptor));
    mkdirSync(path.join(this.#folder, 'configs', 'c.1', 'strings', '0x409'), { recursive: true });
    symlinkSync(path.join(this.#folder, 'functions', 'hid.0'), path.join(this.#folder, 'configs', 'c.1', 'hid.0'));
    this.plug();
    this.#fd = openSync('/dev/hidg0', 'r+');
    this.#listen(told);
  }

  plug(): void {
    writeFileSync(path.join(this.#folder, 'UDC'), readdirSync('/sys/class/udc')[0] ?? '');
  }

  unplug(): void {
    writeFileSync(path.join(this.#folder, 'UDC'), '\n');
  }

  send(bytes: readonly number[]): void {
    const report = Buffer.alloc(32);
    Buffer.from(bytes).copy(report);
    writeSync(this.#fd, report);
  }

  #listen(told: (bytes: readonly number[]) => void): void {
    const heard = Buffer.alloc(64);
    read(this.#fd, heard, 0, heard.length, null, (error, length) => {
      // Unplugged: it is asked again until it is plugged in anew.
      if (error === null) told([...heard.subarray(0, length)]);
      setTimeout(() => this.#listen(told), error === null ? 0 : 50);
    });
  }
}
