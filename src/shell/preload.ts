import { contextBridge, ipcRenderer } from 'electron';
import type { ShellDoor } from '#contract/shell.ts';

const given = process.argv.find((argument) => argument.startsWith('--tarazy-window='))?.split('=')[1];

const door: ShellDoor = {
  window: given as ShellDoor['window'],
  papers: () => ipcRenderer.invoke('tarazy:papers') as ReturnType<ShellDoor['papers']>,
  showBench: (isShown) => ipcRenderer.invoke('tarazy:show-bench', isShown) as Promise<void>,
  training: process.argv.includes('--tarazy-training'),
};

contextBridge.exposeInMainWorld('tarazy', door);
