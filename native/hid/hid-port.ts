import type { Outcome } from '#domain/outcome.ts';

/** A HID device as the system lists it. */
export type HidDevice = Readonly<{
  /** How it is opened; may be another one after it was plugged in anew. */
  path: string;
  vendorId: number;
  productId: number;
  /** -1 where the system does not say. */
  interfaceNo: number;
  serial: string;
  /** The maker's name of it, for people. */
  name: string;
  /** The socket of the PC, the same after every start. */
  port: string;
  /** Top-level usages (USB HID Usage Tables): what the device says it is. */
  usages: readonly Readonly<{ page: number; usage: number }>[];
}>;

/** The first byte of a report is its number, 0 where a device does not number them. */
export type HidReport = Readonly<{ kind: 'output' | 'feature'; bytes: readonly number[] }>;

/** A device that is open. */
export type HidLine = Readonly<{
  /** False when the device did not take it. */
  write(bytes: readonly number[]): Promise<boolean>;
  sendFeature(bytes: readonly number[]): Promise<boolean>;
  on(heard: Readonly<{ data(report: Uint8Array): void; error(): void }>): void;
  close(): Promise<void>;
}>;

/** As much of the system's HID as panels and lamps need. */
export type HidPort = Readonly<{
  list(): Promise<readonly HidDevice[]>;
  /** Fails `panel.unreadable`. */
  open(device: HidDevice): Promise<Outcome<HidLine>>;
}>;
