import { describe, expect, it } from 'vitest';
import type { CapturePlan, CaptureReport, PlannedTrack } from '#contract/capture.ts';
import type { SeatId, TrackId } from '#domain/ids.ts';
import { CaptureDesk, type Keeper } from '../../../../renderer/capture/capture-desk.ts';
import type { KeeperNeeds, TrackReport } from '../../../../renderer/capture/track-keeper.ts';

/* Devices are the browser's, so the keepers are stand-ins here; what the desk orders and reports is real. */

const track = (id: string, label = id, path: 'browser' | 'hall' = 'browser'): PlannedTrack => ({
  trackId: id as TrackId,
  seatId: id as SeatId,
  trackNo: 1,
  epoch: 1,
  kind: 'microphone',
  uplinkToken: null,
  device: path === 'browser' ? { path, label, deviceId: '' } : { path, label, source: id, channels: 4, channel: 0 },
});
const plan = (
  planNo: number,
  mode: CapturePlan['mode'],
  tracks: readonly PlannedTrack[],
  cutAtUs: number | null = null,
): CapturePlan => ({
  planNo,
  mode,
  hearingId: null,
  zeroMonotonicUs: null,
  cutAtUs,
  tracks,
});

const wideCamera = (id: string): PlannedTrack => ({
  ...track(id),
  kind: 'camera',
  video: { width: 1280, height: 720, frameRate: 25, bitrateBps: 2_500_000 },
});

class StandInKeeper implements Keeper {
  readonly needs: KeeperNeeds;
  readonly label: string;
  readonly trackId: TrackId;
  state: TrackReport['state'] | null = null;
  isDeviceOpen = true;
  isStuck = false;
  closedAtUs: number | null | undefined;
  told = 0;
  #closed: (() => void) | null = null;

  constructor(planned: PlannedTrack, needs: KeeperNeeds) {
    this.needs = needs;
    this.label = planned.device.label;
    this.trackId = planned.trackId;
  }
  serves(planned: PlannedTrack): boolean {
    return planned.device.label === this.label;
  }
  follow(): void {}
  moveTo(): void {}
  lookAgain(): void {}
  report(): TrackReport | null {
    return this.state === null ? null : { trackId: this.trackId, state: this.state, fault: null, got: null };
  }
  wasTold(): void {
    this.told += 1;
  }
  close(cutAtUs: number | null): Promise<void> {
    this.closedAtUs = cutAtUs;
    return new Promise((resolve) => {
      this.#closed = resolve;
    });
  }
  finishClosing(isDeviceOpen: boolean): void {
    this.isDeviceOpen = isDeviceOpen;
    this.#closed?.();
  }
  become(state: TrackReport['state']): void {
    this.state = state;
    this.needs.changed();
  }
}

function startDesk() {
  const keepers: StandInKeeper[] = [];
  const reports: CaptureReport[] = [];
  let stuck = 0;
  const desk = new CaptureDesk({
    path: 'browser',
    openDevice: () => Promise.reject(new Error('keepers of this test open nothing')),
    send: (report) => reports.push(report),
    address: () => '',
    stuck: () => (stuck += 1),
    startKeeper(planned, _plan, needs) {
      const keeper = new StandInKeeper(planned, needs);
      keepers.push(keeper);
      return keeper;
    },
  });
  return { desk, keepers, reports, stuckTimes: () => stuck };
}
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('the capture desk', () => {
  it("opens the browser's devices only and reports when the last of them is open or has failed", async () => {
    const { desk, keepers, reports } = startDesk();
    desk.follow(plan(1, 'warm', [track('judge'), track('witness'), track('array', 'array', 'hall')]));
    expect(keepers.map(({ trackId }) => trackId)).toEqual(['judge', 'witness']);
    keepers[0]?.become('open');
    await settle();
    expect(reports).toEqual([]);
    keepers[1]?.become('failed');
    await settle();
    expect(reports).toMatchObject([{ planNo: 1, openDevices: 2, tracks: [{ state: 'open' }, { state: 'failed' }] }]);
  });

  it('shares what may wait by the rates of the tracks, so that two cameras and eight microphones are kept for six minutes', () => {
    const { desk, keepers } = startDesk();
    const microphones = Array.from({ length: 8 }, (_, at) => track(`mic-${String(at)}`));
    desk.follow(plan(1, 'record', [wideCamera('one'), wideCamera('two'), ...microphones]));
    const keptS = keepers.map(({ needs }, at) => (needs.limitBytes() * 8) / (at < 2 ? 2_500_000 : 64_000));
    expect(Math.min(...keptS)).toBeGreaterThan(360);
    expect(Math.max(...keptS) - Math.min(...keptS)).toBeLessThan(1);
  });

  it('says the same thing once, and again for every new plan', async () => {
    const { desk, keepers, reports } = startDesk();
    desk.follow(plan(1, 'warm', [track('judge')]));
    keepers[0]?.become('open');
    await settle();
    keepers[0]?.become('open');
    await settle();
    expect(reports).toHaveLength(1);
    desk.follow(plan(2, 'warm', [track('judge')]));
    await settle();
    expect(reports.map(({ planNo }) => planNo)).toEqual([1, 2]);
    expect(keepers).toHaveLength(1);
  });

  it('closes everything at the cut and says so only when it is closed (L5)', async () => {
    const { desk, keepers, reports } = startDesk();
    desk.follow(plan(1, 'record', [track('judge')]));
    keepers[0]?.become('open');
    await settle();
    desk.follow(plan(2, 'closed', [], 5_000));
    await settle();
    expect(keepers[0]?.closedAtUs).toBe(5_000);
    expect(reports).toHaveLength(1);
    keepers[0]?.finishClosing(false);
    await settle();
    expect(reports.at(-1)).toEqual({ planNo: 2, openDevices: 0, tracks: [] });
  });

  it('does not hide a device that would not close, and tells when it has closed at last', async () => {
    const { desk, keepers, reports } = startDesk();
    desk.follow(plan(1, 'warm', [track('judge')]));
    desk.follow(plan(2, 'closed', []));
    const [keeper] = keepers;
    keeper?.finishClosing(true);
    await settle();
    expect(reports.at(-1)).toMatchObject({ planNo: 2, openDevices: 1, tracks: [{ trackId: 'judge', state: 'open' }] });
    keeper?.finishClosing(false);
    keeper?.needs.changed();
    await settle();
    expect(reports.at(-1)).toEqual({ planNo: 2, openDevices: 0, tracks: [] });
  });

  it('closes and opens anew a seat that was given another device', async () => {
    const { desk, keepers } = startDesk();
    desk.follow(plan(1, 'warm', [track('judge', 'old')]));
    desk.follow(plan(2, 'warm', [track('judge', 'new')]));
    expect(keepers.map(({ label, closedAtUs }) => ({ label, closedAtUs }))).toEqual([
      { label: 'old', closedAtUs: null },
      { label: 'new', closedAtUs: undefined },
    ]);
  });

  it('tells when no device at all answers', async () => {
    const { desk, keepers, stuckTimes } = startDesk();
    desk.follow(plan(1, 'warm', [track('judge'), track('witness')]));
    keepers.forEach((keeper) => (keeper.isStuck = true));
    keepers.forEach((keeper) => keeper.become('failed'));
    await settle();
    expect(stuckTimes()).toBe(1);
  });
});
