import type { PanelShown, PanelsShown } from '#contract/panels.ts';
import type { PanelAct } from '#domain/panels/panel-acts.ts';
import type { HidDevice } from '../../../native/hid/index.ts';
import { mayBePanel } from './eligible.ts';
import { lightOf } from './lights.ts';
import type { KeptPanel } from './panels-file.ts';

/** A button that is being learned: `seen` of `wanted` presses, until then. */
export type LearningNow = { act: PanelAct; untilMs: number; seen: number; wanted: number };

export type PanelsSight = Readonly<{
  kept: readonly KeptPanel[];
  devices: readonly HidDevice[];
  /** Which of the devices each panel is. */
  placed: ReadonlyMap<KeptPanel, HidDevice>;
  open: ReadonlySet<string>;
  refused: ReadonlySet<string>;
  learning: Readonly<LearningNow> | null;
  lastLearned: PanelsShown['lastLearned'];
  isAnswering(path: string): boolean | null;
}>;

function modelOf({ vendorId, productId }: Pick<KeptPanel, 'vendorId' | 'productId'>): string {
  const hex = (number: number): string => number.toString(16).padStart(4, '0');
  return `${hex(vendorId)}:${hex(productId)}`;
}

/** What a person reads: the maker's name, or its numbers where it gave none. */
export function nameOf(panel: Pick<KeptPanel, 'name' | 'vendorId' | 'productId'>): string {
  return panel.name === '' ? modelOf(panel) : panel.name;
}

function panelShown(panel: KeptPanel, { placed, open, refused, isAnswering }: PanelsSight): PanelShown {
  const device = placed.get(panel);
  const light = panel.isLamp ? lightOf(panel) : null;
  return {
    ...{ panelId: panel.panelId, name: nameOf(panel), model: modelOf(panel), serial: panel.serial },
    port: device?.port ?? panel.port,
    // Plugged in and not open yet is not there yet: nothing that is pressed would be heard.
    state:
      device !== undefined && refused.has(device.path)
        ? 'refused'
        : device !== undefined && open.has(device.path)
          ? 'ready'
          : 'gone',
    acts: panel.buttons.map(({ act }) => act),
    light: light && {
      isAnswering: device === undefined ? null : isAnswering(device.path),
      goesOutAlone: light.goesOutAlone,
    },
  };
}

/** What windows show of the hall's panels. */
export function panelsShown(sight: PanelsSight): PanelsShown {
  const { kept, devices, placed, open, learning, lastLearned } = sight;
  const lamps = new Set([...placed].filter(([panel]) => panel.isLamp).map(([, { path }]) => path));
  return {
    panels: kept.map((panel) => panelShown(panel, sight)),
    foundLights: devices
      .filter((device) => lightOf(device) !== null && !lamps.has(device.path))
      .map((device) => ({ path: device.path, name: nameOf(device), model: modelOf(device) })),
    learning: learning && {
      ...{ act: learning.act, seen: learning.seen, wanted: learning.wanted },
      devices: devices.filter((device) => mayBePanel(device) && open.has(device.path)).length,
      remainingMs: Math.max(0, Math.round(learning.untilMs - performance.now())),
    },
    lastLearned,
  };
}
