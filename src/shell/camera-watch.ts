import type { App, WebContents } from 'electron';

/** A new capture process has its cameras within a tenth of a second, on a busy machine within three. */
const looksAfterMs = [600, 300] as const;
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
  let deaths = 0;
  async function look(): Promise<void> {
    deaths += 1;
    const mine = deaths;
    for (const afterMs of looksAfterMs) {
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      const page = recorder();
      // Another death has begun another look.
      if (mine !== deaths || page === null || page.isDestroyed() || (await camerasSeenBy(page)) > 0) return;
    }
    // The process runs only where there are cameras, so that none at all is the fault and not the hall.
    if (mine === deaths) startAnew();
  }
  app.on('child-process-gone', (_event, { name }) => {
    if (name === 'Video Capture') void look();
  });
}
