import { contextBridge, ipcRenderer } from 'electron';
import type { ShellDoor } from '#contract/shell.ts';

/** The page's; the shell is compiled without a browser's names. */
declare const location: Readonly<{ pathname: string }>;

// Windows of one process share their arguments; the address is each page's own. The shell checks it at every ask.
const given = location.pathname.split('/')[1];

const door: ShellDoor = {
  window: given as ShellDoor['window'],
  papers: () => ipcRenderer.invoke('tarazy:papers') as ReturnType<ShellDoor['papers']>,
  showBench: (isShown) => ipcRenderer.invoke('tarazy:show-bench', isShown) as Promise<void>,
  ready: () => ipcRenderer.send('tarazy:ready'),
  onOpen: (listener) => {
    ipcRenderer.on('tarazy:open', (_event, name: 'bench' | 'screen') => listener(name));
  },
  training: process.argv.includes('--tarazy-training'),
};

contextBridge.exposeInMainWorld('tarazy', door);
