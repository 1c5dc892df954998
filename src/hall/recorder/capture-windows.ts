import type { CapturePlan, CaptureReport } from '#contract/capture.ts';
import type { CaptureRole, WatchedRole } from './door.ts';

const captureRoles: readonly CaptureRole[] = ['recorder', 'sound-path'];

/** Who must still say that it holds no device: fixed when the order to close is given. */
export type Asked = Readonly<{ planNo: number; mustSay: readonly CaptureRole[]; previews: readonly WatchedRole[] }>;

/** The paths of a plan's tracks that each opener opens. */
const pathsOf: Readonly<Record<CaptureRole, readonly string[]>> = {
  recorder: ['browser'],
  'sound-path': ['hall', 'network'],
};

/** The processes that hold devices, and their word on the plans they got. */
export class CaptureWindows {
  readonly #connected = new Set<WatchedRole>();
  readonly #confirmed = new Map<WatchedRole, number>();
  readonly #reports = new Map<CaptureRole, CaptureReport>();

  report(role: CaptureRole): CaptureReport | null {
    return this.#reports.get(role) ?? null;
  }

  isConnected(role: WatchedRole): boolean {
    return this.#connected.has(role);
  }

  came(role: WatchedRole, how: 'new' | 'back'): void {
    this.#connected.add(role);
    // A fresh page or process has said nothing yet.
    if (how === 'back') return;
    this.#confirmed.delete(role);
    if (isCapture(role)) this.#reports.delete(role);
  }

  gone(role: WatchedRole): void {
    this.#connected.delete(role);
  }

  takeReport(role: CaptureRole, report: CaptureReport): void {
    this.#reports.set(role, report);
  }

  confirm(role: WatchedRole, planNo: number): void {
    this.#confirmed.set(role, Math.max(planNo, this.confirmedPlan(role)));
  }

  confirmedPlan(role: WatchedRole): number {
    return this.#confirmed.get(role) ?? 0;
  }

  hasReportedOn(role: CaptureRole, planNo: number): boolean {
    return (this.report(role)?.planNo ?? -1) >= planNo;
  }

  /** `before`: the plan until now; who was told to open something must speak, because silence proves nothing. */
  whomToAsk(planNo: number, before: CapturePlan): Asked {
    const previews = [...this.#connected].filter((role) => !isCapture(role));
    const mustSay = captureRoles.filter(
      (role) => this.isConnected(role) || before.tracks.some(({ device }) => pathsOf[role].includes(device.path)),
    );
    return { planNo, mustSay, previews };
  }

  isQuiet(role: CaptureRole, planNo: number): boolean {
    return this.hasReportedOn(role, planNo) && this.report(role)?.openDevices === 0;
  }

  areQuiet({ planNo, mustSay, previews }: Asked): boolean {
    return (
      mustSay.every((role) => this.isQuiet(role, planNo)) &&
      previews.every((role) => this.confirmedPlan(role) >= planNo)
    );
  }
}

function isCapture(role: WatchedRole): role is CaptureRole {
  return role === 'recorder' || role === 'sound-path';
}
