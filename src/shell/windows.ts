import { BrowserWindow, screen, type WebContents } from 'electron';
import path from 'node:path';
import type { ShellDoor } from '#contract/shell.ts';
import { coverCard } from './cover-card.ts';
import { pageOrigin } from './pages.ts';
import { putAhead } from './priority.ts';
import { placeWindows, type Placement, type Placements, type WishedBounds } from './placement.ts';

export type WindowName = ShellDoor['window'];

/** The shell's windows: which are there, whose contents are whose, and bringing them back. */
export type Windows = Readonly<{
  windowOf(contents: WebContents | null): WindowName | null;
  contentsOf(name: WindowName): WebContents | null;
  openAll(): void;
  showBench(isShown: boolean): void;
  /** From now on windows may be closed and are not brought back. */
  letGo(): void;
}>;

/** A window that keeps dying is rebuilt ever more slowly, so that a broken page does not eat the machine. */
const rebuildDelaysMs = [0, 0, 500, 2000, 5000] as const;
const calmAfterMs = 60_000;

/** `tell` gets one word and facts for the service's log. */
export function createWindows({
  wished,
  training,
  words,
  tell,
}: Readonly<{
  wished: WishedBounds;
  training: boolean;
  words: readonly string[];
  tell(event: string, facts: object): void;
}>): Windows {
  const open = new Map<WindowName, BrowserWindow>();
  const deaths = new Map<WindowName, number[]>();
  let isBenchWanted = false;
  let isLettingGo = false;

  function place(): Placements {
    const primary = screen.getPrimaryDisplay();
    const others = screen
      .getAllDisplays()
      .filter((display) => display.id !== primary.id)
      .map((display) => display.bounds);
    return placeWindows({ primary: primary.bounds, others, wished, isBenchWanted });
  }

  function build(name: WindowName, placement: Placement | null): BrowserWindow {
    const window = new BrowserWindow({
      ...(placement?.bounds ?? { width: 320, height: 180 }),
      show: false,
      frame: false,
      kiosk: placement?.isKiosk ?? false,
      // The same ground as the dark bench and the cover card, so that nothing flashes white in a courtroom.
      backgroundColor: '#12161c',
      autoHideMenuBar: true,
      webPreferences: {
        preload: path.join(__dirname, 'preload.cjs'),
        additionalArguments: [`--tarazy-window=${name}`, ...(training ? ['--tarazy-training'] : [])],
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        spellcheck: false,
        backgroundThrottling: false,
      },
    });
    window.removeMenu();
    open.set(name, window);
    if (name === 'recorder') putAhead(window);
    else window.once('ready-to-show', () => window.show());
    window.on('close', (event) => {
      // A court's windows are not closed by a key combination; the service or the system ends them.
      if (!isLettingGo) event.preventDefault();
    });
    window.on('unresponsive', () => {
      tell('shell.window-hangs', { window: name });
      window.webContents.forcefullyCrashRenderer();
    });
    window.webContents.on('render-process-gone', (_event, details) => {
      tell('shell.window-died', { window: name, reason: details.reason });
      rebuild(name);
    });
    void window
      .loadURL(`${pageOrigin}/${name}/index.html`)
      .catch((error: unknown) => tell('shell.page-failed', { window: name, why: String(error) }));
    return window;
  }

  function rebuild(name: WindowName): void {
    const dead = open.get(name);
    open.delete(name);
    if (isLettingGo || dead === undefined) return;
    const bounds = dead.getBounds();
    const uncover = name === 'recorder' ? () => {} : coverCard(bounds, words);
    dead.destroy();
    const now = Date.now();
    const lately = [...(deaths.get(name) ?? []), now].filter((at) => at > now - calmAfterMs);
    deaths.set(name, lately);
    setTimeout(
      () => {
        if (isLettingGo || open.has(name)) return uncover();
        const placements = place();
        const placement = name === 'recorder' ? null : placements[name];
        if (name !== 'recorder' && placement === null) return uncover();
        build(name, placement).once('show', uncover);
      },
      rebuildDelaysMs[Math.min(lately.length - 1, rebuildDelaysMs.length - 1)],
    );
  }

  function move(name: 'console' | 'bench', placement: Placement | null): void {
    const window = open.get(name);
    if (placement === null) {
      open.delete(name);
      window?.destroy();
    } else if (window === undefined) {
      build(name, placement);
    } else {
      window.setKiosk(false);
      window.setBounds(placement.bounds);
      window.setKiosk(placement.isKiosk);
    }
  }

  function moveAll(): void {
    const placements = place();
    move('console', placements.console);
    move('bench', placements.bench);
  }

  return {
    windowOf(contents) {
      for (const [name, window] of open) if (contents !== null && window.webContents === contents) return name;
      return null;
    },
    contentsOf: (name) => open.get(name)?.webContents ?? null,
    openAll() {
      // The recorder first: the first opener of a camera fixes its size.
      build('recorder', null);
      moveAll();
      screen.on('display-added', moveAll);
      screen.on('display-removed', moveAll);
      screen.on('display-metrics-changed', moveAll);
    },
    showBench(isShown) {
      isBenchWanted = isShown;
      moveAll();
      if (isShown) open.get('bench')?.moveTop();
    },
    letGo() {
      isLettingGo = true;
    },
  };
}
