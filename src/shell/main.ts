/* The Electron shell: windows on displays, permissions and guards. No court logic; what is true is known to the hall. */
import { app, ipcMain, powerSaveBlocker, protocol, session, type IpcMainInvokeEvent } from 'electron';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ShellPart } from '#contract/parts.ts';
import { watchCameras } from './camera-watch.ts';
import { keepDisplays } from './display-keeper.ts';
import { guardContents } from './guards.ts';
import { linkToHall } from './hall-link.ts';
import { pageOf, pageOrigin, pageScheme, servePage, type WindowName } from './pages.ts';
import { hardenSession } from './permissions.ts';
import { readWishedBounds } from './placement.ts';
import { endUnlessStarved } from '../../native/process-state/index.ts';
import { endProcess, helperPart, pidOfPart } from './parts.ts';
import { printPage } from './print-page.ts';
import { keepOrder } from './priority.ts';
import { homeFolder, keepHallStarted, mustKeepHall } from './start-hall.ts';
import { watchWindows } from './window-watch.ts';
import { createWindows } from './windows.ts';

const appFolder = path.resolve(__dirname, '..', '..');
const home = homeFolder(process.env);
/** As long as the service waits for a shell to come in. */
const stuckAfterS = 45;
/** A window that was moved is told of before anybody has finished a check. */
const standingEveryMs = 3000;
const training = process.env['TARAZY_TRAINING'] === '1';

/** The service reads these lines from stderr into its log. */
function tell(event: string, facts: object): void {
  process.stderr.write(`${JSON.stringify({ event, ...facts })}\n`);
}

// A service that was killed leaves a broken pipe behind; the windows must not fall over it.
process.stderr.on('error', () => {});
process.stdout.on('error', () => {});

/** A card speaks all languages at once: the shell does not know which one the window had. */
function cardWords(key: 'shell.cover-card' | 'shell.closed-card'): string[] {
  return ['kk', 'ru', 'en'].flatMap((language) => {
    try {
      const words = JSON.parse(
        readFileSync(path.join(appFolder, 'resources', 'locales', `${language}.json`), 'utf8'),
      ) as Record<string, string>;
      return words[key] ?? [];
    } catch {
      return [];
    }
  });
}

const sweepEveryMs = 60_000;

function setSwitches(): void {
  // What is thrown away soon is swept every two megabytes, all of it every minute, in every window too: over a long
  // hearing nothing grows.
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--expose-gc');
  setInterval(runInNewContext('gc') as () => void, sweepEveryMs).unref();
  app.commandLine.appendSwitch('js-flags', '--semi-space-growth-factor=1 --expose-gc');
  // The hall that is called looks at the way as soon as the other one has chosen it, and not at its next beat, 48 ms later
  // (libwebrtc, `IceFieldTrials`): a person waits for it who has already said yes.
  app.commandLine.appendSwitch(
    'force-fieldtrials',
    'WebRTC-IceFieldTrials/send_ping_on_nomination_ice_controlled:true/',
  );
  app.commandLine.appendSwitch('autoplay-policy', 'no-user-gesture-required');
  for (const name of [
    'disable-background-timer-throttling',
    'disable-renderer-backgrounding',
    'disable-backgrounding-occluded-windows',
    'disable-component-update',
    // The way of a call through the hall's service begins at the loopback.
    'allow-loopback-in-peer-connection',
  ]) {
    app.commandLine.appendSwitch(name);
  }
  if (process.env['TARAZY_CAMERA'] === 'pipewire') {
    const given = app.commandLine.getSwitchValue('enable-features');
    app.commandLine.appendSwitch(
      'enable-features',
      [given, 'WebRtcPipeWireCamera'].filter((name) => name !== '').join(','),
    );
  }
  // A window that is not painted yet shows the ground of GTK's theme, which is nearly white: no monitor may flash in a courtroom.
  if (process.platform === 'linux') process.env['GTK_THEME'] = 'Adwaita:dark';
  // As root Chromium cannot build its sandbox; the one who started us said so by --no-sandbox.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
}

async function openWindows(): Promise<void> {
  const displays = keepDisplays({
    file: path.join(home, 'shell', 'displays.json'),
    wished: readWishedBounds(process.env['TARAZY_WINDOWS']),
    tell,
    missing(monitors) {
      tell('shell.displays', { missing: monitors });
      link.tellMissing(monitors);
    },
  });
  const windows = createWindows({
    displays,
    training,
    isRecorderFirst: process.env['TARAZY_RECORDER_FIRST'] === '1',
    words: cardWords('shell.cover-card'),
    closedWords: cardWords('shell.closed-card'),
    tell,
    onPart(part, what, pid) {
      if (part === 'recorder' && what === 'serves') order.recorderBegins();
      link.tellPart(part, what, pid);
    },
  });
  /**
   * The service starts it again. Without taking leave, which waits for the helpers: the one that is the reason has just died or
   * stands still (measured: four seconds of a hearing, until the service took the shell for one that stands still).
   */
  function startAnew(): void {
    windows.letGo();
    process.kill(process.pid, 'SIGKILL');
  }
  function endSilent(part: ShellPart): void {
    const pidNow = (): number | null => pidOfPart(app, (name) => windows.contentsOf(name), part);
    const pid = pidNow();
    tell('shell.part-silent', { part, pid });
    if (pid === null) {
      // A helper that stands still from its very beginning is not known yet, and no page comes: nothing is recorded that
      // could be lost. On an old disk both may only take their time.
      const isStuck = process.uptime() > stuckAfterS && windows.contentsOf('recorder')?.isLoading() === true;
      if (part === 'gpu' && isStuck) startAnew();
      return;
    }
    void endUnlessStarved(pid, () => {
      // It may be another by now, and that one speaks.
      if (pidNow() === pid && endProcess(pid)) link.tellPart(part, 'silent', pid);
    });
  }
  const link = linkToHall(home, {
    print: (html) => printPage(html, tell),
    silent: endSilent,
    unwanted(part) {
      const pid = pidOfPart(app, (name) => windows.contentsOf(name), part);
      tell('shell.part-unwanted', { part, pid });
      endProcess(pid);
    },
    sessionClosed: (isClosed) => windows.coverPublic(isClosed),
    hallTold(hall) {
      if (displays.hallTold(hall)) windows.lookAgain();
    },
  });
  const order = keepOrder(app, (name) => windows.contentsOf(name));
  const stopWatching = watchWindows({ contentsOf: (name) => windows.contentsOf(name), silent: endSilent });
  const stopKeeping = mustKeepHall(process.env) ? keepHallStarted({ home, appFolder, env: process.env }) : () => {};

  /** The window that asks, or null when it is not the main frame of one of our pages. */
  function asker(event: IpcMainInvokeEvent): WindowName | null {
    const name = windows.windowOf(event.sender);
    const frame = event.senderFrame;
    return name !== null && frame?.parent === null && frame.url.startsWith(`${pageOrigin}/${pageOf(name)}/`)
      ? name
      : null;
  }

  protocol.handle(pageScheme, (request) => servePage(path.join(appFolder, 'out', 'renderer'), request));
  hardenSession(session.defaultSession, (contents) => windows.windowOf(contents));
  ipcMain.handle('tarazy:papers', async (event) => {
    await windows.whenServing(event.sender);
    const name = asker(event);
    return name === null ? { address: null } : link.papersFor(name);
  });
  ipcMain.handle('tarazy:show-bench', (event, isShown: unknown) => {
    if (asker(event) === 'console') windows.showBench(isShown === true);
  });
  ipcMain.handle('tarazy:adopt-bench', (event) => {
    const isAdopted = asker(event) === 'console' && displays.adopt('bench');
    if (isAdopted) windows.lookAgain();
    return isAdopted;
  });
  ipcMain.handle('tarazy:swap-displays', (event, one: unknown, other: unknown) => {
    const isSwapped = asker(event) === 'console' && displays.swap(one, other);
    if (isSwapped) windows.lookAgain();
    return isSwapped;
  });
  ipcMain.on('tarazy:ready', (event) => {
    const name = windows.windowOf(event.sender);
    if (name !== null) windows.ready(name);
  });
  app.on('before-quit', () => {
    windows.letGo();
    clearInterval(looking);
    stopWatching();
    stopKeeping();
    link.close();
  });
  app.on('child-process-gone', (_event, details) => {
    tell('shell.helper-died', { type: details.type, reason: details.reason, name: details.name ?? '' });
    const part = helperPart(details);
    // A helper that has nothing to do ends by itself.
    if (part !== null && details.reason !== 'clean-exit') link.tellPart(part, 'died', null);
  });
  powerSaveBlocker.start('prevent-display-sleep');
  watchCameras({
    app,
    recorder: () => windows.contentsOf('recorder'),
    startAnew() {
      tell('shell.cameras-gone', {});
      startAnew();
    },
  });
  windows.openAll();
  const looking = setInterval(() => link.tellStanding(windows.standing()), standingEveryMs);
  tell('shell.ready', { electron: process.versions.electron, sandboxed: !app.commandLine.hasSwitch('no-sandbox') });
}

mkdirSync(path.join(home, 'shell'), { recursive: true });
// One profile a hall: device ids and the console's memory stay, and the single-instance lock is per hall.
app.setPath('userData', path.join(home, 'shell'));
if (!app.requestSingleInstanceLock()) {
  app.exit(0);
} else {
  setSwitches();
  guardContents(app);
  protocol.registerSchemesAsPrivileged([
    {
      scheme: pageScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
  // Without this Electron quits when the last visible window is rebuilt.
  app.on('window-all-closed', () => {});
  void app.whenReady().then(openWindows);
}
