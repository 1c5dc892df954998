import type { BrowserWindow } from 'electron';
import os from 'node:os';

/**
 * Lets the recorder and the call go before the other windows when the machine is short of time: a late screen can wait, a
 * lost picture or word cannot be had again.
 */
export function putAhead(window: BrowserWindow): void {
  window.webContents.on('did-finish-load', () => {
    try {
      os.setPriority(window.webContents.getOSProcessId(), os.constants.priority.PRIORITY_ABOVE_NORMAL);
    } catch {
      // Linux lets only root or a kiosk user with a "nice" limit do this; without it the order is the system's own.
    }
  });
}
