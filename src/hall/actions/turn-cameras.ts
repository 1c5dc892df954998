import type { Answerers } from '#contract/hall.ts';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { Rooms } from './rooms.ts';

type CameraVerbs = Pick<Answerers, Extract<keyof Answerers, `camera.${string}`>>;

/** Cameras that can be turned: set up once, then sent to their places by one press. What is recorded does not depend on it. */
export function turnCameras({ cameras, setup }: Pick<Rooms, 'cameras' | 'setup'>): CameraVerbs {
  const nothing = async (said: Promise<Outcome<void>>): Promise<Outcome<Record<string, never>>> => {
    const outcome = await said;
    return outcome.ok ? done({}) : outcome;
  };
  const isCamera = (seatId: string): boolean =>
    setup.card().seats.some((seat) => seat.id === seatId && seat.kind === 'camera');
  return {
    'camera.list-controls': async () => done({ controls: cameras.controls() }),
    'camera.try-control': ({ seatId, address }) => cameras.tryControl(seatId, address),
    'camera.set-control': async ({ seatId, address }) =>
      address === null || isCamera(seatId)
        ? nothing(cameras.setControl(seatId, address))
        : failed(fault('camera.unknown', {})),
    'camera.name-presets': ({ seatId, presets }) => nothing(cameras.namePresets(seatId, presets)),
    'camera.store-preset': async ({ seatId, token, name }) => {
      const stored = await cameras.storePreset(seatId, token, name);
      return stored.ok ? done({ token: stored.value }) : stored;
    },
    'camera.go-to': ({ seatId, token }) => nothing(cameras.goTo(seatId, token)),
    'camera.login': async ({ seatId }) => {
      const device = setup.card().seats.find((seat) => seat.id === seatId)?.device;
      const host = device?.path === 'network' ? new URL(device.url).hostname.replace(/^\[|\]$/g, '') : null;
      return done({ login: host === null ? null : cameras.loginFor(seatId, host) });
    },
    'camera.move': ({ seatId, ...push }) => nothing(cameras.move(seatId, push)),
  };
}
