import { BrowserWindow, ipcMain, MessageChannelMain, powerMonitor, type WebContents } from 'electron';
import type { ShellPart } from '#contract/parts.ts';
import { WindowJudge } from './window-judge.ts';
import type { WindowName } from './pages.ts';

const askEveryMs = 500;
/** Windows that show cameras; the monitors are in the call's process, the recorder is heard by the hall itself. */
const withPulse: readonly WindowName[] = ['call', 'console'];

const shownBefore = new WeakSet<WebContents>();

/**
 * A window that was minimized or taken off the screen is not painted, and that is no fault either. One that was never
 * shown waits for its first picture.
 */
function mustBePainted(contents: WebContents): boolean {
  const window = BrowserWindow.fromWebContents(contents);
  if (window === null || window.isMinimized()) return false;
  if (!window.isVisible()) return !shownBefore.has(contents);
  shownBefore.add(contents);
  return true;
}

/**
 * Asks every window again and again whether its script runs and, of those that people see, whether it is being painted,
 * which the preload answers; and hears the pulse of those that show cameras, which a thread beside the script gives.
 */
export function watchWindows({
  contentsOf,
  silent,
}: Readonly<{
  contentsOf(name: WindowName): WebContents | null;
  silent(part: ShellPart): void;
}>): () => void {
  const judge = new WindowJudge();
  let isPainted = true;
  // Nothing is painted for nobody, and that is no fault.
  powerMonitor.on('lock-screen', () => (isPainted = false));
  powerMonitor.on('suspend', () => (isPainted = false));
  powerMonitor.on('unlock-screen', () => (isPainted = true));
  powerMonitor.on('resume', () => (isPainted = true));
  ipcMain.on('tarazy:here', (event, what: unknown) => {
    judge.heard(event.sender.id, what === 'painted' ? 'painted' : 'runs', performance.now());
  });
  const withPort = new WeakSet<WebContents>();
  function listenTo(contents: WebContents): void {
    const give = (): void => {
      const { port1, port2 } = new MessageChannelMain();
      port1.on('message', () => judge.heard(contents.id, 'pulse', performance.now()));
      port1.start();
      contents.postMessage('tarazy:pulse', null, [port2]);
    };
    withPort.add(contents);
    give();
    contents.on('did-finish-load', give);
  }

  const timer = setInterval(() => {
    const windows = (['recorder', 'call', 'console'] as const).flatMap((part) => {
      const contents = contentsOf(part);
      if (contents === null || contents.isCrashed()) return [];
      if (contents.isLoading()) return [{ part, id: contents.id, isLoading: true, isShown: false }];
      if (withPulse.includes(part) && !withPort.has(contents)) listenTo(contents);
      const isShown = part === 'console' && isPainted && mustBePainted(contents);
      contents.send('tarazy:are-you-there', isShown);
      return [{ part, id: contents.id, isLoading: false, isShown }];
    });
    const part = judge.look(windows, performance.now());
    if (part !== null) silent(part);
  }, askEveryMs);
  return () => clearInterval(timer);
}
