import { BrowserWindow } from 'electron';
import { cardPage } from './card-page.ts';
import type { Placement } from './placement.ts';
import { standWindow } from './stand-window.ts';

/** The card behind one display's window: always there and painted, so that it covers within a moment when that window dies. */
export type CoverCard = Readonly<{
  raise(): void;
  /** Raises it until it is lowered by `letGo`, whatever the window says meanwhile, and says these words. */
  hold(lines: readonly string[]): void;
  letGo(): void;
  lower(): void;
  moveTo(placement: Placement): void;
  destroy(): void;
}>;

/** The words of a card that is held. */
const wordsAfterMs = 500;
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
  const show = (words: readonly string[]): void =>
    void card.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(cardPage(words))}`).catch(() => {});
  show(lines);
  let limit: NodeJS.Timeout | null = null;
  let isHeld = false;

  function toTop(): void {
    card.setAlwaysOnTop(true, 'screen-saver');
    card.moveTop();
  }
  function lower(): void {
    if (limit !== null) clearTimeout(limit);
    limit = null;
    if (!isHeld && !card.isDestroyed()) card.setAlwaysOnTop(false);
  }
  return {
    raise() {
      if (card.isDestroyed()) return;
      toTop();
      if (limit !== null) clearTimeout(limit);
      limit = setTimeout(lower, coveredAtMostMs);
    },
    lower,
    hold(words) {
      if (card.isDestroyed() || isHeld) return;
      isHeld = true;
      // Dark first: a page for the words takes time from what goes dark meanwhile.
      toTop();
      setTimeout(() => isHeld && !card.isDestroyed() && show(words), wordsAfterMs);
    },
    letGo() {
      if (!isHeld) return;
      isHeld = false;
      lower();
      if (!card.isDestroyed()) show(lines);
    },
    moveTo(wanted) {
      if (!card.isDestroyed()) standWindow(card, wanted);
    },
    destroy() {
      if (limit !== null) clearTimeout(limit);
      if (!card.isDestroyed()) card.destroy();
    },
  };
}
