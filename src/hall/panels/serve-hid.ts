import type { HidDevice, HidLine, HidPort, HidReport } from '../../../native/hid/index.ts';
import { liveEveryMs, silentAfterMs, type HidOrder, type HidSays } from './hid-talk.ts';

/** A device plugged in is found within this and the time that the system takes to list it. */
const listEveryMs = 1000;
/** One that would not open is asked again: on Linux its rights come a moment after it. */
const openAgainMs = 1000;

export type HidServing = Readonly<{ hear(order: HidOrder): void; end(): Promise<void> }>;

/** Holds the devices that it is told to hold, and lets no lamp go on claiming what nobody says any more. */
export function serveHid(port: HidPort, say: (said: HidSays) => void): HidServing {
  const lines = new Map<string, HidLine>();
  const opening = new Set<string>();
  const refusedMs = new Map<string, number>();
  let devices: readonly HidDevice[] = [];
  let paths: ReadonlySet<string> = new Set();
  let wills: Readonly<Record<string, readonly HidReport[]>> = {};
  let heardMs = performance.now();
  let isWillDone = false;
  let isListing = false;
  let isEnded = false;
  let told = '';

  function drop(path: string): void {
    const line = lines.get(path);
    if (!lines.delete(path)) return;
    void line?.close();
    say({ is: 'gone', path });
  }

  async function open(device: HidDevice): Promise<void> {
    const { path } = device;
    opening.add(path);
    const opened = await port.open(device);
    opening.delete(path);
    if (isEnded || !paths.has(path)) {
      if (opened.ok) void opened.value.close();
      return;
    }
    if (!opened.ok) {
      if (!refusedMs.has(path)) say({ is: 'refused', path });
      refusedMs.set(path, performance.now());
      return;
    }
    refusedMs.delete(path);
    lines.set(path, opened.value);
    say({ is: 'opened', path });
    opened.value.on({
      data: (report) => say({ is: 'report', path, bytes: [...report] }),
      error: () => drop(path),
    });
  }

  function hold(): void {
    for (const path of lines.keys()) if (!paths.has(path)) drop(path);
    const nowMs = performance.now();
    for (const device of devices) {
      const { path } = device;
      const isDue = nowMs - (refusedMs.get(path) ?? -Infinity) >= openAgainMs;
      if (paths.has(path) && !lines.has(path) && !opening.has(path) && isDue) void open(device);
    }
  }

  async function list(): Promise<void> {
    if (isListing || isEnded) return;
    isListing = true;
    try {
      devices = await port.list();
      for (const path of lines.keys()) if (!devices.some((each) => each.path === path)) drop(path);
      for (const path of refusedMs.keys()) if (!devices.some((each) => each.path === path)) refusedMs.delete(path);
      const text = JSON.stringify(devices);
      if (text !== told) say({ is: 'devices', devices });
      told = text;
      hold();
    } catch {
      // A device that vanishes while it is listed spoils one list; the next is a second away.
    }
    isListing = false;
  }

  async function write(path: string, reports: readonly HidReport[]): Promise<boolean> {
    const line = lines.get(path);
    if (line === undefined) return false;
    for (const { kind, bytes } of reports)
      if (!(await (kind === 'feature' ? line.sendFeature(bytes) : line.write(bytes)))) return false;
    return true;
  }

  async function doWills(): Promise<void> {
    isWillDone = true;
    await Promise.all(Object.entries(wills).map(([path, reports]) => write(path, reports)));
  }

  const listing = setInterval(() => void list(), listEveryMs);
  const living = setInterval(() => {
    say({ is: 'live' });
    if (!isWillDone && performance.now() - heardMs > silentAfterMs) void doWills();
  }, liveEveryMs);
  void list();

  return {
    hear(order) {
      heardMs = performance.now();
      isWillDone = false;
      if (order.do === 'hold') {
        paths = new Set(order.paths);
        wills = order.wills;
        hold();
      } else if (order.do === 'write')
        void write(order.path, order.reports).then((isTaken) => say({ is: 'wrote', no: order.no, isTaken }));
    },
    async end() {
      if (isEnded) return;
      isEnded = true;
      clearInterval(listing);
      clearInterval(living);
      await doWills();
      await Promise.all([...lines.values()].map((line) => line.close()));
    },
  };
}
