/** What a hall has plugged in; words under `diagnostics.kinds.<kind>` in the locales. */
export const inventoryKinds = ['microphone', 'camera', 'loudspeaker', 'monitor', 'disk', 'program'] as const;
export type InventoryKind = (typeof inventoryKinds)[number];

/** A device as the hall saw it. */
export type DeviceSeen = Readonly<{
  kind: InventoryKind;
  /** What a person calls it; for a disk its folder. */
  label: string;
  /** Its own number, empty where the system tells none: the only mark that goes along to another port. */
  serial: string;
  /** What the system or the window calls it, stable while it stays where it is: a source's name, a window's device id, a monitor's EDID. */
  id: string;
  /** Where it is plugged in, or stands; empty where nobody tells. */
  port: string;
  /** What it gives, by name with units: sampleRateHz, channels, widthPx … */
  figures: Readonly<Record<string, number>>;
  /** Of a program its version. */
  version: string;
}>;

export type Inventory = Readonly<{ atMs: number; devices: readonly DeviceSeen[] }>;

/** What became of a device between two inventories. */
export type DeviceChange = Readonly<{ device: DeviceSeen }> &
  (
    | Readonly<{ what: 'gone' | 'added' }>
    | Readonly<{ what: 'moved'; fromPort: string }>
    | Readonly<{ what: 'changed'; figure: string; from: string; to: string }>
  );

type Likeness = (before: DeviceSeen, now: DeviceSeen) => boolean;
const isSameNumber: Likeness = (before, now) => before.serial !== '' && before.serial === now.serial;
const isSamePort: Likeness = (before, now) => before.port === now.port;
const isSameId: Likeness = (before, now) => before.id !== '' && before.id === now.id;
const isSameLabel: Likeness = (before, now) => before.label === now.label;

/** Surest first: cheap devices bear one serial number all alike, and an id of a window ends with its profile. */
const likenesses: readonly Likeness[] = [
  (before, now) => isSameNumber(before, now) && isSamePort(before, now) && isSameLabel(before, now),
  (before, now) => isSameNumber(before, now) && isSameLabel(before, now),
  isSameId,
  (before, now) => isSameLabel(before, now) && isSamePort(before, now),
  isSameLabel,
];

/** Two numbers that differ are two devices, whatever else is alike. */
function mayBeOne(before: DeviceSeen, now: DeviceSeen): boolean {
  return before.kind === now.kind && (before.serial === '' || now.serial === '' || before.serial === now.serial);
}

/**
 * What changed from one inventory to another: gone first, then moved, changed, added. Every device is counted once; of two that
 * nothing tells apart each stands for the other.
 */
export function compareInventories(before: readonly DeviceSeen[], now: readonly DeviceSeen[]): readonly DeviceChange[] {
  const missing = new Set(before);
  const strange = new Set(now);
  const pairs: (readonly [DeviceSeen, DeviceSeen])[] = [];
  for (const isLike of likenesses)
    for (const old of [...missing]) {
      const found = [...strange].find((device) => mayBeOne(old, device) && isLike(old, device));
      if (found === undefined) continue;
      pairs.push([old, found]);
      missing.delete(old);
      strange.delete(found);
    }
  return [
    ...[...missing].map((device): DeviceChange => ({ what: 'gone', device })),
    ...pairs.flatMap(([old, device]): readonly DeviceChange[] =>
      old.port !== '' && device.port !== '' && old.port !== device.port
        ? [{ what: 'moved', device, fromPort: old.port }]
        : [],
    ),
    ...pairs.flatMap(([old, device]) => changesOf(old, device)),
    ...[...strange].map((device): DeviceChange => ({ what: 'added', device })),
  ];
}

function changesOf(old: DeviceSeen, device: DeviceSeen): readonly DeviceChange[] {
  const told = (figure: string, from: string, to: string): readonly DeviceChange[] =>
    from === '' || to === '' || from === to ? [] : [{ what: 'changed', device, figure, from, to }];
  // A figure that only one of them tells says nothing of a change.
  return [
    ...told('version', old.version, device.version),
    ...Object.entries(device.figures).flatMap(([figure, value]) => {
      const was = old.figures[figure];
      return was === undefined ? [] : told(figure, String(was), String(value));
    }),
  ];
}
