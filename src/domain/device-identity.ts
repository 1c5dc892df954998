import type { DeviceBinding, Seat } from './seats.ts';

/** A source of sound as the system knows it; `serial` and `port` are empty where it does not tell them. */
export type SeenSource = Readonly<{
  index: number;
  source: string;
  label: string;
  serial: string;
  port: string;
  isMonitor: boolean;
}>;

/** Which of the devices of one name it is, counted from 1 in the system's order. */
export type AmongEqual = Readonly<{ label: string; nth: number; of: number }>;

type BrowserBinding = Extract<DeviceBinding, { path: 'browser' }>;

/**
 * The very device that a seat was given at set-up, or null: never one that only looks like it. Its serial number says most,
 * then the port it is plugged into, then its name; a device of another serial number is another device whatever its name.
 * `hasTwin`: another seat has a device of the same name, so that a strange port is no move of the only one there is.
 */
export function findSource<Source extends SeenSource>(
  device: BrowserBinding,
  sources: readonly Source[],
  hasTwin: boolean,
): Source | null {
  const { label, serial = '', port = '' } = device;
  const microphones = sources.filter((source) => !source.isMonitor);
  const bySerial = serial === '' ? [] : microphones.filter((source) => source.serial === serial);
  if (bySerial.length === 1) return bySerial[0] ?? null;
  // Cheap devices bear one serial number all alike; then the port tells them apart.
  const like =
    bySerial.length > 1
      ? bySerial
      : microphones.filter((source) => source.label === label && (serial === '' || source.serial === ''));
  const atPort = port === '' ? [] : like.filter((source) => source.port === port);
  if (atPort.length === 1) return atPort[0] ?? null;
  const isMoved = port !== '' && like[0]?.port !== '';
  return like.length === 1 && !(isMoved && hasTwin) ? (like[0] ?? null) : null;
}

/** The source behind a microphone seat of this machine, whoever opens it. */
export function sourceOfSeat<Source extends SeenSource>(
  seat: Seat,
  seats: readonly Seat[],
  sources: readonly Source[],
): Source | null {
  const { device } = seat;
  if (seat.kind !== 'microphone' || device.path === 'remote' || device.path === 'network') return null;
  if (device.path === 'hall') return sources.find((each) => each.source === device.source) ?? null;
  const hasTwin = seats.some(
    (other) =>
      other !== seat &&
      other.kind === 'microphone' &&
      other.device.path === 'browser' &&
      other.device.label === device.label,
  );
  return findSource(device, sources, hasTwin);
}

/** How to name a source to somebody who sees names only, as a window does: its name, and its place among its equals. */
export function amongEqual(source: SeenSource, sources: readonly SeenSource[]): AmongEqual {
  const equal = sources.filter((each) => !each.isMonitor && each.label === source.label);
  return { label: source.label, nth: equal.findIndex((each) => each.index === source.index) + 1, of: equal.length };
}
