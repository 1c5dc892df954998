import type { App, WebContents } from 'electron';

const lookAfterMs = 1500;
const answerLimitMs = 3000;

/** How many cameras the recorder's page is told of; 0 when it does not answer. */
async function camerasSeenBy(recorder: WebContents): Promise<number> {
  const asked = recorder.executeJavaScript(
    "navigator.mediaDevices.enumerateDevices().then((all) => all.filter((each) => each.kind === 'videoinput').length)",
  ) as Promise<number>;
  const limit = new Promise<number>((resolve) => setTimeout(() => resolve(0), answerLimitMs));
  return Promise.race([asked.catch(() => 0), limit]);
}

/**
 * Chromium's capture process may die while cameras are being listed; then Chromium keeps the empty list for as long
 * as it lives, and no page ever sees a camera again. `startAnew` replaces the whole shell, which takes about a second.
 */
export function watchCameras({
  app,
  recorder,
  startAnew,
}: Readonly<{ app: App; recorder(): WebContents | null; startAnew(): void }>): void {
  async function look(): Promise<void> {
    const page = recorder();
    // The process runs only where there are cameras, so that none at all is the fault and not the hall.
    if (page !== null && !page.isDestroyed() && (await camerasSeenBy(page)) === 0) startAnew();
  }
  app.on('child-process-gone', (_event, { name }) => {
    if (name === 'Video Capture') setTimeout(() => void look(), lookAfterMs);
  });
}
