import { BrowserWindow, type BrowserWindowConstructorOptions, type WebContents } from 'electron';

/**
 * A second recorder page, loaded but without papers, so that it knows nobody and may open nothing. When the recorder dies
 * it takes over: a process that must first be started and a page that must be read cost half a second of the record.
 */
export type SpareRecorder = Readonly<{
  /** Loads one a while from now, unless one is there: not while everything else begins as well. */
  prepare(): void;
  /** The spare, which from now on is the recorder; null when none is there. */
  take(): BrowserWindow | null;
  /** Resolves at once for every page but a spare, and for a spare once it is taken. */
  whenTaken(contents: WebContents): Promise<void>;
  /** From now on none is prepared. */
  letGo(): void;
}>;

const prepareAfterMs = 3000;
const againAfterMs = 5000;

type Waiting = Readonly<{ window: BrowserWindow; taken: Promise<void>; tellTaken(): void }>;

export function keepSpareRecorder(options: () => BrowserWindowConstructorOptions, address: string): SpareRecorder {
  let spare: Waiting | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isLettingGo = false;

  function prepareIn(delayMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(build, delayMs);
  }

  function build(): void {
    if (isLettingGo || spare !== null) return;
    const window = new BrowserWindow(options());
    window.removeMenu();
    let tellTaken = (): void => {};
    const taken = new Promise<void>((resolve) => {
      tellTaken = resolve;
    });
    const built: Waiting = { window, taken, tellTaken };
    spare = built;
    const lose = (): void => {
      if (spare !== built) return;
      spare = null;
      window.destroy();
      prepareIn(againAfterMs);
    };
    window.webContents.once('render-process-gone', lose);
    window.loadURL(address).catch(lose);
  }

  return {
    prepare() {
      if (spare === null) prepareIn(prepareAfterMs);
    },
    take() {
      const taken = spare;
      spare = null;
      taken?.tellTaken();
      return taken?.window ?? null;
    },
    async whenTaken(contents) {
      if (spare?.window.webContents === contents) await spare.taken;
    },
    letGo() {
      isLettingGo = true;
      clearTimeout(timer);
    },
  };
}
