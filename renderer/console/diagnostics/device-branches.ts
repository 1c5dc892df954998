import type { DeviceSeen, InventoryKind } from '#domain/check/inventory.ts';
import { sourceOfSeat, type SeenSource } from '#domain/device-identity.ts';
import type { HallCard, Loudspeaker, Seat } from '#domain/seats.ts';

/** A device with whom it serves: of a seat without a device, and of a device without a seat, the other is null. */
export type Branch = Readonly<{
  key: string;
  seat: Seat | null;
  loudspeaker: Loudspeaker | null;
  device: DeviceSeen | null;
  /** Programs that capture from it right now. */
  heardBy: readonly string[];
}>;

type Route = Readonly<{ program: string; source: string }>;

const bare = { seat: null, loudspeaker: null, device: null, heardBy: [] } as const;

/** The hall's devices kind by kind: bound ones first, then those that are bound and missing, then those that nobody has. */
export function deviceBranches(
  card: HallCard,
  devices: readonly DeviceSeen[],
  routes: readonly Route[],
): ReadonlyMap<InventoryKind, readonly Branch[]> {
  const of = (kind: InventoryKind): readonly DeviceSeen[] => devices.filter((device) => device.kind === kind);
  const loudspeakers = card.loudspeakers ?? [];
  const microphones = of('microphone');
  const bound: readonly (readonly [InventoryKind, Branch])[] = [
    ...card.seats
      .filter(({ device }) => device.path !== 'remote')
      .map((seat): readonly [InventoryKind, Branch] => {
        const device =
          seat.kind === 'microphone' ? heard(seat, card.seats, microphones) : named(seat.device, of('camera'));
        return [seat.kind, { ...bare, key: seat.id, seat, device }];
      }),
    ...loudspeakers.map((loudspeaker): readonly [InventoryKind, Branch] => [
      'loudspeaker',
      { ...bare, key: loudspeaker.id, loudspeaker, device: named(loudspeaker.device, of('loudspeaker')) },
    ]),
  ];
  const used = new Set(bound.map(([, { device }]) => device));
  const free = devices
    .filter((device) => !used.has(device))
    .map((device): readonly [InventoryKind, Branch] => [
      device.kind,
      { ...bare, key: `${device.kind}/${device.id}`, device },
    ]);
  const byKind = new Map<InventoryKind, Branch[]>();
  for (const [kind, branch] of [...bound, ...free]) {
    const heardBy = routes.filter(({ source }) => kind === 'microphone' && source === branch.device?.id);
    const list = byKind.get(kind) ?? [];
    list.push({ ...branch, heardBy: [...new Set(heardBy.map(({ program }) => program))] });
    byKind.set(kind, list);
  }
  const rank = ({ seat, loudspeaker, device }: Branch): number =>
    seat === null && loudspeaker === null ? 2 : device === null ? 0 : 1;
  for (const list of byKind.values()) list.sort((one, other) => rank(one) - rank(other));
  return byKind;
}

/** The very microphone of a seat by number, port and name, as the recorder finds it; where no sound server tells, by the window's id or name. */
function heard(seat: Seat, seats: readonly Seat[], microphones: readonly DeviceSeen[]): DeviceSeen | null {
  const sources = microphones.map(({ id, label, serial, port }, index): SeenSource => ({
    index,
    source: id,
    label,
    serial,
    port,
    isMonitor: false,
  }));
  const source = sourceOfSeat(seat, seats, sources);
  return source === null ? named(seat.device, microphones) : (microphones[source.index] ?? null);
}

function named(binding: Seat['device'], devices: readonly DeviceSeen[]): DeviceSeen | null {
  if (binding.path !== 'browser') return null;
  const byId = devices.find(({ id }) => id === binding.deviceId);
  const byName = devices.filter(({ label }) => label === binding.label);
  // Of several under one name none is surely the right one.
  return byId ?? (byName.length === 1 ? (byName[0] ?? null) : null);
}
