/** The windows that stand on displays, as people are told of them (`monitors.names.*` in every locale). */
export const monitorNames = ['console', 'bench', 'screen', 'witness'] as const;
export type MonitorName = (typeof monitorNames)[number];

/** What the preload gives a window, and nothing else. `window` is fixed by the shell. */
export type ShellDoor = Readonly<{
  window: 'console' | 'bench' | 'screen' | 'recorder' | 'call';
  /** `ws://127.0.0.1:<port>`; asked anew at each connect because the port may change with the service. */
  papers(): Promise<Readonly<{ address: string; ticket: string } | { address: null }>>;
  /** Console only: opens or closes the bench window on the second display, or beside it where there is one display. */
  showBench(isShown: boolean): Promise<void>;
  /**
   * Console only: from now on the judge's window stands on a display that nobody knew. False: there is not exactly one.
   */
  adoptBench(): Promise<boolean>;
  /** Console only, while no hearing is held: these two windows change displays for good. False: one of them has none of its own. */
  swapDisplays(one: MonitorName, other: MonitorName): Promise<boolean>;
  /** The page is painted and knows the hall; until then a card may lie over the window. */
  ready(): void;
  /** Call only: told which monitors' windows are to be opened, in its own process, so that they share its pictures. */
  onOpen(listener: (window: Exclude<MonitorName, 'console'>) => void): void;
  training: boolean;
}>;

declare global {
  var tarazy: ShellDoor;
}
