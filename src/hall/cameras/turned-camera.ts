import type { CameraPresetShown, CameraShown } from '#contract/cameras.ts';
import { fault, type Fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { openCameraControl } from '../../../native/camera-control/index.ts';
import type { CameraControl, CameraPush } from '../../../native/camera-control/index.ts';
import type { Log } from '../plumbing/index.ts';
import type { KeptCamera } from './cameras-file.ts';

/** The first memory that no button of the hall uses. */
export function freeMemory(presets: readonly CameraPresetShown[]): string {
  let memory = 0;
  while (presets.some(({ token }) => token === String(memory))) memory += 1;
  return String(memory);
}

/** One camera of the hall that can be turned: where it was sent, whether it moves and what went wrong. */
export class TurnedCamera {
  kept: KeptCamera;
  readonly control: CameraControl;
  readonly #changed: () => void;
  readonly #log: Log;
  #at: string | null = null;
  #orders = 0;
  #isMoving = false;
  #fault: Fault | null = null;

  constructor(kept: KeptCamera, { changed, log }: Readonly<{ changed(): void; log: Log }>) {
    this.kept = kept;
    this.control = openCameraControl(kept.address);
    this.#changed = changed;
    this.#log = log;
  }

  shown(): CameraShown {
    const { seatId, presets } = this.kept;
    return { seatId, presets, at: this.#at, isMoving: this.#isMoving, fault: this.#fault };
  }

  /** Only to a place of the hall. What an older order says once a newer one was given counts no more. */
  async goTo(token: string): Promise<Outcome<void>> {
    if (!this.kept.presets.some((preset) => preset.token === token)) return failed(fault('camera.preset-unknown', {}));
    return this.#order(token, () => this.control.goTo(token));
  }

  move(push: CameraPush): Promise<Outcome<void>> {
    const isStop = push.pan === 0 && push.tilt === 0 && push.zoom === 0;
    return this.#order(null, () => (isStop ? this.control.stop() : this.control.move(push)));
  }

  async store(token: string | null, name: string): Promise<Outcome<string>> {
    const stored = await this.control.store(token, name);
    this.#fault = stored.ok ? null : stored.fault;
    if (stored.ok) this.#at = stored.value;
    this.#changed();
    return stored;
  }

  /** The place that it was sent to last. */
  get at(): string | null {
    return this.#at;
  }

  get isMoving(): boolean {
    return this.#isMoving;
  }

  close(): void {
    this.control.close();
  }

  async #order(at: string | null, act: () => Promise<Outcome<void>>): Promise<Outcome<void>> {
    this.#orders += 1;
    const order = this.#orders;
    this.#at = at;
    this.#isMoving = at !== null;
    this.#fault = null;
    this.#changed();
    const said = await act();
    if (order !== this.#orders) return done(undefined);
    this.#isMoving = false;
    this.#fault = said.ok ? null : said.fault;
    if (!said.ok) {
      this.#at = null;
      this.#log.warn({ seat: this.kept.seatId, fault: said.fault.key }, 'camera-not-turned');
    }
    this.#changed();
    return said;
  }
}
