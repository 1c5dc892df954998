import type { SeatId } from '#domain/ids.ts';

/**
 * A device that a window would like to show small. `key` tells devices apart within a window; `size` where it is not the window's own;
 * `network`: no device of this PC but the network camera of this seat, `deviceId` is its address.
 */
export type WantedDevice = Readonly<{
  key: string;
  kind: 'camera' | 'microphone';
  deviceId: string;
  label: string;
  size?: PictureSize;
  network?: SeatId;
}>;
/** The picture of a network camera; null where there is none, or once `over` is told, and then at once. */
export type OpenNetworkPicture = (seatId: SeatId, size: PictureSize, over: AbortSignal) => Promise<MediaStream | null>;
export type PreviewOrder = Readonly<{ isAllowed: boolean; planNo: number; wanted: readonly WantedDevice[] }>;
export type Preview = Readonly<{ stream: MediaStream | null; hasFailed: boolean }>;
export type Previews = ReadonlyMap<string, Preview>;
export type PictureSize = Readonly<{ width: number; height: number; frameRate: number }>;

export type PreviewKeeper = Readonly<{
  /** Makes what is held agree with the order; may be called as often as one likes. */
  follow: (next: PreviewOrder) => void;
  /** The line to the hall was new: what was told may have been lost, so the next order is answered again. */
  forgetTold: () => void;
  /** Lets everything go, for the end of the window. */
  end: () => void;
}>;

type Devices = Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'>;
type Held = {
  wanted: WantedDevice;
  opening: Promise<void>;
  stream: MediaStream | null;
  hasFailed: boolean;
  isWanted: boolean;
  again: ReturnType<typeof setTimeout> | undefined;
  readonly over: AbortController;
};

/** One that is gone or did not open is asked for again, after the recorder, which comes first and asks at once. */
const againMs = 2000;

/** Asked anew after every wait: the order may have changed meanwhile. */
const isStillWanted = (one: Held): boolean => one.isWanted;

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/**
 * The only holder of local cameras and microphones in a window that shows. L5: when previews are not allowed it
 * stops every track at once, waits for devices that were still being opened, and only then says that it holds none,
 * once for each plan. `changed` is called with a new map whenever a preview came or went.
 */
export function createPreviewKeeper({
  devices,
  openNetwork,
  size,
  changed,
  tellClosed,
}: Readonly<{
  devices: Devices;
  openNetwork: OpenNetworkPicture;
  size: PictureSize;
  changed: (previews: Previews) => void;
  tellClosed: (planNo: number) => void;
}>): PreviewKeeper {
  const held = new Map<string, Held>();
  let order: PreviewOrder = { isAllowed: false, planNo: -1, wanted: [] };
  let toldPlanNo: number | null = null;

  function show(): void {
    changed(new Map([...held].map(([key, { stream, hasFailed }]) => [key, { stream, hasFailed }])));
  }

  /** Chromium's id is stable for one profile; after a change of profile the label still finds the device. */
  async function presentId({ kind, deviceId, label }: WantedDevice): Promise<string> {
    const kindWord = kind === 'camera' ? 'videoinput' : 'audioinput';
    const present = (await devices.enumerateDevices()).filter((device) => device.kind === kindWord);
    const found =
      present.find((device) => device.deviceId === deviceId) ?? present.find((device) => device.label === label);
    return found?.deviceId ?? deviceId;
  }

  async function streamOf({ wanted, over }: Held): Promise<MediaStream | null> {
    const { width, height, frameRate } = wanted.size ?? size;
    if (wanted.network !== undefined) return openNetwork(wanted.network, { width, height, frameRate }, over.signal);
    const deviceId = { exact: await presentId(wanted) };
    if (over.signal.aborted) return null;
    return devices.getUserMedia(
      wanted.kind === 'camera'
        ? { video: { deviceId, width, height, frameRate } }
        : { audio: { deviceId, echoCancellation: false, noiseSuppression: false, autoGainControl: false } },
    );
  }

  async function open(one: Held): Promise<void> {
    try {
      const stream = await streamOf(one);
      if (stream === null) miss(one);
      else if (isStillWanted(one)) take(one, stream);
      else stop(stream);
    } catch {
      // Unplugged or busy: the person sees "no picture" at this seat, and the hall raises the fault that matters.
      miss(one);
    }
    if (isStillWanted(one)) show();
  }

  function take(one: Held, stream: MediaStream): void {
    one.stream = stream;
    one.hasFailed = false;
    for (const track of stream.getTracks())
      track.addEventListener('ended', () => {
        if (!one.isWanted || one.stream !== stream) return;
        stop(stream);
        miss(one);
        show();
      });
  }

  function miss(one: Held): void {
    one.stream = null;
    one.hasFailed = true;
    if (!one.isWanted) return;
    clearTimeout(one.again);
    one.again = setTimeout(() => {
      one.opening = open(one);
    }, againMs);
  }

  function close(key: string, one: Held): Promise<void> {
    one.isWanted = false;
    one.over.abort();
    clearTimeout(one.again);
    if (one.stream !== null) stop(one.stream);
    held.delete(key);
    return one.opening;
  }

  let closing: Promise<unknown> = Promise.resolve();

  return {
    follow(next: PreviewOrder): void {
      order = next;
      const wanted = new Map(order.isAllowed ? order.wanted.map((device) => [device.key, device]) : []);
      const gone = [...held].filter(([key, one]) => wanted.get(key)?.deviceId !== one.wanted.deviceId);
      if (gone.length > 0) closing = Promise.all([closing, ...gone.map(([key, one]) => close(key, one))]);
      for (const [key, device] of wanted) {
        if (held.has(key)) continue;
        const one: Held = {
          wanted: device,
          opening: Promise.resolve(),
          stream: null,
          hasFailed: false,
          isWanted: true,
          again: undefined,
          over: new AbortController(),
        };
        held.set(key, one);
        one.opening = open(one);
      }
      if (gone.length > 0) show();
      if (order.isAllowed) {
        toldPlanNo = null;
      } else if (toldPlanNo !== order.planNo) {
        const { planNo } = order;
        toldPlanNo = planNo;
        // A later order cannot make this untrue: nothing opens while previews are not allowed.
        void closing.then(() => {
          if (!order.isAllowed && order.planNo === planNo) tellClosed(planNo);
        });
      }
    },
    forgetTold(): void {
      toldPlanNo = null;
    },
    end(): void {
      for (const [key, one] of [...held]) void close(key, one);
    },
  };
}
