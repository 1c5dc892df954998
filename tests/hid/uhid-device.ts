import { closeSync, openSync, read, writeSync } from 'node:fs';

/** What a device says it is; `descriptor` as in the USB HID class definition. */
export type DeviceKind = Readonly<{
  name: string;
  vendor: number;
  product: number;
  serial: string;
  port: string;
  descriptor: readonly number[];
}>;

/** A report that the device was sent. */
export type Told = (report: Readonly<{ kind: 'output' | 'feature'; bytes: readonly number[] }>) => void;

/* Numbers of events and places of fields: linux/uhid.h. */
const event = { destroy: 1, stop: 3, open: 4, close: 5, output: 6, getReport: 9, getReply: 10, create: 11, input: 12 };
const setReport = 13;
const setReply = 14;
const eventBytes = 4380;
const usbBus = 3;

/** A HID device made of nothing by the kernel's /dev/uhid: what opens it cannot tell it from one that is plugged in. */
export class UhidDevice {
  readonly #fd: number;
  readonly #told: Told;
  #isDead = false;
  isOpen = false;

  constructor(kind: DeviceKind, told: Told) {
    this.#told = told;
    this.#fd = openSync('/dev/uhid', 'r+');
    const create = Buffer.alloc(eventBytes);
    create.writeUInt32LE(event.create, 0);
    create.write(kind.name, 4, 127);
    create.write(kind.port, 132, 63);
    create.write(kind.serial, 196, 63);
    create.writeUInt16LE(kind.descriptor.length, 260);
    create.writeUInt16LE(usbBus, 262);
    create.writeUInt32LE(kind.vendor, 264);
    create.writeUInt32LE(kind.product, 268);
    create.writeUInt32LE(0x100, 272);
    Buffer.from(kind.descriptor).copy(create, 280);
    writeSync(this.#fd, create);
    this.#listen();
  }

  send(bytes: readonly number[]): void {
    const input = Buffer.alloc(6 + bytes.length);
    input.writeUInt32LE(event.input, 0);
    input.writeUInt16LE(bytes.length, 4);
    Buffer.from(bytes).copy(input, 6);
    writeSync(this.#fd, input);
  }

  unplug(): void {
    this.#isDead = true;
    const destroy = Buffer.alloc(4);
    destroy.writeUInt32LE(event.destroy, 0);
    writeSync(this.#fd, destroy);
    closeSync(this.#fd);
  }

  #listen(): void {
    const heard = Buffer.alloc(eventBytes);
    read(this.#fd, heard, 0, heard.length, null, (error) => {
      if (error !== null || this.#isDead) return;
      this.#take(heard);
      this.#listen();
    });
  }

  #take(heard: Buffer): void {
    const what = heard.readUInt32LE(0);
    if (what === event.open) this.isOpen = true;
    else if (what === event.close || what === event.stop) this.isOpen = false;
    else if (what === event.output) {
      const length = heard.readUInt16LE(4 + 4096);
      this.#told({ kind: 'output', bytes: [...heard.subarray(4, 4 + length)] });
    } else if (what === setReport) {
      const length = heard.readUInt16LE(10);
      this.#told({ kind: 'feature', bytes: [...heard.subarray(12, 12 + length)] });
      this.#answer(setReply, heard.readUInt32LE(4), 10);
    } else if (what === event.getReport) this.#answer(event.getReply, heard.readUInt32LE(4), 12);
  }

  #answer(reply: number, id: number, lengthBytes: number): void {
    const answer = Buffer.alloc(lengthBytes);
    answer.writeUInt32LE(reply, 0);
    answer.writeUInt32LE(id, 4);
    writeSync(this.#fd, answer);
  }
}
