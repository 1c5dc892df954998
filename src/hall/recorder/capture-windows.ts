import type { CaptureReport } from '#contract/capture.ts';
import type { WatchedRole } from './door.ts';

/** Who must still say that it holds no device: fixed when the order to close is given. */
export type Asked = Readonly<{ planNo: number; recorderMustSay: boolean; previews: readonly WatchedRole[] }>;

/** The windows that hold devices, and their word on the plans they got. */
export class CaptureWindows {
  readonly #connected = new Set<WatchedRole>();
  readonly #confirmed = new Map<WatchedRole, number>();
  #report: CaptureReport | null = null;

  get report(): CaptureReport | null {
    return this.#report;
  }

  isConnected(role: WatchedRole): boolean {
    return this.#connected.has(role);
  }

  came(role: WatchedRole, how: 'new' | 'back'): void {
    this.#connected.add(role);
    // A fresh page has said nothing yet.
    if (how === 'back') return;
    this.#confirmed.delete(role);
    if (role === 'recorder') this.#report = null;
  }

  gone(role: WatchedRole): void {
    this.#connected.delete(role);
  }

  takeReport(report: CaptureReport): void {
    this.#report = report;
  }

  confirm(role: WatchedRole, planNo: number): void {
    this.#confirmed.set(role, Math.max(planNo, this.confirmedPlan(role)));
  }

  confirmedPlan(role: WatchedRole): number {
    return this.#confirmed.get(role) ?? 0;
  }

  hasReportedOn(planNo: number): boolean {
    return this.#report !== null && this.#report.planNo >= planNo;
  }

  /** `hadDevices`: the recorder window was told to open some, so that its silence would prove nothing. */
  whomToAsk(planNo: number, hadDevices: boolean): Asked {
    const previews = [...this.#connected].filter((role) => role !== 'recorder');
    return { planNo, recorderMustSay: hadDevices || this.isConnected('recorder'), previews };
  }

  areQuiet({ planNo, recorderMustSay, previews }: Asked): boolean {
    const isRecorderQuiet = !recorderMustSay || (this.hasReportedOn(planNo) && this.#report?.openDevices === 0);
    return isRecorderQuiet && previews.every((role) => this.confirmedPlan(role) >= planNo);
  }
}
