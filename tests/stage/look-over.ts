import type { Page } from '@playwright/test';

/** A text or a control that a person could not read or touch as it stands on the screen. */
export type Flaw = Readonly<{
  what: 'cut' | 'outside' | 'spilled' | 'covered' | 'small';
  text: string;
  detail: string;
}>;

/**
 * Looks a window over as it stands: texts that are cut by their box or by the edge of the screen, controls that stand over
 * the border of their panel or are covered by something else, and controls under 44 px (look.md). What scrolls inside its own box is not a flaw.
 */
export async function lookOver(page: Page): Promise<readonly Flaw[]> {
  return page.evaluate(() => {
    const flaws: { what: 'cut' | 'outside' | 'spilled' | 'covered' | 'small'; text: string; detail: string }[] = [];
    const visible = (element: Element): boolean =>
      element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && element.getClientRects().length > 0;
    const scrolls = (element: Element): boolean => {
      for (let each = element.parentElement; each !== null; each = each.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(each);
        const mayScroll = /auto|scroll/.test(overflowX + overflowY);
        if (mayScroll && (each.scrollHeight > each.clientHeight + 1 || each.scrollWidth > each.clientWidth + 1))
          return true;
      }
      return false;
    };
    const short = (element: Element): string =>
      (element.textContent || element.getAttribute('aria-label') || element.tagName).trim().slice(0, 60);
    const ownText = (element: Element): boolean =>
      [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '',
      );

    for (const element of document.body.querySelectorAll('*')) {
      if (!visible(element) || element.closest('[aria-hidden="true"],[aria-hidden=""],svg') !== null) continue;
      const box = element.getBoundingClientRect();
      if (box.width < 2 || box.height < 2) continue; // Words for screen readers only.
      const isControl = element.matches(
        'button,input:not([type=hidden]),select,textarea,a[href],[role=button],[role=tab],[role=slider]',
      );
      if (!ownText(element) && !isControl) continue;
      const { overflow, textOverflow } = getComputedStyle(element);
      const hides = overflow !== 'visible' || textOverflow === 'ellipsis';
      if (
        ownText(element) &&
        hides &&
        !/auto|scroll/.test(overflow) &&
        (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 3)
      ) {
        flaws.push({
          what: 'cut',
          text: short(element),
          detail: `${String(element.scrollWidth)}>${String(element.clientWidth)} ${String(element.scrollHeight)}>${String(element.clientHeight)}`,
        });
      }
      if (element instanceof HTMLSelectElement) {
        const { font, paddingLeft, paddingRight } = getComputedStyle(element);
        const pen = document.createElement('canvas').getContext('2d');
        if (pen !== null) pen.font = font;
        const wanted = pen?.measureText(element.selectedOptions[0]?.text ?? '').width ?? 0;
        const room = element.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
        if (wanted > room + 1)
          flaws.push({
            what: 'cut',
            text: element.selectedOptions[0]?.text ?? '',
            detail: `${wanted.toFixed()}>${room.toFixed()}`,
          });
      }
      if (scrolls(element)) continue;
      if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1) {
        flaws.push({
          what: 'outside',
          text: short(element),
          detail: `${String(Math.round(box.left))},${String(Math.round(box.top))} ${String(Math.round(box.right))},${String(Math.round(box.bottom))}`,
        });
        continue;
      }
      const panel = isControl
        ? element.closest('section,form,aside,dialog,[role=dialog]')?.getBoundingClientRect()
        : null;
      if (panel && (box.bottom > panel.bottom + 1 || box.right > panel.right + 1 || box.top < panel.top - 1)) {
        flaws.push({
          what: 'spilled',
          text: short(element),
          detail: `${String(Math.round(box.right))},${String(Math.round(box.bottom))} of ${String(Math.round(panel.right))},${String(Math.round(panel.bottom))}`,
        });
      }
      const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      const isReached = top !== null && (element.contains(top) || top.contains(element));
      const isLabelled = element.id !== '' && top?.closest(`label[for="${CSS.escape(element.id)}"]`) != null;
      if (
        isControl &&
        !isReached &&
        !isLabelled &&
        !element.matches(':disabled') &&
        element.closest('[inert]') === null
      ) {
        flaws.push({
          what: 'covered',
          text: short(element),
          detail: top === null ? 'nothing there' : `by ${top.tagName} ${short(top)}`,
        });
      }
      if (element.matches('button,select,a[href]') && Math.min(box.width, box.height) < 43.5) {
        flaws.push({
          what: 'small',
          text: short(element),
          detail: `${String(Math.round(box.width))}x${String(Math.round(box.height))}`,
        });
      }
    }
    // Two texts on one another: leaves whose boxes share more than a few pixels each way.
    const leaves = [...document.body.querySelectorAll('*')].filter(
      (element) =>
        visible(element) &&
        ownText(element) &&
        element.closest('svg,[aria-hidden="true"],[aria-hidden=""]') === null &&
        !scrolls(element),
    );
    const boxes = leaves
      .map((leaf) => ({ leaf, box: leaf.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 2 && box.height > 2);
    for (const [index, a] of boxes.entries()) {
      for (const b of boxes.slice(index + 1)) {
        if (a.leaf.contains(b.leaf) || b.leaf.contains(a.leaf)) continue;
        const width = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const height = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        if (width > 3 && height > 4)
          flaws.push({
            what: 'covered',
            text: short(a.leaf),
            detail: `shares ${String(Math.round(width))}x${String(Math.round(height))} with ${short(b.leaf)}`,
          });
      }
    }
    return flaws;
  });
}
