import { cameraUrl } from '#contract/papers.ts';
import { fault } from '#domain/faults.ts';
import type { SeatId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { DeviceBinding, Seat, SeatPlace } from '#domain/seats.ts';

/** A device that was found, or that is bound and missing now, with what it is to be. */
export type SeatDraft = Readonly<{
  /** Tells devices apart: the same device has the same key however it was found. */
  key: string;
  kind: Seat['kind'];
  device: DeviceBinding;
  isPresent: boolean;
  /** Null: not used in this hall. */
  place: SeatPlace | null;
  name: string;
  gated: boolean;
  /** The id it had; recordings are found by it, so it stays. */
  id: SeatId | null;
  video: Seat['video'];
}>;

export type SoundSource = Readonly<{
  source: string;
  label: string;
  channels: number;
  sampleRate: number;
  serial: string;
  port: string;
  isMonitor: boolean;
}>;
type BrowserDevice = Extract<DeviceBinding, { path: 'browser' }>;
type Listed = Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>;

export function deviceKey(kind: Seat['kind'], device: DeviceBinding): string {
  if (device.path === 'hall') return `${kind}/${device.source}/${device.channel}`;
  if (device.path === 'network') return `${kind}/${device.url}`;
  return `${kind}/${device.path === 'browser' ? device.deviceId : device.peerId}`;
}

const deviceKinds: Readonly<Record<string, Seat['kind']>> = { videoinput: 'camera', audioinput: 'microphone' };
/** Chromium names the system's choice again under these ids; a seat wants the device itself. */
const aliases = new Set(['default', 'communications', '']);
/** More channels than Chromium passes on. */
const mostBrowserChannels = 2;

type Found = Readonly<{ kind: Seat['kind']; device: DeviceBinding }>;

/** The system's own marks of a microphone: equal ones are listed in the sound server's order here and there. */
function marksOf(listed: Listed, all: readonly Listed[], sources: readonly SoundSource[]): Partial<BrowserDevice> {
  if (listed.kind !== 'audioinput') return {};
  const equal = all.filter(
    ({ kind, label, deviceId }) => kind === 'audioinput' && label === listed.label && !aliases.has(deviceId),
  );
  const known = sources.filter((source) => !source.isMonitor && source.label === listed.label);
  const source = known.length === equal.length ? known[equal.indexOf(listed)] : undefined;
  if (source === undefined) return {};
  const { serial, port } = source;
  return { ...(serial !== '' && { serial }), ...(port !== '' && { port }) };
}

function browserOf({ device }: Pick<SeatDraft, 'device'>): BrowserDevice | null {
  return device.path === 'browser' ? device : null;
}

/** Whether two bindings bear the same marks of one device; false where there are none. */
function hasSameMarks(one: BrowserDevice, other: BrowserDevice): boolean {
  if (one.serial === undefined && one.port === undefined) return false;
  return one.label === other.label && one.serial === other.serial && one.port === other.port;
}

/** Keys of present microphones of one name that neither a number nor a port tells apart: no program can know which is which. */
export function untoldDevices(drafts: readonly SeatDraft[]): ReadonlySet<string> {
  const present = drafts.filter((draft) => draft.kind === 'microphone' && draft.isPresent && browserOf(draft) !== null);
  const marks = ({ device }: SeatDraft): string => {
    const { label = '', serial = '', port = '' } = device.path === 'browser' ? device : {};
    return JSON.stringify([label, serial, port]);
  };
  return new Set(
    present
      .filter((draft) => present.some((other) => other !== draft && marks(other) === marks(draft)))
      .map(({ key }) => key),
  );
}

/** What can be bound: cameras and microphones that the window sees, and the channels of interfaces that only the hall can open. */
export function foundDevices(devices: readonly Listed[], sources: readonly SoundSource[]): readonly Found[] {
  const seen = devices.flatMap((listed): Found[] => {
    const { kind, deviceId, label } = listed;
    const seatKind = deviceKinds[kind];
    if (seatKind === undefined || aliases.has(deviceId)) return [];
    return [{ kind: seatKind, device: { path: 'browser', label, deviceId, ...marksOf(listed, devices, sources) } }];
  });
  const channels = sources
    .filter((source) => source.channels > mostBrowserChannels)
    .flatMap(({ source, label, channels: count }): Found[] =>
      Array.from({ length: count }, (_, channel) => ({
        kind: 'microphone',
        device: { path: 'hall', source, label, channels: count, channel },
      })),
    );
  const onlyHall = new Set(channels.map(({ device }) => device.label));
  return [...seen.filter(({ device }) => !onlyHall.has(device.label)), ...channels];
}

/** A camera of the network by its address, taken into the hall at once; refused where it is no address, or is there already. */
export function draftOfAddress(typed: string, drafts: readonly SeatDraft[]): Outcome<SeatDraft> {
  const read = cameraUrl.safeParse(typed);
  if (!read.success || !URL.canParse(read.data)) return failed(fault('setup.camera-address', {}));
  const url = read.data;
  const device = { path: 'network', url, label: url.replace('rtsp://', '') } as const;
  const key = deviceKey('camera', device);
  if (drafts.some((draft) => draft.key === key)) return failed(fault('setup.device-twice', { device: device.label }));
  const rest = { name: '', gated: false, id: null, video: undefined } as const;
  return done({ key, kind: 'camera', device, isPresent: true, place: 'other', ...rest });
}

/** Joins what is found with what was chosen before; a chosen device that is gone stays in the list, marked as missing. Whether a camera of the network is there its picture tells. */
export function joinDrafts(found: readonly Found[], chosen: readonly SeatDraft[]): readonly SeatDraft[] {
  const before = new Map(chosen.map((draft) => [draft.key, draft]));
  const present = found.map(({ kind, device }): SeatDraft => {
    const key = deviceKey(kind, device);
    const marked = chosen.find((draft) => {
      const bound = browserOf(draft);
      return draft.kind === kind && bound !== null && device.path === 'browser' && hasSameMarks(bound, device);
    });
    const known =
      marked ??
      before.get(key) ??
      chosen.find(
        (draft) =>
          draft.kind === kind &&
          draft.device.path === 'browser' &&
          device.path === 'browser' &&
          draft.device.label === device.label &&
          !found.some((other) => deviceKey(other.kind, other.device) === draft.key),
      );
    before.delete(known?.key ?? key);
    if (known !== undefined) return { ...known, key, device, isPresent: true };
    return { key, kind, device, isPresent: true, place: null, name: '', gated: false, id: null, video: undefined };
  });
  const missing = [...before.values()]
    .filter(({ place, device }) => place !== null || device.path === 'network')
    .map((draft) => ({ ...draft, isPresent: draft.device.path === 'network' }));
  return [...present, ...missing];
}

export function draftsOfSeats(seats: readonly Seat[]): readonly SeatDraft[] {
  return seats.map(({ id, kind, device, place, name, gated, video }) => ({
    key: deviceKey(kind, device),
    kind,
    device,
    isPresent: false,
    place,
    name,
    gated,
    id,
    video,
  }));
}

function freeId(base: string, taken: ReadonlySet<string>): SeatId {
  let id = base;
  for (let n = 2; taken.has(id); n += 1) id = `${base}-${n}`;
  return id as SeatId;
}

/** The seats of the hall card: used devices only, each with an id of its own that never changes once given. */
export function seatsOfDrafts(drafts: readonly SeatDraft[]): readonly Seat[] {
  const used = drafts.filter((draft): draft is SeatDraft & { place: SeatPlace } => draft.place !== null);
  const taken = new Set<string>(used.flatMap(({ id }) => id ?? []));
  return used.map(({ id: given, kind, place, name, device, gated, video }) => {
    const isView = place.endsWith('-view');
    const id =
      given ??
      freeId(
        kind === 'camera' && !isView ? `${place}-camera` : kind === 'microphone' && isView ? `${place}-sound` : place,
        taken,
      );
    taken.add(id);
    return { id, kind, place, name: name.trim(), device, gated, ...(video !== undefined && { video }) };
  });
}
