import { BrowserWindow, screen, type BrowserWindowConstructorOptions, type WebContents } from 'electron';
import path from 'node:path';
import type { StandingMonitors } from '#contract/monitors.ts';
import type { MonitorName as ShownName } from '#contract/shell.ts';
import { createCoverCard, type CoverCard } from './cover-card.ts';
import { pageOf, pageOrigin, type WindowName } from './pages.ts';
import { endProcess } from './parts.ts';
import type { DisplayKeeper } from './display-keeper.ts';
import type { Placement, Placements } from './placement.ts';
import { standingMonitors } from './standing-monitors.ts';
import { standWindow } from './stand-window.ts';
import { keepSpareRecorder } from './spare-recorder.ts';

/** Monitors that show the other hall: opened by the call window, in its process, because they share its pictures. */
type MonitorName = Exclude<ShownName, 'console'>;

/** The shell's windows: which are there, whose contents are whose, and bringing them back. */
export type Windows = Readonly<{
  windowOf(contents: WebContents | null): WindowName | null;
  contentsOf(name: WindowName): WebContents | null;
  /** Resolves when the page is one that serves: a spare waits for its turn. */
  whenServing(contents: WebContents): Promise<void>;
  openAll(): void;
  showBench(isShown: boolean): void;
  /** Windows may belong on other displays than before. */
  lookAgain(): void;
  /** How they stand on their monitors now. */
  standing(): StandingMonitors;
  /** The window's page is painted and knows the hall: what covers it goes. */
  ready(name: WindowName): void;
  /** P6: the public's monitor is dark while the session is closed. */
  coverPublic(isCovered: boolean): void;
  /** From now on windows may be closed and are not brought back. */
  letGo(): void;
}>;

/**
 * A window that keeps dying is rebuilt ever more slowly, so that a broken page does not eat the machine; never so soon that
 * starting a process keeps the cards from being painted.
 */
const rebuildDelaysMs = [120, 120, 500, 2000, 5000] as const;
const calmAfterMs = 60_000;
/** A recorder that lived so long is no broken page: each moment without it is missing in the record. */
const soundAfterMs = 3000;
const openAgainMs = 2000;
/** By then the recorder has its devices, if it has them at all; two processes that start on a busy PC cost it a second. */
const othersAfterMs = 1500;
const monitors: readonly MonitorName[] = ['bench', 'screen', 'witness'];
const shownNames: readonly ShownName[] = ['console', ...monitors];
const publics: readonly MonitorName[] = ['screen', 'witness'];
const hidden: readonly WindowName[] = ['recorder', 'call'];

function isMonitor(name: WindowName): name is MonitorName {
  return monitors.some((each) => each === name);
}
function isPublic(name: WindowName): boolean {
  return publics.some((each) => each === name);
}
function isShown(name: WindowName): name is ShownName {
  return !hidden.includes(name);
}
function addressOf(name: WindowName): string {
  return `${pageOrigin}/${pageOf(name)}/index.html${name === 'witness' ? '?witness' : ''}`;
}

/** `tell` gets one word and facts for the service's log. */
export function createWindows({
  displays,
  training,
  isRecorderFirst,
  words,
  closedWords,
  tell,
  onPart,
}: Readonly<{
  displays: DisplayKeeper;
  training: boolean;
  /** Windows died while a hearing was recorded: the record comes back before the screens. */
  isRecorderFirst: boolean;
  words: readonly string[];
  /** Of the public's monitor while the session is closed. */
  closedWords: readonly string[];
  tell(event: string, facts: object): void;
  /** The recorder's page serves from now on, or a window's process is gone. */
  onPart(part: 'recorder' | 'call' | 'console', what: 'serves' | 'died', pid: number): void;
}>): Windows {
  const open = new Map<WindowName, BrowserWindow>();
  const deaths = new Map<WindowName, number[]>();
  const cards = new Map<WindowName, CoverCard>();
  const askingAgain = new Map<MonitorName, NodeJS.Timeout>();
  const spare = keepSpareRecorder(() => optionsOf('recorder', null), addressOf('recorder'));
  let recorderSinceMs = 0;
  let isBenchWanted = false;
  let placed: string | null = null;
  let isPublicCovered = false;
  /** The call page listens to which monitors it is to open. */
  let isCallReady = false;
  let isLettingGo = false;

  const place = (): Placements => displays.place(isBenchWanted);

  function optionsOf(name: WindowName, placement: Placement | null): BrowserWindowConstructorOptions {
    return {
      ...(placement?.bounds ?? { width: 320, height: 180 }),
      show: false,
      frame: false,
      kiosk: placement?.isKiosk ?? false,
      // The same ground as the dark bench and the cover card, so that nothing flashes white in a courtroom.
      backgroundColor: '#12161c',
      autoHideMenuBar: true,
      webPreferences: {
        preload: path.join(__dirname, 'preload.cjs'),
        // The name is for whoever looks at the list of processes.
        additionalArguments: [`--tarazy-window=${name}`, ...(training ? ['--tarazy-training'] : [])],
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        spellcheck: false,
        backgroundThrottling: false,
      },
    };
  }

  /** Everything that each of our windows obeys, whoever opened it. */
  function adopt(name: WindowName, window: BrowserWindow): void {
    window.removeMenu();
    open.set(name, window);
    if (isShown(name)) window.once('ready-to-show', () => window.show());
    window.on('close', (event) => {
      // A court's windows are not closed by a key combination; the service or the system ends them.
      if (!isLettingGo) event.preventDefault();
    });
    const loaded = (): void => {
      tell('shell.window-loaded', { window: name, pid: window.webContents.getOSProcessId() });
      if (name === 'recorder') spare.prepare();
      if (name === 'recorder') onPart(name, 'serves', window.webContents.getOSProcessId());
    };
    if (window.webContents.getURL() !== '' && !window.webContents.isLoading()) loaded();
    window.webContents.on('did-finish-load', loaded);
    window.on('unresponsive', () => {
      tell('shell.window-hangs', { window: name });
      endProcess(window.webContents.getOSProcessId());
    });
    window.webContents.on('render-process-gone', (_event, details) => {
      // The cards first, and only then what takes time: a call that died has taken the monitors with it.
      for (const gone of name === 'call' ? monitors : [name]) cards.get(gone)?.raise();
      tell('shell.window-died', { window: name, reason: details.reason });
      // Monitors go with the call, in whose process they are.
      if (!isMonitor(name)) onPart(name, 'died', 0);
      if (name === 'recorder') rebuild(name);
      else setImmediate(() => rebuild(name));
    });
  }

  function buildRecorder(): void {
    recorderSinceMs = performance.now();
    const ready = spare.take();
    if (ready === null) build('recorder', null);
    else adopt('recorder', ready);
  }

  function build(name: 'recorder' | 'call' | 'console', placement: Placement | null): void {
    const window = new BrowserWindow(optionsOf(name, placement));
    adopt(name, window);
    if (name === 'call') letOpenMonitors(window);
    void window
      .loadURL(addressOf(name))
      .catch((error: unknown) => tell('shell.page-failed', { window: name, why: String(error) }));
  }

  /** The one page that may open windows: the monitors that have a place, each once. */
  function letOpenMonitors(call: BrowserWindow): void {
    call.webContents.setWindowOpenHandler(({ url }) => {
      const name = monitors.find((each) => url === addressOf(each));
      const placement = name === undefined ? null : place()[name];
      if (name === undefined || placement === null || open.has(name)) return { action: 'deny' };
      return { action: 'allow', overrideBrowserWindowOptions: optionsOf(name, placement) };
    });
    call.webContents.on('did-create-window', (window, { url }) => {
      const name = monitors.find((each) => url === addressOf(each));
      // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Electron made this window itself
      if (name !== undefined) adopt(name, window);
    });
    call.webContents.on('did-start-loading', () => (isCallReady = false));
    call.webContents.on('did-finish-load', () => {
      isCallReady = true;
      for (const name of monitors) openMonitor(name);
    });
  }

  /** Asks until it is open: an opening that Chromium dropped would leave a monitor dark for ever. */
  function openMonitor(name: MonitorName): void {
    clearTimeout(askingAgain.get(name));
    const call = open.get('call');
    if (isLettingGo || place()[name] === null || open.has(name) || !isCallReady || call === undefined) return;
    call.webContents.send('tarazy:open', name);
    askingAgain.set(
      name,
      setTimeout(() => openMonitor(name), openAgainMs),
    );
  }

  function rebuild(name: WindowName): void {
    const dead = open.get(name);
    open.delete(name);
    if (isLettingGo || dead === undefined) return;
    if (name === 'recorder' && performance.now() - recorderSinceMs > soundAfterMs) {
      buildRecorder();
      dead.destroy();
      return;
    }
    dead.destroy();
    const now = Date.now();
    const lately = [...(deaths.get(name) ?? []), now].filter((at) => at > now - calmAfterMs);
    deaths.set(name, lately);
    setTimeout(() => bringBack(name), rebuildDelaysMs[Math.min(lately.length - 1, rebuildDelaysMs.length - 1)]);
  }

  function bringBack(name: WindowName): void {
    if (!isLettingGo && !open.has(name) && (!isShown(name) || place()[name] !== null)) {
      // A monitor whose call died comes back with it.
      if (isMonitor(name)) openMonitor(name);
      else if (name === 'recorder') buildRecorder();
      else build(name, isShown(name) ? place()[name] : null);
    }
  }

  /** The card first: what comes later lies over it. */
  function moveCard(name: ShownName, placement: Placement | null): void {
    const card = cards.get(name);
    if (placement === null) {
      cards.delete(name);
      card?.destroy();
    } else if (card === undefined) cards.set(name, createCoverCard(placement, words));
    else card.moveTo(placement);
    if (isPublic(name) && isPublicCovered) cards.get(name)?.hold(closedWords);
  }

  function move(name: ShownName, placement: Placement | null): void {
    moveCard(name, placement);
    const window = open.get(name);
    if (placement === null) {
      open.delete(name);
      window?.destroy();
    } else if (window === undefined) {
      if (isMonitor(name)) openMonitor(name);
      else build(name, placement);
    } else standWindow(window, placement);
  }

  function moveAll(): void {
    const placements = place();
    placed = JSON.stringify(placements);
    for (const name of shownNames) move(name, placements[name]);
  }
  function lookAgain(): void {
    // To put a window where it stands would have it flicker; before the first time somebody else puts them.
    if (placed !== null && JSON.stringify(place()) !== placed) moveAll();
  }

  return {
    windowOf(contents) {
      for (const [name, window] of open) if (contents !== null && window.webContents === contents) return name;
      return null;
    },
    contentsOf: (name) => open.get(name)?.webContents ?? null,
    whenServing: (contents) => spare.whenTaken(contents),
    ready(name) {
      cards.get(name)?.lower();
      if (!isPublic(name) || !isPublicCovered) open.get(name)?.moveTop();
      // With one display the bench lies over the console.
      if (name === 'console' && isBenchWanted) open.get('bench')?.moveTop();
    },
    openAll() {
      // The recorder first: the first opener of a camera fixes its size.
      buildRecorder();
      for (const name of shownNames) moveCard(name, place()[name]);
      const openOthers = (): void => {
        build('call', null);
        moveAll();
      };
      if (isRecorderFirst) setTimeout(openOthers, othersAfterMs);
      else openOthers();
      screen.on('display-added', moveAll);
      screen.on('display-removed', moveAll);
      screen.on('display-metrics-changed', moveAll);
    },
    showBench(isShown) {
      isBenchWanted = isShown;
      moveAll();
      if (isShown) open.get('bench')?.moveTop();
    },
    lookAgain,
    standing: () => standingMonitors(place(), (name) => open.get(name)),
    coverPublic(isCovered) {
      if (isCovered === isPublicCovered) return;
      isPublicCovered = isCovered;
      for (const name of publics) {
        if (isCovered) cards.get(name)?.hold(closedWords);
        else {
          cards.get(name)?.letGo();
          open.get(name)?.moveTop();
        }
      }
    },
    letGo() {
      isLettingGo = true;
      spare.letGo();
    },
  };
}
