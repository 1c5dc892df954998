import type { CapturePlan, CaptureReport } from '#contract/capture.ts';
import { connectHall } from '#line/hall-client.ts';
import { CaptureDesk } from '../capture/capture-desk.ts';
import { watchLease } from '#line/hall-lease.ts';
import { SpareWorkers } from '../capture/spare-workers.ts';
import { sweepMemory } from '../capture/sweep-memory.ts';
import { openDevice } from './devices.ts';

/* The recorder window: hidden, without a picture. It does what the newest plan says and reports. */

const tracksKey = 'tracks-recorded-last';
/** As many as this hall recorded last, so that a page which takes over from a dead one finds its workers loaded. */
const workers = new SpareWorkers(Math.min(16, Number(localStorage.getItem(tracksKey)) || 0), 'once');
sweepMemory({ isPainted: false });
const hall = connectHall({ door: window.tarazy });
let address = '';

/** A new page asks anew; not over and over, because a page that reloads records nothing. */
function beginAnew(): void {
  const lastAt = Number(sessionStorage.getItem('begun-anew-at'));
  if (Date.now() - lastAt < 30_000) return;
  sessionStorage.setItem('begun-anew-at', String(Date.now()));
  // The report goes out first, so that the hall knows why.
  setTimeout(() => location.reload(), 50);
}

const desk = new CaptureDesk({
  address: () => address,
  path: 'browser',
  openDevice,
  takeWorker: () => workers.take(),
  stuck: beginAnew,
  // A report that does not arrive is made again for the plan that comes with the next line.
  send: (report: CaptureReport) => void hall.ask('capture.report', report),
});

let newestPlan: CapturePlan | null = null;

// After each connect the hall may listen elsewhere; it tells its plan right then, or as soon as it has one.
hall.onConnection((isConnected) => {
  if (!isConnected) return;
  if (hall.address() !== address) {
    address = hall.address();
    desk.moveTo(address);
  }
});
watchLease(hall.onConnection, () => {
  if (newestPlan !== null) desk.follow({ ...newestPlan, mode: 'closed', cutAtUs: null, tracks: [] });
});
hall.on('capture.planned', (plan) => {
  newestPlan = plan;
  if (plan.mode === 'record')
    localStorage.setItem(tracksKey, String(plan.tracks.filter(({ device }) => device.path === 'browser').length));
  // Chunks cannot be sent before it is known where to; closing needs no address.
  if (address !== '' || plan.mode === 'closed') desk.follow(plan);
});
navigator.mediaDevices.addEventListener('devicechange', () => desk.lookAgain());
