import type { HallState } from '#contract/papers.ts';
import { faultCatalogue } from '#domain/faults.ts';
import type { DeviceBinding, Seat } from '#domain/seats.ts';
import { foundDevices } from '../setup/seat-drafts.ts';

/** L3: the hall's own seats whose track stopped or whose device an alarm speaks of, in the order of the hall card. */
export function troubledSeats(state: Pick<HallState, 'hall' | 'lamp' | 'alarms' | 'hearing'>): readonly Seat[] {
  const stopped = state.lamp.tracks.filter((track) => track.state === 'stopped').map(({ seatId }) => seatId as string);
  const alarmed = state.alarms
    .filter(({ fault }) => faultCatalogue[fault.key].level === 'alarm')
    .flatMap(({ fault }) => [String(fault.args['seat']), String(fault.args['track'])]);
  const named = new Set([...stopped, ...alarmed]);
  const leftOut = new Set(state.hearing?.leftOut.map(({ seatId }) => seatId));
  return state.hall.seats.filter(
    (seat) => seat.device.path === 'browser' && named.has(seat.id) && !leftOut.has(seat.id),
  );
}

type Browsers = Extract<DeviceBinding, { path: 'browser' }>;

/** Devices of this kind that no seat of the hall has: what may stand in for one that failed. */
export function reserveDevices(
  devices: Parameters<typeof foundDevices>[0],
  seats: readonly Seat[],
  kind: Seat['kind'],
): readonly Browsers[] {
  const bound = seats.filter((seat) => seat.kind === kind).map((seat) => seat.device);
  const isBound = (device: Browsers): boolean =>
    bound.some((each) => each.path === 'browser' && (each.deviceId === device.deviceId || each.label === device.label));
  return foundDevices(devices, []).flatMap(({ kind: foundKind, device }) =>
    foundKind === kind && device.path === 'browser' && device.label !== '' && !isBound(device) ? [device] : [],
  );
}
