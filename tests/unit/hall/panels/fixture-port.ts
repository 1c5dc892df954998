import { fault } from '#domain/faults.ts';
import { done, failed } from '#domain/outcome.ts';
import type { HidDevice, HidPort } from '../../../../native/hid/index.ts';
import type { HidOrder } from '../../../../src/hall/panels/hid-talk.ts';
import { serveHid, type HidServing } from '../../../../src/hall/panels/serve-hid.ts';
import type { HidEars, HidLink } from '../../../../src/hall/panels/start-hid.ts';
import type { HidReports } from '../../../fixtures/hid-reports.ts';

type Heard = Readonly<{ data(report: Uint8Array): void; error(): void }>;
type Plugged = { device: HidDevice; heard: Heard | null; opens: number };
export type Sent = Readonly<{ path: string; kind: 'output' | 'feature'; bytes: readonly number[] }>;

/** Sockets of a PC into which recorded devices are plugged: the room's and the program's own code runs over it, only the USB is missing. */
export class FixturePort implements HidPort {
  readonly sent: Sent[] = [];
  readonly #plugged = new Map<string, Plugged>();
  /** Devices that take nothing any more. */
  readonly deaf = new Set<string>();
  readonly forbidden = new Set<string>();

  plug(path: string, device: HidReports['device'], port = path): void {
    this.#plugged.set(path, { device: { ...device, path, port }, heard: null, opens: 0 });
  }

  unplug(path: string): void {
    const plugged = this.#plugged.get(path);
    this.#plugged.delete(path);
    plugged?.heard?.error();
  }

  send(path: string, report: Uint8Array): void {
    this.#plugged.get(path)?.heard?.data(report);
  }

  isOpen(path: string): boolean {
    return (this.#plugged.get(path)?.heard ?? null) !== null;
  }

  lastOf(path: string): Sent | undefined {
    return this.sent.findLast((each) => each.path === path);
  }

  list = async () => [...this.#plugged.values()].map(({ device }) => device);

  open: HidPort['open'] = async ({ path, name }) => {
    const plugged = this.#plugged.get(path);
    if (plugged === undefined || this.forbidden.has(path)) return failed(fault('panel.unreadable', { panel: name }));
    const take = async (kind: Sent['kind'], bytes: readonly number[]): Promise<boolean> => {
      if (!this.#plugged.has(path) || this.deaf.has(path)) return false;
      this.sent.push({ path, kind, bytes });
      return true;
    };
    return done({
      write: (bytes) => take('output', bytes),
      sendFeature: (bytes) => take('feature', bytes),
      on: (heard) => void (plugged.heard = heard),
      close: async () => void (plugged.heard = null),
    });
  };
}

/** What the room's program does, in this process. `fallSilent`: the room's words do not reach it any more. */
export function linkTo(port: HidPort): Readonly<{ start(ears: HidEars): HidLink; fallSilent(): void }> {
  let isSilent = false;
  return {
    fallSilent: () => void (isSilent = true),
    start(ears) {
      // Through JSON, as between the two processes.
      const serving: HidServing = serveHid(port, (said) => {
        const text = JSON.stringify(said);
        queueMicrotask(() => ears.hear(JSON.parse(text) as typeof said));
      });
      return {
        order(order) {
          if (!isSilent) serving.hear(JSON.parse(JSON.stringify(order)) as HidOrder);
        },
        close: () => serving.end(),
      };
    },
  };
}
