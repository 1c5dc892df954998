import type { CameraAddress, CameraControlShown, CameraPresetShown, CameraShown } from '#contract/cameras.ts';
import { mostPresets } from '#contract/cameras.ts';
import { fault } from '#domain/faults.ts';
import type { SeatId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { openCameraControl } from '../../../native/camera-control/index.ts';
import type { CameraPreset, CameraPush, CameraStream, ControlAddress } from '../../../native/camera-control/index.ts';
import type { Log } from '../plumbing/index.ts';
import { readCameras, writeCameras, type KeptCamera } from './cameras-file.ts';
import { freeMemory, TurnedCamera } from './turned-camera.ts';

export type Cameras = Readonly<{
  /** What the windows show: every camera that can be turned. */
  shown(): readonly CameraShown[];
  controls(): readonly CameraControlShown[];
  /** Asks a camera that need not be kept; fails what `native/camera-control` says. */
  tryControl(
    seatId: SeatId,
    address: CameraAddress,
  ): Promise<Outcome<Readonly<{ presets: readonly CameraPreset[]; streams: readonly CameraStream[] }>>>;
  /** Refuses `camera.address-invalid`; fails `archive.unwritable`. */
  setControl(seatId: SeatId, address: CameraAddress | null): Promise<Outcome<void>>;
  /** Refuses `camera.unknown`; fails `archive.unwritable`. */
  namePresets(seatId: SeatId, presets: readonly CameraPresetShown[]): Promise<Outcome<void>>;
  /** Gives the token under which the camera keeps the place. */
  storePreset(seatId: SeatId, token: string | null, name: string): Promise<Outcome<string>>;
  /** For the camera's pictures, and only at the host that was set up; null where there is none. */
  loginFor(seatId: SeatId, host: string): Readonly<{ user: string; password: string }> | null;
  goTo(seatId: SeatId, token: string): Promise<Outcome<void>>;
  move(seatId: SeatId, push: CameraPush): Promise<Outcome<void>>;
  /** The cameras themselves, for the check. */
  all(): readonly TurnedCamera[];
  /** Fails `camera.file-broken` where what was kept cannot be read. */
  opened: Outcome<unknown>;
  close(): void;
}>;

/** Reads what is kept of cameras; nothing is sent to one before somebody orders something. */
export function openCameras({ file, log, changed }: Readonly<{ file: string; log: Log; changed(): void }>): Cameras {
  const read = readCameras(file, log);
  const cameras = new Map<SeatId, TurnedCamera>();
  const take = (kept: KeptCamera): void => {
    cameras.get(kept.seatId)?.close();
    cameras.set(kept.seatId, new TurnedCamera(kept, { changed, log }));
  };
  for (const kept of read.ok ? read.value : []) take(kept);

  /** Passwords are said once; a window that shows an address again does not know it. */
  function withPassword(seatId: SeatId, { password, ...rest }: CameraAddress): ControlAddress {
    const kept = cameras.get(seatId)?.kept.address;
    const isSame = kept?.host === rest.host && kept.user === rest.user;
    return { ...rest, password: password ?? (isSame ? kept.password : '') };
  }
  const keep = (kept: readonly KeptCamera[]): Promise<Outcome<void>> => writeCameras(file, kept, log);
  const others = (seatId: SeatId): readonly KeptCamera[] =>
    [...cameras.values()].map((camera) => camera.kept).filter((kept) => kept.seatId !== seatId);
  async function keepOne(kept: KeptCamera): Promise<Outcome<void>> {
    const written = await keep([...others(kept.seatId), kept]);
    if (!written.ok) return written;
    const camera = cameras.get(kept.seatId);
    if (camera === undefined || camera.kept.address !== kept.address) take(kept);
    else camera.kept = kept;
    changed();
    return done(undefined);
  }
  const unknown = failed(fault('camera.unknown', {}));

  return {
    shown: () => [...cameras.values()].map((camera) => camera.shown()),
    controls: () =>
      [...cameras.values()].map(({ kept: { seatId, address, presets } }) => {
        const { password, ...rest } = address;
        return { seatId, ...rest, hasPassword: password !== '', presets };
      }),
    async tryControl(seatId, address) {
      const control = openCameraControl(withPassword(seatId, address));
      try {
        const presets = await control.presets();
        // A camera that stands still has no places, and may have pictures all the same.
        const isStill = !presets.ok && presets.fault.key === 'camera.refused' && address.protocol === 'onvif';
        if (!presets.ok && !isStill) return presets;
        const streams = await control.streams();
        if (!streams.ok) return streams;
        return done({ presets: presets.ok ? presets.value : [], streams: streams.value });
      } finally {
        control.close();
      }
    },
    async setControl(seatId, address) {
      if (address !== null) {
        const presets = cameras.get(seatId)?.kept.presets ?? [];
        return keepOne({ seatId, address: withPassword(seatId, address), presets });
      }
      const written = await keep(others(seatId));
      if (!written.ok) return written;
      cameras.get(seatId)?.close();
      cameras.delete(seatId);
      changed();
      return done(undefined);
    },
    async namePresets(seatId, presets) {
      const camera = cameras.get(seatId);
      return camera === undefined ? unknown : keepOne({ ...camera.kept, presets });
    },
    async storePreset(seatId, token, name) {
      const camera = cameras.get(seatId);
      if (camera === undefined) return unknown;
      const { address, presets } = camera.kept;
      if (token === null && presets.length >= mostPresets)
        return failed(fault('camera.presets-full', { most: mostPresets }));
      // VISCA's memories are numbered by us, ONVIF's by the camera.
      const wanted = token ?? (address.protocol === 'visca' ? freeMemory(presets) : null);
      const stored = await camera.store(wanted, name);
      if (!stored.ok) return stored;
      const kept = { token: stored.value, name };
      const isKnown = presets.some((each) => each.token === kept.token);
      const written = await keepOne({
        ...camera.kept,
        presets: isKnown ? presets.map((each) => (each.token === kept.token ? kept : each)) : [...presets, kept],
      });
      return written.ok ? stored : written;
    },
    loginFor(seatId, host) {
      const address = cameras.get(seatId)?.kept.address;
      if (address?.host !== host || address.user === '') return null;
      return { user: address.user, password: address.password };
    },
    goTo: async (seatId, token) => cameras.get(seatId)?.goTo(token) ?? unknown,
    move: async (seatId, push) => cameras.get(seatId)?.move(push) ?? unknown,
    all: () => [...cameras.values()],
    opened: read,
    close() {
      for (const camera of cameras.values()) camera.close();
    },
  };
}
