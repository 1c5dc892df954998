import { checkItemOf, type CheckFinding, type CheckItem } from '#domain/check/check-item.ts';
import type { Fault } from '#domain/faults.ts';
import type { Outcome } from '#domain/outcome.ts';
import { isSamePlace, type CameraPosition } from '../../../native/camera-control/index.ts';
import type { TurnedCamera } from './turned-camera.ts';

/** A second is what a drive to one place and back takes at least; the longest that a camera of a hall was allowed here. */
const limitMs = 25_000;

/** How far two positions of one place may be apart: VISCA counts steps of the motor, ONVIF parts of the whole range. */
const toleranceOf = { visca: 40, onvif: 0.02 } as const;

const findingOf: Readonly<Partial<Record<Fault['key'], string>>> = {
  'camera.silent': 'camera-silent',
  'camera.login-refused': 'camera-login',
  'camera.not-arrived': 'camera-stuck',
};

/**
 * Looks at every camera that can be turned: it answers, has the hall's places, and a drive away from one and back ends where
 * it began. Cameras are seen to move, so it is nothing to do beside a hearing.
 */
export function cameraProbe(
  cameras: () => Readonly<{ all(): readonly TurnedCamera[] }>,
): Readonly<{ kind: 'ptz'; limitMs: number; isPassive: false; run(): Promise<readonly CheckItem[]> }> {
  return { kind: 'ptz', limitMs, isPassive: false, run: () => Promise.all(cameras().all().map(checkCamera)) };
}

async function checkCamera(camera: TurnedCamera): Promise<CheckItem> {
  const { seatId, presets, address } = camera.kept;
  const startedMs = performance.now();
  const figures: Record<string, number> = { presets: presets.length };
  const item = (findings: readonly CheckFinding[]): CheckItem =>
    checkItemOf({ subject: seatId, kind: 'ptz' }, findings, figures);
  const failedItem = (fault: Fault): CheckItem =>
    item([{ key: findingOf[fault.key] ?? 'camera-refuses', verdict: 'look' }]);

  const answered = await camera.control.presets();
  // One that cannot be turned is kept for its picture's login, and has answered.
  const isFixed = !answered.ok && answered.fault.args['code'] === 'NoPTZ' && presets.length === 0;
  if (isFixed) return item([]);
  if (!answered.ok) return failedItem(answered.fault);
  figures['answerMs'] = performance.now() - startedMs;
  if (presets.length === 0) return item([{ key: 'camera-no-presets', verdict: 'look' }]);
  // VISCA does not say which memories are filled.
  const isLost = ({ token }: { token: string }): boolean => !answered.value.some((own) => own.token === token);
  if (address.protocol === 'onvif' && presets.some(isLost))
    return item([{ key: 'camera-preset-lost', verdict: 'look' }]);

  const home = presets.find(({ token }) => token === camera.at) ?? presets[0];
  const away = presets.find((preset) => preset !== home);
  if (home === undefined) return item([]);
  const first = await driveTo(camera, home.token);
  if (!first.ok) return failedItem(first.fault);
  if (away === undefined) return item([]);
  const there = await driveTo(camera, away.token);
  if (!there.ok) return failedItem(there.fault);
  const backFromMs = performance.now();
  const again = await driveTo(camera, home.token);
  if (!again.ok) return failedItem(again.fault);
  figures['driveMs'] = performance.now() - backFromMs;
  const tolerance = toleranceOf[address.protocol];
  if (isSamePlace(first.value, there.value, tolerance)) return item([{ key: 'camera-still', verdict: 'look' }]);
  if (!isSamePlace(first.value, again.value, tolerance)) return item([{ key: 'camera-off-place', verdict: 'look' }]);
  return item([]);
}

async function driveTo(camera: TurnedCamera, token: string): Promise<Outcome<CameraPosition>> {
  const went = await camera.goTo(token);
  if (!went.ok) return went;
  const status = await camera.control.status();
  return status.ok ? { ok: true, value: status.value.position } : status;
}
