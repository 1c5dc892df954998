import { BrowserWindow } from 'electron';
import { cardPage } from './card-page.ts';
import type { Bounds } from './placement.ts';

/** Covers a display at once while the window behind it is rebuilt. Returns what takes the card away. */
export function coverCard(bounds: Bounds, lines: readonly string[]): () => void {
  const card = new BrowserWindow({
    ...bounds,
    show: true,
    frame: false,
    focusable: false,
    alwaysOnTop: true,
    skipTaskbar: true,
    backgroundColor: '#12161c',
    webPreferences: { sandbox: true, contextIsolation: true, javascript: false, spellcheck: false },
  });
  // A card that cannot show its words is still a calm dark card.
  void card.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(cardPage(lines))}`).catch(() => {});
  return () => {
    if (!card.isDestroyed()) card.destroy();
  };
}
