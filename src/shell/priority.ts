import type { App, WebContents } from 'electron';
import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';

/** Chromium's own helpers through which every picture and every sound of the record comes. */
const captureServices: readonly string[] = ['video_capture.mojom.VideoCaptureService', 'audio.mojom.AudioService'];
/** A worker that starts is a new thread. */
const lookEveryMs = 700;
/** Asking Chromium for its helpers costs as much as thirty looks; one that comes unseen is found by then. */
const askForHelpersEveryMs = 3000;
/** While a recorder begins, and its helpers with it, and while one that died comes back under another number. */
const beginning = { looks: 20, everyMs: 100 } as const;
/** Every picture on its way from the capture helper to the recorder passes this thread of the shell's own process. */
const pictureThread = 'Chrome_IOThread';
/**
 * The record before the conversation, the conversation before what is only shown. Windows has no step between: there both
 * are "above normal".
 */
const order = { record: -7, conversation: -3 } as const;

/** What the system puts in order: Windows whole processes, Linux each thread for itself. */
function orderedParts(pid: number): readonly number[] {
  if (process.platform !== 'linux') return [pid];
  try {
    return readdirSync(`/proc/${String(pid)}/task`).map(Number);
  } catch {
    // It ended meanwhile.
    return [];
  }
}

/** `isScriptLast`: a script that is busy must not take the time of its own page's threads that record. */
function putAhead(pid: number, place: number, isScriptLast = false): void {
  // A process's first thread bears its number; a page's script runs there.
  for (const part of orderedParts(pid))
    if (process.platform !== 'linux' || !isScriptLast || part !== pid) putThreadAhead(part, place);
}

/** One thread and not the whole process, because whatever the shell starts would inherit its place. */
function findPictureThread(): number | null {
  if (process.platform !== 'linux') return null;
  const named = (part: number): boolean => {
    try {
      return readFileSync(`/proc/self/task/${String(part)}/comm`, 'utf8').trim() === pictureThread;
    } catch {
      return false;
    }
  };
  return orderedParts(process.pid).find(named) ?? null;
}

function putThreadAhead(part: number, place: number): void {
  try {
    // Some threads Chromium has put further ahead itself.
    if (os.getPriority(part) > place) os.setPriority(part, place);
  } catch {
    // Linux lets only root or a kiosk user with a "nice" limit do this; without it the order is the system's own.
  }
}

/**
 * Who goes first when the machine is short of time: the recorder and the helpers that capture, because what they lose
 * cannot be had again; then the call, because a late word is a torn one; the other windows may be late. To be told of a
 * recorder that begins.
 */
export function keepOrder(
  app: App,
  pageOf: (name: 'recorder' | 'call') => WebContents | null,
): Readonly<{ recorderBegins(): void }> {
  const thread = findPictureThread();
  if (thread !== null) putThreadAhead(thread, order.record);
  let helpers: readonly number[] = [];
  const askForHelpers = (): void => {
    helpers = app
      .getAppMetrics()
      .filter(({ serviceName }) => serviceName !== undefined && captureServices.includes(serviceName))
      .map(({ pid }) => pid);
  };
  const look = (): void => {
    for (const [name, place] of [
      ['recorder', order.record],
      ['call', order.conversation],
    ] as const) {
      const page = pageOf(name);
      if (page !== null) putAhead(page.getOSProcessId(), place, true);
    }
    for (const pid of helpers) putAhead(pid, order.record);
  };
  const lookOften = (): void => {
    let looks = 0;
    const often = setInterval(() => {
      askForHelpers();
      look();
      if ((looks += 1) === beginning.looks) clearInterval(often);
    }, beginning.everyMs).unref();
  };
  setInterval(look, lookEveryMs).unref();
  setInterval(askForHelpers, askForHelpersEveryMs).unref();
  app.on('child-process-gone', lookOften);
  return {
    recorderBegins() {
      askForHelpers();
      look();
      lookOften();
    },
  };
}
