import { screen, type BrowserWindow } from 'electron';
import type { StandingMonitors } from '#contract/monitors.ts';
import { monitorNames, type MonitorName } from '#contract/shell.ts';
import type { Placements } from './placement.ts';

/** Of each monitor that a window of ours belongs on: where that is, where the window really stands, and how many pixels it has. */
export function standingMonitors(
  placements: Placements,
  windowOf: (name: MonitorName) => BrowserWindow | undefined,
): StandingMonitors {
  return monitorNames.flatMap((monitor) => {
    const wanted = placements[monitor]?.bounds;
    if (wanted === undefined) return [];
    const window = windowOf(monitor);
    const { size, scaleFactor } = screen.getDisplayMatching(wanted);
    return [
      {
        monitor,
        wanted,
        window:
          window?.isDestroyed() === false && window.isVisible() && !window.isMinimized() ? window.getBounds() : null,
        widthPx: Math.round(size.width * scaleFactor),
        heightPx: Math.round(size.height * scaleFactor),
        scale: scaleFactor,
      },
    ];
  });
}
