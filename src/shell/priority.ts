import type { App, BrowserWindow } from 'electron';
import os from 'node:os';

/** Chromium's own helpers through which every picture and every sound of the record comes. */
const captureServices: readonly string[] = ['video_capture.mojom.VideoCaptureService', 'audio.mojom.AudioService'];
/** A helper that died comes back under another number. */
const lookEveryMs = 5000;

function putPidAhead(pid: number): void {
  try {
    os.setPriority(pid, os.constants.priority.PRIORITY_ABOVE_NORMAL);
  } catch {
    // Linux lets only root or a kiosk user with a "nice" limit do this; without it the order is the system's own.
  }
}

/** Lets the recorder go before the other windows when the machine is short of time: a late picture can wait, a lost one cannot be had again. */
export function putAhead(window: BrowserWindow): void {
  window.webContents.on('did-finish-load', () => putPidAhead(window.webContents.getOSProcessId()));
}

/** The same for the helpers that capture. */
export function putCaptureAhead(app: App): void {
  const known = new Set<number>();
  setInterval(() => {
    for (const { pid, serviceName } of app.getAppMetrics()) {
      if (serviceName === undefined || !captureServices.includes(serviceName) || known.has(pid)) continue;
      known.add(pid);
      putPidAhead(pid);
    }
  }, lookEveryMs).unref();
}
