import type { CaptureReport } from '#contract/capture.ts';
import { connectHall } from '../client/hall-client.ts';
import { CaptureDesk } from './capture-desk.ts';

/* The recorder window: hidden, without a picture. It does what the newest plan says and reports. */

const hall = connectHall({ door: window.tarazy });
let address = '';
let lastReport: CaptureReport | null = null;

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
  stuck: beginAnew,
  send(report) {
    lastReport = report;
    // A report that does not arrive is sent again when the line is there again.
    void hall.ask('capture.report', report);
  },
});

/** After each connect: the hall may listen elsewhere, and plans may have been missed. */
async function catchUp(): Promise<void> {
  const papers = await window.tarazy.papers();
  if (papers.address !== null && papers.address !== address) {
    address = papers.address;
    desk.moveTo(address);
  }
  const plan = await hall.ask('capture.plan', {});
  if (plan.ok) desk.follow(plan.value);
  else if (lastReport !== null) void hall.ask('capture.report', lastReport);
}

hall.onConnection((isConnected) => {
  if (isConnected) void catchUp();
});
hall.on('capture.planned', (plan) => {
  if (address !== '') desk.follow(plan);
});
navigator.mediaDevices.addEventListener('devicechange', () => desk.lookAgain());
