import { BrowserWindow } from 'electron';
import { cardPage } from './card-page.ts';
import type { Placement } from './placement.ts';

/** The card behind one display's window: always there and painted, so that it covers within a moment when that window dies. */
export type CoverCard = Readonly<{
  raise(): void;
  lower(): void;
  moveTo(placement: Placement): void;
  destroy(): void;
}>;

/** A page that does not say that it is painted is shown all the same. */
const coveredAtMostMs = 8000;

export function createCoverCard(placement: Placement, lines: readonly string[]): CoverCard {
  const card = new BrowserWindow({
    ...placement.bounds,
    show: false,
    frame: false,
    // Not `focusable: false`: on Linux such a window leaves the window manager and lies over everything for ever.
    skipTaskbar: true,
    backgroundColor: '#12161c',
    webPreferences: { sandbox: true, contextIsolation: true, javascript: false, spellcheck: false },
  });
  card.setKiosk(placement.isKiosk);
  card.showInactive();
  // A card that cannot show its words is still a calm dark card.
  void card.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(cardPage(lines))}`).catch(() => {});
  let limit: NodeJS.Timeout | null = null;

  function lower(): void {
    if (limit !== null) clearTimeout(limit);
    limit = null;
    if (!card.isDestroyed()) card.setAlwaysOnTop(false);
  }
  return {
    raise() {
      if (card.isDestroyed()) return;
      card.setAlwaysOnTop(true, 'screen-saver');
      card.moveTop();
      if (limit !== null) clearTimeout(limit);
      limit = setTimeout(lower, coveredAtMostMs);
    },
    lower,
    moveTo({ bounds, isKiosk }) {
      if (card.isDestroyed()) return;
      card.setKiosk(false);
      card.setBounds(bounds);
      card.setKiosk(isKiosk);
    },
    destroy() {
      if (limit !== null) clearTimeout(limit);
      if (!card.isDestroyed()) card.destroy();
    },
  };
}
