import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import type { SeatId } from '#domain/ids.ts';
import type { Seat } from '#domain/seats.ts';
import { leaseMs } from '#line/hall-lease.ts';
import {
  createPreviewKeeper,
  type OpenNetworkPicture,
  type PictureSize,
  type Preview,
  type PreviewKeeper,
  type Previews,
  type WantedDevice,
} from './preview-keeper.ts';

/** Memory of our own for a camera's pictures; `stop` ends the copy, not the camera. */
type CopyPicture = (camera: MediaStreamTrack) => Readonly<{ track: MediaStreamTrack; stop(): void }>;
type PreviewsHere = Readonly<{
  previews: Previews;
  copy: CopyPicture;
  want: (owner: symbol, devices: readonly WantedDevice[] | null) => void;
  /** Somebody looks at it from now on; returns the way to look no more. */
  look: (key: string) => () => void;
}>;
const PreviewsContext = createContext<PreviewsHere | null>(null);

/**
 * The wish to show a device under this key; null for what only the hall can open. `seatId`: whose it is, which the hall must know
 * of a camera of the network before it has a picture.
 */
export function wantedDevice(
  key: string,
  { kind, device, seatId }: Readonly<{ kind: Seat['kind']; device: Seat['device']; seatId: SeatId | null }>,
): WantedDevice | null {
  const { label } = device;
  if (device.path === 'browser') return { key, kind, deviceId: device.deviceId, label };
  return device.path === 'network' && seatId !== null
    ? { key, kind, deviceId: device.url, label, network: seatId }
    : null;
}

/**
 * Holds the small local previews of a window (L5: see preview-keeper). `tellClosed` asks `preview.closed` of the
 * hall; `isConnected` lets it say so again after the line was lost. Stable `copy`,
 * `openNetwork` and `tellClosed` are expected.
 */
export function PreviewsProvider({
  state,
  isConnected,
  copy,
  openNetwork,
  size,
  wants,
  tellClosed,
  children,
}: {
  state: HallState | null;
  isConnected: boolean;
  copy: CopyPicture;
  openNetwork: OpenNetworkPicture;
  size: PictureSize;
  /** Which seats this window shows; the bench needs no microphones. */
  wants: (seat: Seat) => boolean;
  tellClosed: (planNo: number) => void;
  children: ReactNode;
}): ReactNode {
  const [previews, setPreviews] = useState<Previews>(new Map());
  const [extra, setExtra] = useState<ReadonlyMap<symbol, readonly WantedDevice[]>>(new Map());
  /** So many places show what has this key. */
  const [looks, setLooks] = useState<ReadonlyMap<string, number>>(new Map());
  const keeper = useRef<PreviewKeeper | null>(null);
  const { width, height, frameRate } = size;

  useEffect(() => {
    const made = createPreviewKeeper({
      devices: navigator.mediaDevices,
      openNetwork,
      size: { width, height, frameRate },
      changed: setPreviews,
      tellClosed,
    });
    keeper.current = made;
    return () => {
      made.end();
      keeper.current = null;
    };
  }, [width, height, frameRate, openNetwork, tellClosed]);

  useEffect(() => {
    if (isConnected) {
      keeper.current?.forgetTold();
      return undefined;
    }
    // L5: where no hall is heard nobody could order silence.
    const lease = setTimeout(() => keeper.current?.follow({ isAllowed: false, planNo: -1, wanted: [] }), leaseMs);
    return () => clearTimeout(lease);
  }, [isConnected]);

  useEffect(() => {
    if (state === null || !isConnected) return;
    const ofSeats = state.hall.seats
      .filter(wants)
      .map(({ id, kind, device }) => wantedDevice(id, { kind, device, seatId: id }))
      .filter((device) => device !== null);
    // While the hall is being set up its screen says which devices to show, and the seats' own would be the same ones twice.
    const ofScreens = [...extra.values()].flat();
    keeper.current?.follow({
      isAllowed: state.previewsAllowed,
      planNo: state.planNo,
      // A camera of the PC costs little more than being open; a camera of the network is decoded here, and only for whoever looks.
      wanted: (ofScreens.length > 0 ? ofScreens : ofSeats).filter(
        ({ key, network }) => network === undefined || looks.has(key),
      ),
    });
  });

  const look = useCallback((key: string) => {
    const count = (by: number): void =>
      setLooks((before) => {
        const after = new Map(before).set(key, (before.get(key) ?? 0) + by);
        if (after.get(key) === 0) after.delete(key);
        return after;
      });
    count(1);
    return () => count(-1);
  }, []);
  const here = useMemo<PreviewsHere>(
    () => ({
      previews,
      copy,
      want: (owner, devices) =>
        setExtra((before) => {
          const after = new Map(before);
          if (devices === null) after.delete(owner);
          else after.set(owner, devices);
          return after;
        }),
      look,
    }),
    [previews, copy, look],
  );
  return <PreviewsContext value={here}>{children}</PreviewsContext>;
}

const nothing: Preview = { stream: null, hasFailed: false };

function useHere(): PreviewsHere {
  const here = use(PreviewsContext);
  if (here === null) throw new Error('previews need PreviewsProvider above them');
  return here;
}

/** The live local stream of a seat or of a device wanted by `useWantedDevices`; no stream while previews are not allowed. */
export function usePreview(key: string): Preview {
  const { previews, look } = useHere();
  useEffect(() => look(key), [look, key]);
  return previews.get(key) ?? nothing;
}

/** How a shown picture is copied: a window that is slow to paint would keep the few buffers the recorder's pictures come in. */
export function useCopyPicture(): CopyPicture {
  return useHere().copy;
}

/** While the calling screen stands, exactly these devices are shown instead of the seats' own (set-up). */
export function useWantedDevices(devices: readonly WantedDevice[]): void {
  const { want } = useHere();
  const owner = useMemo(() => Symbol('screen'), []);
  const wish = JSON.stringify(devices);
  const latestWant = useRef(want);
  useEffect(() => {
    latestWant.current = want;
  });
  useEffect(() => {
    latestWant.current(owner, JSON.parse(wish) as readonly WantedDevice[]);
    return () => latestWant.current(owner, null);
  }, [owner, wish]);
}
