import type { BrowserWindow } from 'electron';
import type { Placement } from './placement.ts';

/** A window manager obeys an order about the whole screen a little later, and puts the window back where it was before it. */
const obeysAfterMs = 150;
/** When a monitor is unplugged the system moves windows by itself, also after it was told to us. */
const looksAfterMs = [0, 600, 1500, 4000] as const;

const newest = new WeakMap<BrowserWindow, symbol>();

function isThere(window: BrowserWindow, { bounds, isKiosk }: Placement): boolean {
  const { x, y, width, height } = window.getBounds();
  const isSame = x === bounds.x && y === bounds.y && width === bounds.width && height === bounds.height;
  return isSame && window.isKiosk() === isKiosk;
}

/** Brings the window to its place and looks a few times whether it has stayed there. One that stands right is not touched, so that it does not flicker. */
export function standWindow(window: BrowserWindow, placement: Placement): void {
  const order = Symbol('order');
  newest.set(window, order);
  const isMeant = (): boolean => !window.isDestroyed() && newest.get(window) === order;
  const later = (act: () => void, afterMs: number): void =>
    void setTimeout(() => {
      if (isMeant()) act();
    }, afterMs);
  function bring(): void {
    if (isThere(window, placement)) return;
    if (!window.isKiosk()) {
      window.setBounds(placement.bounds);
      if (placement.isKiosk) later(() => window.setKiosk(true), obeysAfterMs);
      return;
    }
    window.setKiosk(false);
    later(() => {
      window.setBounds(placement.bounds);
      later(() => window.setKiosk(placement.isKiosk), obeysAfterMs);
    }, obeysAfterMs);
  }
  for (const afterMs of looksAfterMs) {
    if (afterMs === 0) bring();
    else later(bring, afterMs);
  }
}
