import { contextBridge, ipcRenderer } from 'electron';
import type { ShellDoor } from '#contract/shell.ts';

/** The page's; the shell is compiled without a browser's names. */
declare function requestAnimationFrame(listener: () => void): number;
declare const location: Readonly<{ pathname: string }>;

// Windows of one process share their arguments; the address is each page's own. The shell checks it at every ask.
const given = location.pathname.split('/')[1];

const door: ShellDoor = {
  window: given as ShellDoor['window'],
  papers: () => ipcRenderer.invoke('tarazy:papers') as ReturnType<ShellDoor['papers']>,
  showBench: (isShown) => ipcRenderer.invoke('tarazy:show-bench', isShown) as Promise<void>,
  adoptBench: () => ipcRenderer.invoke('tarazy:adopt-bench') as Promise<boolean>,
  swapDisplays: (one, other) => ipcRenderer.invoke('tarazy:swap-displays', one, other) as Promise<boolean>,
  ready: () => ipcRenderer.send('tarazy:ready'),
  onOpen: (listener) => {
    ipcRenderer.on('tarazy:open', (_event, name: Parameters<typeof listener>[0]) => listener(name));
  },
  training: process.argv.includes('--tarazy-training'),
};

declare const window: Readonly<{ postMessage(word: string, origin: string, ports: readonly unknown[]): void }>;
declare const origin: string;
// The page hands the port on to a thread of its own, which the shell then hears whatever the script does.
ipcRenderer.on('tarazy:pulse', (event) => window.postMessage('tarazy:pulse', origin, event.ports));

// The shell asks whether the script runs and, of a window that people see, whether it is painted, to end one that stands still.
ipcRenderer.on('tarazy:are-you-there', (_event, mustBePainted: unknown) => {
  ipcRenderer.send('tarazy:here', 'runs');
  // To ask for a frame has a page painted, which for nobody would only cost.
  if (mustBePainted === true) requestAnimationFrame(() => ipcRenderer.send('tarazy:here', 'painted'));
});

contextBridge.exposeInMainWorld('tarazy', door);
